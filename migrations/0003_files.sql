-- What reading files needs.

-- A list of visitors names badges: each of its rows asks whether that badge was captured.
CREATE INDEX edit_by_badge ON field_edit (value) WHERE field = 'badge_id';
