-- A browser's own session at this server, whose end is the end of the logins at applications that came of it.

CREATE TABLE browsers (
    cookie_hash BLOB PRIMARY KEY,
    user_id     TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX browsers_by_end ON browsers (expires_at);
CREATE INDEX browsers_by_user ON browsers (user_id);

ALTER TABLE sessions ADD COLUMN browser BLOB REFERENCES browsers (cookie_hash) ON DELETE CASCADE;
CREATE INDEX sessions_by_browser ON sessions (browser);
