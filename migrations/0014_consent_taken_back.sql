-- A no takes out of a CRM's field what a yes wrote there. By which of a contact's edits something else counts as what it said: also where
-- another contact's words came to it by a merge, or left it again.
ALTER TABLE contact ADD COLUMN consent_seq INTEGER NOT NULL DEFAULT 0
  CONSTRAINT contact_consent_seq_is_edit CHECK (consent_seq BETWEEN 0 AND edit_seq);
UPDATE contact SET consent_seq = (SELECT coalesce (max (said.seq), 0) FROM consent said WHERE said.contact_id = contact.id);
