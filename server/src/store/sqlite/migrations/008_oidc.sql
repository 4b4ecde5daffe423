-- What clients of the OpenID provider got by an authorization, and the keys that it signs with.

-- A grant ends with all that belongs to it: its code, access tokens (rows of `sessions`) and refresh tokens.
CREATE TABLE grants (
    id              TEXT PRIMARY KEY,
    user_id         TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    app_id          TEXT NOT NULL,
    sid             TEXT NOT NULL,    -- the browser's session that it came of, by its public name
    scope           TEXT NOT NULL,
    auth_time       INTEGER NOT NULL,
    amr             TEXT NOT NULL,
    nonce           TEXT,
    redirect_uri    TEXT NOT NULL,
    challenge       TEXT,             -- NULL: no PKCE
    code_hash       BLOB NOT NULL UNIQUE,
    code_expires_at INTEGER NOT NULL,
    code_used_at    INTEGER,
    created_at      INTEGER NOT NULL,
    kept_until      INTEGER NOT NULL  -- the end of the last thing that belongs to it
) STRICT, WITHOUT ROWID;
CREATE INDEX grants_by_end ON grants (kept_until);
CREATE INDEX grants_by_sid ON grants (sid);
CREATE INDEX grants_by_user ON grants (user_id);

CREATE TABLE refresh_tokens (
    token_hash BLOB PRIMARY KEY,
    grant_id   TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    used_at    INTEGER,               -- NULL: it is the newest of its grant
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_tokens_by_end ON refresh_tokens (expires_at);
CREATE INDEX refresh_tokens_by_grant ON refresh_tokens (grant_id);

ALTER TABLE sessions ADD COLUMN grant_id TEXT REFERENCES grants (id) ON DELETE CASCADE;
ALTER TABLE sessions ADD COLUMN scope TEXT;
CREATE INDEX sessions_by_grant ON sessions (grant_id);

-- One line of generations for each algorithm. What a key does follows from the times: see services/oidc/keys.rs.
CREATE TABLE signing_keys (
    algorithm       TEXT NOT NULL CHECK (algorithm IN ('RS256', 'ES256')),
    generation      INTEGER NOT NULL,
    kid             TEXT NOT NULL UNIQUE,
    private_key     BLOB NOT NULL,
    created_at      INTEGER NOT NULL,
    signs_from      INTEGER NOT NULL,
    published_until INTEGER,          -- NULL: there is no later generation
    PRIMARY KEY (algorithm, generation)
) STRICT, WITHOUT ROWID;
