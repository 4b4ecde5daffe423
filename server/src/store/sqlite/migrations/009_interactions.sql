-- Requests of applications that wait for a person, and what such a request asks about a browser's session.

CREATE TABLE interactions (
    id          TEXT PRIMARY KEY,
    secret_hash BLOB NOT NULL,
    request     TEXT NOT NULL,       -- JSON
    chosen      TEXT,                -- the sid of the session to continue with
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX interactions_by_end ON interactions (expires_at);

-- The public id, which a browser keeps while the same person logs in again; when and how the person last proved who
-- they are. A session of before gets the time of its beginning.
ALTER TABLE browsers ADD COLUMN sid TEXT NOT NULL DEFAULT '';
ALTER TABLE browsers ADD COLUMN auth_time INTEGER NOT NULL DEFAULT 0;
ALTER TABLE browsers ADD COLUMN method TEXT NOT NULL DEFAULT 'password';
UPDATE browsers SET sid = lower(hex(randomblob(16))), auth_time = created_at;
CREATE INDEX browsers_by_sid ON browsers (sid);
