-- Ways to find rows quickly that the first schema lacks.

-- The manager's sum counts whom was captured at an event on its own.
CREATE INDEX capture_by_event ON capture (event_id, contact_id);

-- How a destination answered lately.
CREATE INDEX attempt_by_time ON attempt (at_wall);

-- What the last read of a record showed besides its fields: whether it carries a marker, was changed there, may be old, or
-- was not found once.
ALTER TABLE delivery ADD COLUMN base_facts TEXT CONSTRAINT base_facts_is_json CHECK (json_valid (base_facts));

-- At most one delivery owns a record; one whose record passed on to another contact does not own it any more.
DROP INDEX delivery_one_owner;
CREATE UNIQUE INDEX delivery_one_owner ON delivery (destination_id, remote_id)
WHERE part = 'contact' AND binding = 'created' AND state <> 'removed';

-- Which deliveries a record, seen in the CRM's feed, concerns.
CREATE INDEX delivery_by_remote ON delivery (destination_id, remote_id) WHERE remote_id IS NOT NULL;

-- Those for whose marker the CRM is asked again although all seems well. The scrub repeats this condition word by word.
CREATE INDEX delivery_to_scrub ON delivery (destination_id) WHERE ever_unknown = 1 OR state = 'removed';

-- A manager's own act: the record is to go there whoever made it.
ALTER TABLE contact ADD COLUMN destroy INTEGER NOT NULL DEFAULT 0
  CONSTRAINT contact_destroy_is_flag CHECK (destroy IN (0, 1));

-- Of a record too many: the delivery by whose marker it was found.
ALTER TABLE delivery ADD COLUMN found_by TEXT REFERENCES delivery (id);

-- How many days the CRM's own clock had confirmed when it was first seen to be as here. Purging counts from it.
ALTER TABLE delivery ADD COLUMN synced_day INTEGER;

-- Days that the `Date` of a CRM's replies confirmed: how many, the newest of them counted from 1970, and when that was by
-- this laptop's clock.
ALTER TABLE destination ADD COLUMN confirmed_days INTEGER NOT NULL DEFAULT 0
  CONSTRAINT destination_days_counted CHECK (confirmed_days >= 0);
ALTER TABLE destination ADD COLUMN server_day INTEGER;
ALTER TABLE destination ADD COLUMN server_day_at INTEGER;
