-- What finding somebody among a hundred thousand contacts needs.

-- What contacts are worth comparing by, as a number made of the key's text: a third of the room, written at random places of a smaller
-- tree. Two keys that happen to make one number cost one comparison more and nothing else. Who was compared by the old ones is compared
-- again.
DROP TABLE likeness_key;
CREATE TABLE likeness_key (
  key    INTEGER NOT NULL,
  number INTEGER NOT NULL REFERENCES contact (rowid_),
  PRIMARY KEY (key, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX likeness_key_by_contact ON likeness_key (number);
UPDATE contact SET compared_seq = 0 WHERE compared_seq > 0;

-- The list of an event, newest first, and how many it has: both without a look at each contact.
CREATE INDEX contact_living ON contact (event_id) WHERE deleted_at IS NULL AND merged_into IS NULL;
