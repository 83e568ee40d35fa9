-- What a list of a hundred thousand contacts is narrowed to, from indexes: by tag and by who captured somebody.

-- What an operator is called in the indexes of contacts.
ALTER TABLE operator ADD COLUMN number INTEGER;
UPDATE operator SET number = rowid;
CREATE UNIQUE INDEX operator_by_number ON operator (number);
CREATE TRIGGER keeps_number_of_operators AFTER INSERT ON operator WHEN NEW.number IS NULL
BEGIN UPDATE operator SET number = (SELECT coalesce(max(number), 0) + 1 FROM operator) WHERE id = NEW.id; END;

-- Who captured a contact first: the operator's number.
ALTER TABLE contact ADD COLUMN rep INTEGER;
-- Who has which tag, and whether they are neither removed nor merged into another.
CREATE TABLE contact_tag (
  event_number INTEGER NOT NULL,
  tag          TEXT NOT NULL,
  living       INTEGER NOT NULL CONSTRAINT contact_tag_living_is_flag CHECK (living = 0 OR living = 1),
  number       INTEGER NOT NULL REFERENCES contact (rowid_),
  PRIMARY KEY (event_number, tag, living, number)
) STRICT, WITHOUT ROWID;

-- As in 0016, and who captured it.
DROP VIEW contact_kept;
CREATE VIEW contact_kept AS
SELECT c.id,
  (SELECT e.number FROM event e WHERE e.id = c.event_id) AS event_number,
  (SELECT CAST(e.value AS INTEGER) FROM field_edit e WHERE e.contact_id = c.id AND e.field = 'rating' AND e.part = ''
     AND NOT EXISTS (SELECT 1 FROM field_edit n WHERE n.contact_id = e.contact_id AND n.field = e.field AND n.part = e.part
       AND (n.seq, n.installation_id) > (e.seq, e.installation_id))) AS rating,
  (SELECT o.number FROM capture k JOIN operator o ON o.id = k.operator_id WHERE k.contact_id = c.id
     AND NOT EXISTS (SELECT 1 FROM capture f WHERE f.contact_id = k.contact_id AND f.rowid < k.rowid)) AS rep
FROM contact c;
CREATE VIEW contact_tag_kept AS
SELECT c.id, c.event_number, e.part AS tag, c.deleted_at IS NULL AND c.merged_into IS NULL AS living, c.rowid_ AS number
FROM contact c JOIN field_edit e ON e.contact_id = c.id AND e.field = 'tag'
WHERE c.event_number IS NOT NULL AND e.value IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM field_edit n WHERE n.contact_id = e.contact_id AND n.field = e.field AND n.part = e.part
    AND (n.seq, n.installation_id) > (e.seq, e.installation_id));

UPDATE contact SET rep = (SELECT rep FROM contact_kept k WHERE k.id = contact.id)
WHERE EXISTS (SELECT 1 FROM capture k WHERE k.contact_id = contact.id AND k.operator_id IS NOT NULL);
INSERT INTO contact_tag SELECT event_number, tag, living, number FROM contact_tag_kept;

CREATE TRIGGER keeps_rep_of_new_captures AFTER INSERT ON capture WHEN NEW.operator_id IS NOT NULL
BEGIN UPDATE contact SET rep = (SELECT rep FROM contact_kept k WHERE k.id = NEW.contact_id) WHERE id = NEW.contact_id; END;
CREATE TRIGGER keeps_rep_of_captures AFTER UPDATE OF contact_id ON capture WHEN NEW.contact_id IS NOT OLD.contact_id
BEGIN
  UPDATE contact SET rep = (SELECT rep FROM contact_kept k WHERE k.id = contact.id)
  WHERE id = OLD.contact_id OR id = NEW.contact_id;
END;

-- Written to by the triggers below alone, one tag of one contact at a time; it holds nothing.
CREATE VIEW tag_moved AS SELECT id, '' AS tag FROM contact WHERE 0;
CREATE TRIGGER keeps_tag INSTEAD OF INSERT ON tag_moved
BEGIN
  DELETE FROM contact_tag WHERE tag = NEW.tag AND living = 0
    AND event_number = (SELECT event_number FROM contact WHERE id = NEW.id) AND number = (SELECT rowid_ FROM contact WHERE id = NEW.id);
  DELETE FROM contact_tag WHERE tag = NEW.tag AND living = 1
    AND event_number = (SELECT event_number FROM contact WHERE id = NEW.id) AND number = (SELECT rowid_ FROM contact WHERE id = NEW.id);
  INSERT INTO contact_tag SELECT event_number, tag, living, number FROM contact_tag_kept WHERE id = NEW.id AND tag = NEW.tag;
END;
CREATE TRIGGER keeps_tags_of_new_edits AFTER INSERT ON field_edit WHEN NEW.field = 'tag'
BEGIN INSERT INTO tag_moved VALUES (NEW.contact_id, NEW.part); END;
CREATE TRIGGER keeps_tags_of_edits AFTER UPDATE OF value ON field_edit WHEN NEW.field = 'tag'
BEGIN INSERT INTO tag_moved VALUES (NEW.contact_id, NEW.part); END;
CREATE TRIGGER keeps_tags_of_contacts AFTER UPDATE OF deleted_at, merged_into ON contact
WHEN (NEW.deleted_at IS NULL) <> (OLD.deleted_at IS NULL) OR (NEW.merged_into IS NULL) <> (OLD.merged_into IS NULL)
BEGIN INSERT INTO tag_moved SELECT DISTINCT NEW.id, part FROM field_edit WHERE contact_id = NEW.id AND field = 'tag'; END;

DROP INDEX edit_by_tag;
DROP INDEX capture_by_operator;
CREATE INDEX contact_by_rep ON contact (event_number, rep) WHERE rep IS NOT NULL;
