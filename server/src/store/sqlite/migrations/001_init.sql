-- Times are milliseconds since 1970 (UTC) by the server's clock; secrets are kept as SHA-256 hashes.

CREATE TABLE keys (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    id            TEXT PRIMARY KEY,
    username      TEXT UNIQUE COLLATE NOCASE,
    email         TEXT UNIQUE COLLATE NOCASE,
    phone         TEXT UNIQUE,
    nickname      TEXT,
    photo         TEXT,
    password_hash TEXT,
    created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE login_failures (
    account  BLOB PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    app_id     TEXT NOT NULL,
    method     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE qr_codes (
    id             TEXT PRIMARY KEY,
    app_id         TEXT NOT NULL,
    challenge      TEXT,              -- NULL: plain v2
    state          TEXT NOT NULL CHECK (state IN ('created', 'scanned', 'confirmed', 'consumed', 'cancelled', 'expired')),
    seq            INTEGER NOT NULL DEFAULT 0,
    origin         TEXT,
    browser        TEXT NOT NULL,
    os             TEXT NOT NULL,
    network        TEXT NOT NULL,
    phone_ref      BLOB,
    handshake_hash BLOB UNIQUE,
    strangers      INTEGER NOT NULL DEFAULT 0,
    match_number   TEXT,              -- NULL: nothing to match
    choices        TEXT NOT NULL DEFAULT '',
    user_id        TEXT REFERENCES users (id) ON DELETE CASCADE,
    ticket_hash    BLOB UNIQUE,
    ticket_nonce   BLOB,
    created_at     INTEGER NOT NULL,
    scanned_at     INTEGER,
    expires_at     INTEGER NOT NULL,
    redeem_until   INTEGER,
    consumed_at    INTEGER,
    ended_reason   TEXT
) STRICT;
CREATE INDEX qr_codes_by_end ON qr_codes (expires_at);
