-- What somebody agreed to may go into a field of the CRM. What is sent again is what an edit changed since: what they say is therefore
-- counted among the contact's edits, without being one. Of what was said before, nothing was counted.
ALTER TABLE consent ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
