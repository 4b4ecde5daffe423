-- A user may be shut out without being removed. NULL: the user may log in.

ALTER TABLE users ADD COLUMN disabled_at INTEGER;
