-- What a manager's pictures are drawn from.

-- When a delivery first stood in its CRM as it was here; kept whatever becomes of it. Of earlier ones it is known only as far as they
-- still stand so.
ALTER TABLE delivery ADD COLUMN arrived_at INTEGER;
UPDATE delivery SET arrived_at = synced_at WHERE synced_at IS NOT NULL;
CREATE INDEX delivery_arrived ON delivery (contact_id, destination_id, arrived_at) WHERE part = 'contact';

-- What an answer said of the day's budget: how much was left, and of how much. Empty where it said nothing.
ALTER TABLE attempt ADD COLUMN budget_left INTEGER
  CONSTRAINT budget_left_counted CHECK (budget_left IS NULL OR budget_left >= 0);
ALTER TABLE attempt ADD COLUMN budget INTEGER CONSTRAINT budget_counted CHECK (budget IS NULL OR budget >= 0);
