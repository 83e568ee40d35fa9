-- The list of contacts, narrowed and put in order in further ways.

-- The name as it is shown, folded: what a list by name is ordered by. Whoever edits a contact writes it; of earlier ones it is the key
-- by which names are found alike, until then.
ALTER TABLE contact ADD COLUMN name_order TEXT
  CONSTRAINT erased_has_no_order CHECK (erased_at IS NULL OR name_order IS NULL);
UPDATE contact SET name_order = name_key WHERE erased_at IS NULL;
CREATE INDEX contact_by_name_order ON contact (event_id, name_order) WHERE deleted_at IS NULL AND merged_into IS NULL;

-- Who has a tag, by its part; who has a rating; whom somebody captured.
CREATE INDEX edit_by_tag ON field_edit (part) WHERE field = 'tag';
CREATE INDEX edit_by_rating ON field_edit (value) WHERE field = 'rating';
CREATE INDEX capture_by_operator ON capture (operator_id, contact_id);
