-- A code leaves the table when its `kept_until` is over. Strangers are counted by phone: their hashes in hex, one after
-- the other, instead of a number of tries. What nobody read (`scanned_at`, `ended_reason`) goes.

CREATE TABLE qr_codes_2 (
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
    strangers      TEXT NOT NULL DEFAULT '',
    match_number   TEXT,              -- NULL: nothing to match
    choices        TEXT NOT NULL DEFAULT '',
    user_id        TEXT REFERENCES users (id) ON DELETE CASCADE,
    ticket_hash    BLOB UNIQUE,
    ticket_nonce   BLOB,
    created_at     INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL,
    redeem_until   INTEGER,
    consumed_at    INTEGER,
    kept_until     INTEGER NOT NULL
) STRICT;

-- 30,000 and 60,000 ms: how long a redeem may be repeated, and how long a code is kept after its end.
INSERT INTO qr_codes_2
SELECT id, app_id, challenge, state, seq, origin, browser, os, network, phone_ref, handshake_hash, '', match_number,
       choices, user_id, ticket_hash, ticket_nonce, created_at, expires_at, redeem_until, consumed_at,
       max(expires_at, coalesce(redeem_until, 0), coalesce(consumed_at + 30000, 0)) + 60000
FROM qr_codes;
DROP TABLE qr_codes;
ALTER TABLE qr_codes_2 RENAME TO qr_codes;

CREATE INDEX qr_codes_by_end ON qr_codes (kept_until);
CREATE INDEX qr_codes_by_user ON qr_codes (user_id);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX login_failures_by_last ON login_failures (last_at);
