-- Where each contact stands, kept beside it: who counts or narrows a hundred thousand contacts need not look at each with all its
-- deliveries.

-- The part of the manager's sum (`outbox::bucket`), none for what no rule of the protocol knows; and the place of the chip in its list
-- (`outbox::chip`), as long as no CRM holds its queue.
ALTER TABLE contact ADD COLUMN bucket TEXT DEFAULT 'waiting'
  CONSTRAINT contact_bucket_known CHECK (bucket IS NULL OR bucket = 'attention' OR bucket = 'waiting' OR bucket = 'synced' OR bucket = 'removed');
ALTER TABLE contact ADD COLUMN chip_rank INTEGER NOT NULL DEFAULT 10
  CONSTRAINT contact_chip_rank_known CHECK (chip_rank BETWEEN 0 AND 10);

-- What a contact's own row and its live deliveries come to. Lists of more than two words are spelled out: see 0004.
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
    iif(c.deleted_at IS NULL, 10, 9)) AS chip_rank
FROM contact c LEFT JOIN
  (SELECT o.contact_id, o.state, o.intent,
     EXISTS (SELECT 1 FROM conflict k WHERE k.delivery_id = o.id AND k.resolved_at IS NULL) AS differs
   FROM delivery o WHERE o.live = 1) d ON d.contact_id = c.id
GROUP BY c.id;

UPDATE contact SET bucket = s.bucket, chip_rank = s.chip_rank FROM contact_standing s WHERE s.id = contact.id;

-- Whoever changes what that depends on changes it too. Written to by these alone; it holds nothing.
CREATE VIEW contact_moved AS SELECT id FROM contact WHERE 0;
CREATE TRIGGER keeps_standing INSTEAD OF INSERT ON contact_moved
BEGIN
  UPDATE contact SET (bucket, chip_rank) = (SELECT bucket, chip_rank FROM contact_standing WHERE id = NEW.id)
  WHERE id = NEW.id;
END;
CREATE TRIGGER keeps_standing_of_new_deliveries AFTER INSERT ON delivery
BEGIN INSERT INTO contact_moved VALUES (NEW.contact_id); END;
CREATE TRIGGER keeps_standing_of_deliveries AFTER UPDATE OF state, intent, live ON delivery
WHEN NEW.state IS NOT OLD.state OR NEW.intent IS NOT OLD.intent OR NEW.live IS NOT OLD.live
BEGIN INSERT INTO contact_moved VALUES (NEW.contact_id); END;
CREATE TRIGGER keeps_standing_of_new_differences AFTER INSERT ON conflict
BEGIN INSERT INTO contact_moved SELECT contact_id FROM delivery WHERE id = NEW.delivery_id; END;
CREATE TRIGGER keeps_standing_of_differences AFTER UPDATE OF resolved_at ON conflict
WHEN (NEW.resolved_at IS NULL) <> (OLD.resolved_at IS NULL)
BEGIN INSERT INTO contact_moved SELECT contact_id FROM delivery WHERE id = NEW.delivery_id; END;
CREATE TRIGGER keeps_standing_of_contacts AFTER UPDATE OF deleted_at, merged_into ON contact
WHEN (NEW.deleted_at IS NULL) <> (OLD.deleted_at IS NULL) OR (NEW.merged_into IS NULL) <> (OLD.merged_into IS NULL)
BEGIN INSERT INTO contact_moved VALUES (NEW.id); END;

-- Counted from these alone: the parts, and how many were captured lately. The list, newest first, goes on by `contact_living`.
CREATE INDEX contact_by_bucket ON contact (event_id, bucket, created_at);
CREATE INDEX contact_lately ON contact (event_id, created_at) WHERE deleted_at IS NULL AND merged_into IS NULL;
CREATE INDEX contact_by_chip ON contact (event_id, chip_rank);
