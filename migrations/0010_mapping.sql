-- A mapping that people change while contacts are in a CRM.

-- Under which version of its destination's mapping a delivery was last looked at. One that is settled and was not looked at
-- under today's is looked at once: a change that a crash interrupted goes on where it stood.
ALTER TABLE delivery ADD COLUMN seen_mapping INTEGER NOT NULL DEFAULT 0
  CONSTRAINT delivery_seen_mapping_is_version CHECK (seen_mapping >= 0);
UPDATE delivery SET seen_mapping = (SELECT mapping FROM destination WHERE id = destination_id);
-- By whose fields a record was read was not noted so far; where the mapping never changed it is known.
UPDATE delivery SET base_facts = json_set (coalesce (base_facts, '{}'), '$.mapping', 1)
WHERE base_json IS NOT NULL AND 1 = (SELECT mapping FROM destination WHERE id = destination_id);
CREATE INDEX delivery_to_look_at ON delivery (destination_id, seen_mapping)
  WHERE state = 'synced' AND live = 1 AND part = 'contact';

-- The fields that a CRM said it has, as its client read them, so that a mapping can be changed without a network.
CREATE TABLE field_there (
  destination_id TEXT PRIMARY KEY REFERENCES destination (id),
  json           TEXT NOT NULL CONSTRAINT field_there_is_json CHECK (json_valid (json)),
  -- Shown, never compared.
  read_wall      INTEGER NOT NULL
) STRICT;
