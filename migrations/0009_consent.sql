-- What people are asked to agree to, and what they said.

-- The words in which an event asks. A change is another version; what was said names the one that was asked.
CREATE TABLE consent_wording (
  id       TEXT PRIMARY KEY,
  event_id TEXT NOT NULL REFERENCES event (id),
  version  INTEGER NOT NULL,
  text     TEXT NOT NULL,
  UNIQUE (event_id, version)
) STRICT;

CREATE TRIGGER consent_wording_kept BEFORE UPDATE ON consent_wording
BEGIN SELECT RAISE (ABORT, 'consent_wording_kept'); END;

CREATE TRIGGER consent_wording_stays BEFORE DELETE ON consent_wording
BEGIN SELECT RAISE (ABORT, 'consent_wording_stays'); END;

-- The wording in force; without one, nobody is asked.
ALTER TABLE event ADD COLUMN consent_wording TEXT REFERENCES consent_wording (id);

-- What somebody said stays as it was said: the next thing they say is another row, and the newest counts. It names the contact, the
-- wording, the channel and who asked, and nothing of the person.
CREATE TRIGGER consent_append_only BEFORE UPDATE ON consent
BEGIN SELECT RAISE (ABORT, 'consent_append_only'); END;

-- It goes only with the person.
CREATE TRIGGER consent_stays BEFORE DELETE ON consent
WHEN (SELECT erased_at FROM contact WHERE id = OLD.contact_id) IS NULL
BEGIN SELECT RAISE (ABORT, 'consent_stays'); END;
