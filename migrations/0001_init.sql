-- The first schema. Append-only: once released, a change is a new file beside this one.
--
-- The rules of the sync protocol stand here a second time, as named CHECKs and triggers, so that an illegal row is
-- refused even when the code that writes it is wrong. A test reads the names from this file and demands an illegal row
-- for each. `application_id`, `user_version` and the settings of a connection are set by the runner, not here.
--
-- Times named `*_at` or `at_wall` are wall-clock milliseconds since 1970, shown and never compared to decide an order;
-- order comes from `seq`, which an installation counts up by itself. Spans are `*_ms`. Flags are 0 or 1. Columns named
-- `json`, `*_json`, `settings`, `extra`, `diff` and `parked` hold JSON.

-- What this laptop remembers: preferences, the current event and operator, whether the recovery key was confirmed, the
-- fingerprint of machine and folder. Never a secret.
CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Access data of destinations when there is no keychain (`--key-file`). The whole file is encrypted; a table of its own
-- keeps secrets out of every list and export of settings.
CREATE TABLE secret (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- A laptop's store. A restored store gets a new row and a new id; exactly one row is this laptop.
CREATE TABLE installation (
  id    TEXT PRIMARY KEY,
  name  TEXT NOT NULL,
  -- Counts restores: a lower epoch of the same lineage is an older copy.
  epoch INTEGER NOT NULL,
  mine  INTEGER NOT NULL CONSTRAINT installation_mine_is_flag CHECK (mine IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX installation_one_is_mine ON installation (mine) WHERE mine = 1;

-- A person who uses this laptop.
CREATE TABLE operator (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  role     TEXT NOT NULL CONSTRAINT operator_role_known CHECK (role IN ('rep', 'staff', 'manager')),
  pin_hash TEXT
) STRICT;

-- A show.
CREATE TABLE event (
  id              TEXT PRIMARY KEY,
  name            TEXT NOT NULL,
  -- Two letters; local phone numbers are read in it.
  region          TEXT,
  rehearsal       INTEGER NOT NULL CONSTRAINT event_rehearsal_is_flag CHECK (rehearsal IN (0, 1)),
  retain_days     INTEGER,
  -- How long a card stays open before its first send: 0 to 300 s.
  grace_ms        INTEGER NOT NULL DEFAULT 10000
                  CONSTRAINT event_grace_in_range CHECK (grace_ms BETWEEN 0 AND 300000),
  -- What else a first send waits for.
  hold_consent    INTEGER NOT NULL DEFAULT 0 CONSTRAINT event_hold_consent_is_flag CHECK (hold_consent IN (0, 1)),
  hold_review     INTEGER NOT NULL DEFAULT 0 CONSTRAINT event_hold_review_is_flag CHECK (hold_review IN (0, 1)),
  hold_unresolved INTEGER NOT NULL DEFAULT 1
                  CONSTRAINT event_hold_unresolved_is_flag CHECK (hold_unresolved IN (0, 1)),
  -- Referenced by `destination`: a rehearsal's destination cannot hang on a real event, nor the other way round.
  UNIQUE (id, rehearsal)
) STRICT;

-- A person we met. The fields themselves are `field_edit`; here stands what is looked up.
CREATE TABLE contact (
  -- The search index knows contacts by this number.
  rowid_          INTEGER PRIMARY KEY,
  id              TEXT NOT NULL UNIQUE,
  event_id        TEXT REFERENCES event (id),
  installation_id TEXT NOT NULL REFERENCES installation (id),
  created_at      INTEGER NOT NULL,
  edit_seq        INTEGER NOT NULL DEFAULT 1,
  deleted_at      INTEGER,
  erased_at       INTEGER,
  merged_into     TEXT REFERENCES contact (id),
  -- Normalised, for duplicates. Emptied with the rest when a person is erased.
  email_key       TEXT,
  name_key        TEXT,
  -- Erasing is the stronger removal, never another one.
  CONSTRAINT erased_is_deleted CHECK (erased_at IS NULL OR deleted_at IS NOT NULL),
  -- The row stays, so that deliveries keep their contact; what names the person does not.
  CONSTRAINT erased_is_empty CHECK (erased_at IS NULL OR (email_key IS NULL AND name_key IS NULL)),
  CONSTRAINT merged_into_another CHECK (merged_into IS NOT id)
) STRICT;
CREATE INDEX contact_by_event ON contact (event_id, created_at);
CREATE INDEX contact_by_email ON contact (email_key) WHERE email_key IS NOT NULL;
CREATE INDEX contact_by_name ON contact (name_key) WHERE name_key IS NOT NULL;

-- One act of capturing.
CREATE TABLE capture (
  id              TEXT PRIMARY KEY,
  contact_id      TEXT NOT NULL REFERENCES contact (id),
  event_id        TEXT REFERENCES event (id),
  installation_id TEXT NOT NULL REFERENCES installation (id),
  operator_id     TEXT REFERENCES operator (id),
  way             TEXT NOT NULL
                  CONSTRAINT capture_way_known CHECK (way IN ('camera', 'scanner', 'photo', 'typed', 'import')),
  -- The badge family the payload was read as.
  kind            TEXT NOT NULL,
  symbology       TEXT,
  payload         BLOB,
  -- Keyed digest: the same code is known again without the payload, also after it was erased.
  payload_mac     BLOB NOT NULL,
  -- Further properties that have no field.
  extra           TEXT CONSTRAINT extra_is_json CHECK (json_valid (extra)),
  at_wall         INTEGER NOT NULL,
  seq             INTEGER NOT NULL,
  erased_at       INTEGER,
  -- The raw payload is kept whatever became of it, so that a better reader can read it later.
  CONSTRAINT payload_until_erased CHECK ((payload IS NULL) = (erased_at IS NOT NULL)),
  CONSTRAINT extra_until_erased CHECK (extra IS NULL OR erased_at IS NULL),
  UNIQUE (installation_id, seq)
) STRICT;
CREATE INDEX capture_by_contact ON capture (contact_id);
-- The same payload at the same event joins its contact.
CREATE INDEX capture_by_payload ON capture (event_id, payload_mac);

-- What was captured stays as it was. A merge may move it to the surviving contact; erasing may empty it, once.
CREATE TRIGGER capture_immutable BEFORE UPDATE ON capture
WHEN NEW.id IS NOT OLD.id OR NEW.event_id IS NOT OLD.event_id OR NEW.installation_id IS NOT OLD.installation_id
  OR NEW.operator_id IS NOT OLD.operator_id OR NEW.way IS NOT OLD.way OR NEW.kind IS NOT OLD.kind
  OR NEW.symbology IS NOT OLD.symbology OR NEW.payload_mac IS NOT OLD.payload_mac OR NEW.at_wall IS NOT OLD.at_wall
  OR NEW.seq IS NOT OLD.seq
  OR (NEW.erased_at IS NULL AND (NEW.payload IS NOT OLD.payload OR NEW.extra IS NOT OLD.extra))
  OR (OLD.erased_at IS NOT NULL AND NEW.erased_at IS NOT OLD.erased_at)
BEGIN SELECT RAISE (ABORT, 'capture_immutable'); END;

CREATE TRIGGER capture_stays BEFORE DELETE ON capture
BEGIN SELECT RAISE (ABORT, 'capture_stays'); END;

-- Every value a field ever had. Origin, history, undo and the merge between laptops come from it.
CREATE TABLE field_edit (
  contact_id      TEXT NOT NULL REFERENCES contact (id),
  field           TEXT NOT NULL,
  -- Which of several values of a field.
  part            TEXT NOT NULL DEFAULT '',
  installation_id TEXT NOT NULL,
  seq             INTEGER NOT NULL,
  -- Normalised; none means cleared.
  value           TEXT,
  -- As it was written.
  raw             TEXT,
  problem         TEXT,
  origin          TEXT NOT NULL
                  CONSTRAINT edit_origin_known CHECK (origin IN ('badge', 'roster', 'typed', 'crm', 'merge', 'undo')),
  origin_id       TEXT,
  -- Shown in the timeline.
  at_wall         INTEGER NOT NULL,
  PRIMARY KEY (contact_id, field, part, installation_id, seq)
) STRICT, WITHOUT ROWID;

-- A correction is a new row. Only for an erased contact may values be emptied.
CREATE TRIGGER edit_append_only BEFORE UPDATE ON field_edit
WHEN NEW.contact_id IS NOT OLD.contact_id OR NEW.field IS NOT OLD.field OR NEW.part IS NOT OLD.part
  OR NEW.installation_id IS NOT OLD.installation_id OR NEW.seq IS NOT OLD.seq OR NEW.origin IS NOT OLD.origin
  OR NEW.origin_id IS NOT OLD.origin_id OR NEW.at_wall IS NOT OLD.at_wall
  OR NEW.value IS NOT NULL OR NEW.raw IS NOT NULL OR NEW.problem IS NOT NULL
  OR (SELECT erased_at FROM contact WHERE id = OLD.contact_id) IS NULL
BEGIN SELECT RAISE (ABORT, 'edit_append_only'); END;

CREATE TRIGGER edit_stays BEFORE DELETE ON field_edit
BEGIN SELECT RAISE (ABORT, 'edit_stays'); END;

-- A CRM account. Its access data is in the keychain.
CREATE TABLE destination (
  id          TEXT PRIMARY KEY,
  event_id    TEXT NOT NULL,
  name        TEXT NOT NULL,
  kind        TEXT NOT NULL,
  base_url    TEXT NOT NULL,
  rehearsal   INTEGER NOT NULL CONSTRAINT destination_rehearsal_is_flag CHECK (rehearsal IN (0, 1)),
  -- What the CRM does with our marker field decides what can be promised: A, C or D.
  marker      TEXT NOT NULL
              CONSTRAINT destination_marker_known CHECK (marker IN ('unique', 'searchable', 'none')),
  -- How long an unknown outcome is left alone.
  fence_ms    INTEGER NOT NULL CONSTRAINT destination_fence_is_span CHECK (fence_ms >= 0),
  -- The version of `mapping` that the next send uses.
  mapping     INTEGER NOT NULL,
  settings    TEXT NOT NULL CONSTRAINT destination_settings_is_json CHECK (json_valid (settings)),
  health      TEXT NOT NULL,
  created_seq INTEGER NOT NULL,
  -- Rehearsal and real data stay apart.
  FOREIGN KEY (event_id, rehearsal) REFERENCES event (id, rehearsal)
) STRICT;

-- How our fields and the CRM's correspond. Each attempt names the version it used, so a version never changes.
CREATE TABLE mapping (
  destination_id TEXT NOT NULL REFERENCES destination (id),
  version        INTEGER NOT NULL,
  json           TEXT NOT NULL CONSTRAINT mapping_is_json CHECK (json_valid (json)),
  PRIMARY KEY (destination_id, version)
) STRICT;

CREATE TRIGGER mapping_immutable BEFORE UPDATE ON mapping
BEGIN SELECT RAISE (ABORT, 'mapping_immutable'); END;

-- The outbox: one part of one contact at one destination. The binding (`remote_id` to `adopted_json`) outlives every
-- state; what still has to be sent is derived from it and the edits, and stands nowhere.
CREATE TABLE delivery (
  id             TEXT PRIMARY KEY,
  contact_id     TEXT NOT NULL REFERENCES contact (id),
  destination_id TEXT NOT NULL REFERENCES destination (id),
  -- 'contact', 'note:<id>', 'org', 'surplus:<remote id>'.
  part           TEXT NOT NULL DEFAULT 'contact',
  -- A restore after a removal opens a new generation with a new marker.
  generation     INTEGER NOT NULL DEFAULT 0,
  live           INTEGER NOT NULL DEFAULT 1 CONSTRAINT delivery_live_is_flag CHECK (live IN (0, 1)),
  marker         TEXT NOT NULL UNIQUE,
  intent         TEXT NOT NULL
                 CONSTRAINT delivery_intent_known CHECK (intent IN ('upsert', 'delete', 'unlink', 'destroy')),
  state          TEXT NOT NULL
                 CONSTRAINT delivery_state_known CHECK (state IN
                   ('queued', 'held', 'sending', 'fenced', 'waiting', 'synced', 'parked', 'removed')),
  held_why       TEXT
                 CONSTRAINT held_why_known CHECK (held_why IN ('grace', 'consent', 'review', 'incomplete', 'unresolved')),
  -- Whether the card was left: it no longer waits for grace.
  card_left      INTEGER NOT NULL DEFAULT 0 CONSTRAINT delivery_card_left_is_flag CHECK (card_left IN (0, 1)),
  -- A span, re-armed in full at start.
  wait_ms        INTEGER CONSTRAINT delivery_wait_is_span CHECK (wait_ms >= 0),
  -- The reason, as JSON.
  parked         TEXT CONSTRAINT parked_is_json CHECK (json_valid (parked)),
  -- What a person chose, or the candidates they may choose from.
  choice_json    TEXT CONSTRAINT choice_is_json CHECK (json_valid (choice_json)),
  removed_by     TEXT CONSTRAINT removed_by_known CHECK (removed_by IN ('here', 'there')),
  -- The process that sends. A lease of another boot is an unknown outcome.
  lease_boot     TEXT,
  -- Which write is under way.
  lease_op       TEXT,
  attempts       INTEGER NOT NULL DEFAULT 0,
  -- What exactly left, from which edits, by which mapping.
  sent_seq       INTEGER,
  sent_json      TEXT CONSTRAINT sent_is_json CHECK (json_valid (sent_json)),
  sent_mapping   INTEGER,
  remote_id      TEXT,
  binding        TEXT CONSTRAINT binding_known CHECK (binding IN ('created', 'adopted')),
  -- {field: {sent, back}}: the last fact.
  base_json      TEXT CONSTRAINT base_is_json CHECK (json_valid (base_json)),
  base_version   TEXT,
  base_seq       INTEGER,
  -- The record as it was before we touched it.
  adopted_json   TEXT CONSTRAINT adopted_is_json CHECK (json_valid (adopted_json)),
  -- The daily scrub asks for these by marker.
  ever_unknown   INTEGER NOT NULL DEFAULT 0 CONSTRAINT delivery_ever_unknown_is_flag CHECK (ever_unknown IN (0, 1)),
  -- The CRM cut or altered a value more than a spelling.
  warning        TEXT,
  synced_at      INTEGER,
  UNIQUE (contact_id, destination_id, part, generation),
  -- A request may only be under way under a lease, and a lease never outlives it.
  CONSTRAINT lease_iff_sending CHECK ((state = 'sending') = (lease_boot IS NOT NULL)),
  CONSTRAINT why_iff_held CHECK ((state = 'held') = (held_why IS NOT NULL)),
  CONSTRAINT wait_only_when CHECK (wait_ms IS NULL OR state IN ('waiting', 'held')),
  -- Nothing waits for ever.
  CONSTRAINT waiting_has_wait CHECK (state <> 'waiting' OR wait_ms IS NOT NULL),
  CONSTRAINT by_iff_removed CHECK ((state = 'removed') = (removed_by IS NOT NULL)),
  -- An adopted record is handed back as it was; so what it was is never missing.
  CONSTRAINT adopted_kept CHECK (binding IS NOT 'adopted' OR adopted_json IS NOT NULL),
  -- Nothing needs attention without a stored reason.
  CONSTRAINT reason_iff_parked CHECK ((state = 'parked') = (parked IS NOT NULL)),
  -- A record is known together with who made it, or not at all.
  CONSTRAINT bound_is_known CHECK ((remote_id IS NULL) = (binding IS NULL)),
  -- Synced is a fact that was read, never an acknowledgement.
  CONSTRAINT synced_is_bound CHECK (state <> 'synced' OR (remote_id IS NOT NULL AND base_json IS NOT NULL)),
  -- Intent before effect.
  CONSTRAINT sent_when_open CHECK (state NOT IN ('sending', 'fenced') OR sent_json IS NOT NULL),
  -- Only what we made do we delete.
  CONSTRAINT only_ours_deleted CHECK (intent <> 'delete' OR binding IS NULL OR binding = 'created')
) STRICT;
-- At most one delivery owns a record.
CREATE UNIQUE INDEX delivery_one_owner ON delivery (destination_id, remote_id) WHERE part = 'contact' AND binding = 'created';
CREATE UNIQUE INDEX delivery_one_live ON delivery (contact_id, destination_id, part) WHERE live = 1;
CREATE INDEX delivery_ready ON delivery (destination_id, state);

-- Whom a delivery is for and what its record carries is fixed when it is made.
CREATE TRIGGER delivery_pinned BEFORE UPDATE ON delivery
WHEN NEW.id IS NOT OLD.id OR NEW.destination_id IS NOT OLD.destination_id OR NEW.part IS NOT OLD.part
  OR NEW.generation IS NOT OLD.generation OR NEW.marker IS NOT OLD.marker
BEGIN SELECT RAISE (ABORT, 'delivery_pinned'); END;

-- A delivery ends as synced or removed and stays: its marker is what a late ghost is recognised by.
CREATE TRIGGER delivery_stays BEFORE DELETE ON delivery
BEGIN SELECT RAISE (ABORT, 'delivery_stays'); END;

-- Each request and what came of it.
CREATE TABLE attempt (
  delivery_id TEXT NOT NULL REFERENCES delivery (id),
  n           INTEGER NOT NULL,
  op          TEXT NOT NULL,
  request_id  TEXT,
  status      INTEGER,
  class       TEXT,
  ms          INTEGER,
  -- What the answer made the delivery wait.
  wait_ms     INTEGER,
  -- The start of the answer; emptied when a person is erased.
  reply       BLOB CONSTRAINT reply_capped CHECK (length (reply) <= 8192),
  at_wall     INTEGER NOT NULL,
  PRIMARY KEY (delivery_id, n)
) STRICT, WITHOUT ROWID;

-- A field that both sides changed. It blocks nothing; a person may decide otherwise.
CREATE TABLE conflict (
  id          TEXT PRIMARY KEY,
  delivery_id TEXT NOT NULL REFERENCES delivery (id),
  field       TEXT NOT NULL,
  base        TEXT,
  ours        TEXT,
  theirs      TEXT,
  winner      TEXT NOT NULL CONSTRAINT conflict_winner_known CHECK (winner IN ('ours', 'theirs')),
  resolved_at INTEGER
) STRICT;
CREATE UNIQUE INDEX conflict_one_open ON conflict (delivery_id, field) WHERE resolved_at IS NULL;

-- What was removed here and must not come back from anywhere.
CREATE TABLE tombstone (
  marker      TEXT PRIMARY KEY,
  contact_id  TEXT NOT NULL,
  email_mac   BLOB,
  seq         INTEGER NOT NULL,
  -- Days that a CRM's own clock confirmed: 90 of them, then it may go.
  server_days INTEGER NOT NULL DEFAULT 0 CONSTRAINT tombstone_days_counted CHECK (server_days >= 0)
) STRICT;

-- How far a pull came, in the server's own words.
CREATE TABLE cursor (
  destination_id TEXT NOT NULL REFERENCES destination (id),
  scope          TEXT NOT NULL,
  token          TEXT,
  scrubbed       INTEGER,
  PRIMARY KEY (destination_id, scope)
) STRICT;

-- A list of attendees, and its rows by badge number.
CREATE TABLE roster (
  id       TEXT PRIMARY KEY,
  event_id TEXT NOT NULL REFERENCES event (id),
  digest   BLOB NOT NULL,
  -- The same file twice is one roster.
  UNIQUE (event_id, digest)
) STRICT;
CREATE TABLE roster_row (
  roster_id TEXT NOT NULL REFERENCES roster (id),
  badge_key TEXT NOT NULL,
  json      TEXT NOT NULL CONSTRAINT roster_row_is_json CHECK (json_valid (json)),
  PRIMARY KEY (roster_id, badge_key)
) STRICT, WITHOUT ROWID;

-- What late binding or the search for duplicates suggests. Nothing is applied without a yes.
CREATE TABLE proposal (
  id         TEXT PRIMARY KEY,
  contact_id TEXT NOT NULL REFERENCES contact (id),
  kind       TEXT NOT NULL
             CONSTRAINT proposal_kind_known CHECK (kind IN ('roster', 'recipe', 'parser', 'duplicate', 'repair')),
  source     TEXT NOT NULL,
  diff       TEXT NOT NULL CONSTRAINT proposal_diff_is_json CHECK (json_valid (diff)),
  decided    TEXT CONSTRAINT proposal_decided_known CHECK (decided IN ('applied', 'refused'))
) STRICT;
CREATE INDEX proposal_by_contact ON proposal (contact_id);

-- What a person agreed to or refused, in which words.
CREATE TABLE consent (
  contact_id  TEXT NOT NULL REFERENCES contact (id),
  wording     TEXT NOT NULL,
  given       INTEGER NOT NULL CONSTRAINT consent_given_is_flag CHECK (given IN (0, 1)),
  channel     TEXT NOT NULL,
  at_wall     INTEGER NOT NULL,
  operator_id TEXT
) STRICT;
CREATE INDEX consent_by_contact ON consent (contact_id);

-- Who did what. Each row's `mac` covers the row before it, so that a cut or a change shows.
CREATE TABLE audit (
  seq             INTEGER PRIMARY KEY,
  installation_id TEXT NOT NULL,
  at_wall         INTEGER NOT NULL,
  actor           TEXT,
  verb            TEXT NOT NULL,
  subject         TEXT NOT NULL,
  -- Of the record, so that personal data never stands in the log.
  digest          BLOB NOT NULL,
  mac             BLOB NOT NULL
) STRICT;

CREATE TRIGGER audit_append_only BEFORE UPDATE ON audit
BEGIN SELECT RAISE (ABORT, 'audit_append_only'); END;

CREATE TRIGGER audit_stays BEFORE DELETE ON audit
BEGIN SELECT RAISE (ABORT, 'audit_stays'); END;

-- Words of a contact, by `contact.rowid_`. It holds no copy of the text. Deleting a row only marks its words; FTS5's own
-- `secure-delete` has no effect on a table of this kind. Erasing a person therefore ends with
-- `INSERT INTO contact_search (contact_search) VALUES ('optimize')`, which writes the index anew without them.
CREATE VIRTUAL TABLE contact_search USING fts5 (
  text,
  content = '',
  contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2',
  prefix = '2 3'
);
