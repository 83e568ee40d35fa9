-- What an event asks of each visitor.

-- A question, however it is worded. One that is retired is not asked any more; its answers stay.
CREATE TABLE question (
  id         TEXT PRIMARY KEY,
  event_id   TEXT NOT NULL REFERENCES event (id),
  -- The order in which they are asked.
  place      INTEGER NOT NULL,
  retired_at INTEGER
) STRICT;
CREATE INDEX question_by_event ON question (event_id, place);

-- How it was put. An answer is an edit of the field `answer` whose part is the wording that was asked.
CREATE TABLE question_wording (
  id          TEXT PRIMARY KEY,
  question_id TEXT NOT NULL REFERENCES question (id),
  version     INTEGER NOT NULL,
  -- The words and how it is answered.
  json        TEXT NOT NULL CONSTRAINT wording_is_json CHECK (json_valid (json)),
  UNIQUE (question_id, version)
) STRICT;

-- Which answers a wording has.
CREATE INDEX edit_by_question ON field_edit (part) WHERE field = 'answer';

-- An answer keeps to what was asked: a wording that has one is not changed, another version is added.
CREATE TRIGGER wording_kept BEFORE UPDATE ON question_wording
WHEN EXISTS (SELECT 1 FROM field_edit WHERE field = 'answer' AND part = OLD.id)
BEGIN SELECT RAISE (ABORT, 'wording_kept'); END;

CREATE TRIGGER wording_stays BEFORE DELETE ON question_wording
BEGIN SELECT RAISE (ABORT, 'wording_stays'); END;
