-- Contacts are searched in any script, compared with each other, and merged.

-- When a contact was merged into another one; it stands for it from then on.
ALTER TABLE contact ADD COLUMN merged_at INTEGER
  CONSTRAINT merged_at_with_merged CHECK ((merged_at IS NULL) = (merged_into IS NULL));
CREATE INDEX contact_by_survivor ON contact (merged_into) WHERE merged_into IS NOT NULL;

-- The edit at which a contact was last compared with the others. Comparing comes after capturing, never with it.
ALTER TABLE contact ADD COLUMN compared_seq INTEGER NOT NULL DEFAULT 0;
CREATE INDEX contact_to_compare ON contact (rowid_) WHERE compared_seq < edit_seq;

-- What contacts are worth comparing by: two that share no key are not. Rows of an erased contact are deleted.
CREATE TABLE likeness_key (
  key    TEXT NOT NULL,
  number INTEGER NOT NULL REFERENCES contact (rowid_),
  PRIMARY KEY (key, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX likeness_key_by_contact ON likeness_key (number);

-- Two contacts are proposed as one person once: of the pair the smaller id is `contact_id`, the other one `source`. Refused means
-- that they are not the same, for good.
CREATE UNIQUE INDEX proposal_one_per_pair ON proposal (contact_id, source) WHERE kind = 'duplicate';
CREATE INDEX proposal_by_source ON proposal (source) WHERE kind = 'duplicate';
CREATE INDEX proposal_open_pairs ON proposal (contact_id) WHERE kind = 'duplicate' AND decided IS NULL;

-- Words of a contact, by `contact.rowid_`, apart by how much they say about who it is, already folded and parted by the core.
-- It holds no copy of the text. Deleting a row only marks its words; FTS5's own `secure-delete` has no effect on a table of
-- this kind. Erasing a person therefore ends with `INSERT INTO contact_search (contact_search) VALUES ('optimize')`, which
-- writes the index anew without them. Whoever brings a store up to date fills it from the edits.
DROP TABLE contact_search;
CREATE VIRTUAL TABLE contact_search USING fts5 (
  name,
  company,
  rest,
  content = '',
  contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 0',
  prefix = '1 2 3 4'
);
