-- Counting, narrowing and paging a hundred thousand contacts from indexes that are small enough to stay in memory: an event is a number
-- there, not 36 letters, and each holds what is asked of it, so that no row is looked at to be counted.

-- What an event is called in the indexes of its contacts.
ALTER TABLE event ADD COLUMN number INTEGER;
UPDATE event SET number = rowid;
CREATE UNIQUE INDEX event_by_number ON event (number);
CREATE TRIGGER keeps_number_of_events AFTER INSERT ON event WHEN NEW.number IS NULL
BEGIN UPDATE event SET number = (SELECT coalesce(max(number), 0) + 1 FROM event) WHERE id = NEW.id; END;

-- The number of `event_id`; whoever writes a contact writes both, or else the triggers do.
ALTER TABLE contact ADD COLUMN event_number INTEGER;
-- At how many destinations it has, or had, a delivery: fewer than its event has, and one of them was never told of it.
ALTER TABLE contact ADD COLUMN places INTEGER NOT NULL DEFAULT 0
  CONSTRAINT contact_places_counted CHECK (places >= 0);
-- The newest value of the field of that name.
ALTER TABLE contact ADD COLUMN rating INTEGER;
-- Of a contact's first capture, the event's number; of later ones, none.
ALTER TABLE capture ADD COLUMN first_in INTEGER;

-- As in 0015, and the destinations.
DROP TRIGGER keeps_standing;
DROP VIEW contact_standing;
CREATE VIEW contact_standing AS
SELECT c.id, CASE
    WHEN NOT min(d.state = 'held' OR d.state = 'queued' OR d.state = 'sending' OR d.state = 'fenced'
      OR d.state = 'waiting' OR d.state = 'parked' OR d.state = 'synced' OR d.state = 'removed') THEN NULL
    WHEN max(d.state = 'parked' OR d.differs) THEN 'attention'
    WHEN max(d.state NOT IN ('synced', 'removed')) THEN 'waiting'
    WHEN c.deleted_at IS NOT NULL OR c.merged_into IS NOT NULL THEN 'removed'
    WHEN count(d.state) = 0 THEN 'waiting'
    ELSE 'synced' END AS bucket,
  coalesce(min(CASE
    WHEN d.state = 'parked' THEN 0
    WHEN d.intent <> 'upsert' AND d.state NOT IN ('synced', 'removed') THEN 7
    WHEN d.state = 'fenced' THEN 2
    WHEN d.state = 'sending' THEN 3
    WHEN d.state = 'waiting' THEN 4
    WHEN d.state = 'held' THEN 5
    WHEN d.state = 'queued' THEN 6
    WHEN d.state = 'synced' THEN iif(d.differs, 1, 8)
    WHEN d.state IS NOT NULL THEN 9 END),
    iif(c.deleted_at IS NULL, 10, 9)) AS chip_rank,
  (SELECT count(DISTINCT o.destination_id) FROM delivery o WHERE o.contact_id = c.id) AS places
FROM contact c LEFT JOIN
  (SELECT o.contact_id, o.state, o.intent,
     EXISTS (SELECT 1 FROM conflict k WHERE k.delivery_id = o.id AND k.resolved_at IS NULL) AS differs
   FROM delivery o WHERE o.live = 1) d ON d.contact_id = c.id
GROUP BY c.id;
CREATE TRIGGER keeps_standing INSTEAD OF INSERT ON contact_moved
BEGIN
  UPDATE contact SET (bucket, chip_rank, places) = (SELECT bucket, chip_rank, places FROM contact_standing WHERE id = NEW.id)
  WHERE id = NEW.id;
END;

-- What a contact's edits and captures come to.
CREATE VIEW contact_kept AS
SELECT c.id,
  (SELECT e.number FROM event e WHERE e.id = c.event_id) AS event_number,
  (SELECT CAST(e.value AS INTEGER) FROM field_edit e WHERE e.contact_id = c.id AND e.field = 'rating' AND e.part = ''
     AND NOT EXISTS (SELECT 1 FROM field_edit n WHERE n.contact_id = e.contact_id AND n.field = e.field AND n.part = e.part
       AND (n.seq, n.installation_id) > (e.seq, e.installation_id))) AS rating
