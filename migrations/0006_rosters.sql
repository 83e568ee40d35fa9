-- What lists of an event and recipes need.

-- A list is written piece by piece, so that captures never wait for 200,000 rows, and counts only once it is whole. A later list
-- of the same event goes before an earlier one, badge by badge; later is the higher rowid.
ALTER TABLE roster ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE roster ADD COLUMN people INTEGER NOT NULL DEFAULT 0;
ALTER TABLE roster ADD COLUMN at_wall INTEGER NOT NULL DEFAULT 0;
ALTER TABLE roster ADD COLUMN whole INTEGER NOT NULL DEFAULT 0
  CONSTRAINT roster_whole_is_flag CHECK (whole = 0 OR whole = 1);

-- Found by the number's loosest form (no zeros in front, small letters); which of those that share it is meant is told by the
-- number as the list has it. A number that the list gives to several people says nothing about any of them: `json` is empty.
CREATE TABLE roster_row_new (
  roster_id  TEXT NOT NULL REFERENCES roster (id),
  badge_fold TEXT NOT NULL DEFAULT '',
  badge_key  TEXT NOT NULL,
  json       TEXT CONSTRAINT roster_row_is_json CHECK (json IS NULL OR json_valid (json)),
  PRIMARY KEY (roster_id, badge_fold, badge_key)
) STRICT, WITHOUT ROWID;
INSERT INTO roster_row_new SELECT roster_id, lower (badge_key), badge_key, json FROM roster_row;
DROP TABLE roster_row;
ALTER TABLE roster_row_new RENAME TO roster_row;

ALTER TABLE proposal ADD COLUMN at_wall INTEGER NOT NULL DEFAULT 0;
CREATE INDEX proposal_open ON proposal (kind) WHERE decided IS NULL;

-- How an event's badges are read (`docs/recipes.md`). One that is added under a name that is there takes its place.
CREATE TABLE recipe (
  id       TEXT PRIMARY KEY,
  event_id TEXT NOT NULL REFERENCES event (id),
  name     TEXT NOT NULL,
  toml     TEXT NOT NULL,
  at_wall  INTEGER NOT NULL,
  UNIQUE (event_id, name)
) STRICT;
