-- The same rules, word for word, asked in a quicker way: for a list of more than two words SQLite makes a table of them, and drops
-- it, with each row that is written. A contact of seven values cost eight such tables.
--
-- A column that may be empty says so: added to rows that are there, a rule must hold of each of them, and "unknown" does not count
-- as holding, unlike when a row is written.
ALTER TABLE capture DROP CONSTRAINT capture_way_known;
ALTER TABLE capture ADD CONSTRAINT capture_way_known
  CHECK (way = 'camera' OR way = 'scanner' OR way = 'photo' OR way = 'typed' OR way = 'import');

ALTER TABLE field_edit DROP CONSTRAINT edit_origin_known;
ALTER TABLE field_edit ADD CONSTRAINT edit_origin_known
  CHECK (origin = 'badge' OR origin = 'roster' OR origin = 'typed' OR origin = 'crm' OR origin = 'merge' OR origin = 'undo');

ALTER TABLE delivery DROP CONSTRAINT delivery_intent_known;
ALTER TABLE delivery ADD CONSTRAINT delivery_intent_known
  CHECK (intent = 'upsert' OR intent = 'delete' OR intent = 'unlink' OR intent = 'destroy');

ALTER TABLE delivery DROP CONSTRAINT held_why_known;
ALTER TABLE delivery ADD CONSTRAINT held_why_known
  CHECK (held_why IS NULL OR held_why = 'grace' OR held_why = 'consent' OR held_why = 'review' OR held_why = 'incomplete' OR held_why = 'unresolved');

ALTER TABLE delivery DROP CONSTRAINT delivery_state_known;
ALTER TABLE delivery ADD CONSTRAINT delivery_state_known
  CHECK (state = 'queued' OR state = 'held' OR state = 'sending' OR state = 'fenced' OR state = 'waiting' OR state = 'synced'
    OR state = 'parked' OR state = 'removed');