FROM contact c;
CREATE VIEW capture_kept AS
SELECT k.rowid AS number, k.contact_id,
  (SELECT e.number FROM event e WHERE e.id = k.event_id AND NOT EXISTS
    (SELECT 1 FROM capture f WHERE f.contact_id = k.contact_id AND f.rowid < k.rowid)) AS first_in
FROM capture k;

UPDATE contact SET
  (event_number, rating) = (SELECT event_number, rating FROM contact_kept k WHERE k.id = contact.id),
  places = (SELECT count(DISTINCT o.destination_id) FROM delivery o WHERE o.contact_id = contact.id);
UPDATE capture SET first_in = (SELECT first_in FROM capture_kept k WHERE k.number = capture.rowid);

CREATE TRIGGER keeps_event_of_new_contacts AFTER INSERT ON contact
WHEN NEW.event_number IS NOT (SELECT number FROM event WHERE id = NEW.event_id)
BEGIN UPDATE contact SET event_number = (SELECT number FROM event WHERE id = NEW.event_id) WHERE id = NEW.id; END;
CREATE TRIGGER keeps_event_of_contacts AFTER UPDATE OF event_id ON contact
BEGIN UPDATE contact SET event_number = (SELECT number FROM event WHERE id = NEW.event_id) WHERE id = NEW.id; END;
CREATE TRIGGER keeps_rating_of_new_edits AFTER INSERT ON field_edit WHEN NEW.field = 'rating'
BEGIN UPDATE contact SET rating = (SELECT rating FROM contact_kept k WHERE k.id = NEW.contact_id) WHERE id = NEW.contact_id; END;
CREATE TRIGGER keeps_rating_of_edits AFTER UPDATE OF value ON field_edit WHEN NEW.field = 'rating'
BEGIN UPDATE contact SET rating = (SELECT rating FROM contact_kept k WHERE k.id = NEW.contact_id) WHERE id = NEW.contact_id; END;
CREATE TRIGGER keeps_first_of_new_captures AFTER INSERT ON capture
WHEN NEW.first_in IS NOT (SELECT first_in FROM capture_kept k WHERE k.number = NEW.rowid)
BEGIN UPDATE capture SET first_in = (SELECT first_in FROM capture_kept k WHERE k.number = NEW.rowid) WHERE rowid = NEW.rowid; END;
CREATE TRIGGER keeps_first_of_captures AFTER UPDATE OF contact_id ON capture WHEN NEW.contact_id IS NOT OLD.contact_id
BEGIN
  UPDATE capture SET first_in = (SELECT first_in FROM capture_kept k WHERE k.number = capture.rowid)
  WHERE contact_id = OLD.contact_id OR contact_id = NEW.contact_id;
END;

-- The list, newest first, and how many it has.
DROP INDEX contact_living;
CREATE INDEX contact_living ON contact (event_number, deleted_at, merged_into) WHERE deleted_at IS NULL AND merged_into IS NULL;
-- The list by name.
DROP INDEX contact_by_name_order;
CREATE INDEX contact_by_name_order ON contact (event_number, name_order) WHERE deleted_at IS NULL AND merged_into IS NULL;
-- Who has a chip: in the order of capture, where it is one chip.
DROP INDEX contact_by_chip;
CREATE INDEX contact_by_chip ON contact (event_number, chip_rank, rowid_, erased_at, merged_into);
-- The parts of the sum.
DROP INDEX contact_by_bucket;
CREATE INDEX contact_by_bucket ON contact (event_number, bucket, created_at);
-- Who was captured since when, and who has yet to be told to a destination.
DROP INDEX contact_by_event;
DROP INDEX contact_lately;
CREATE INDEX contact_by_event ON contact (event_number, created_at, deleted_at, merged_into, places);
-- Who is rated so high.
DROP INDEX edit_by_rating;
CREATE INDEX contact_by_rating ON contact (event_number, rating, deleted_at, merged_into) WHERE rating IS NOT NULL;
-- How many were captured, counted from the captures.
DROP INDEX capture_by_event;
CREATE INDEX capture_first ON capture (first_in) WHERE first_in IS NOT NULL;
