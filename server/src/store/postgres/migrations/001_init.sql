-- Times are milliseconds since 1970 (UTC) by the servers' clocks; secrets are kept as SHA-256 hashes.

CREATE TABLE keys (
    name  TEXT PRIMARY KEY,
    value BYTEA NOT NULL
);

CREATE TABLE users (
    id            TEXT PRIMARY KEY,
    username      TEXT,
    email         TEXT,
    phone         TEXT UNIQUE,
    nickname      TEXT,
    photo         TEXT,
    password_hash TEXT,
    created_at    BIGINT NOT NULL,
    disabled_at   BIGINT              -- NULL: the user may log in
);
-- With "C" the case of ASCII letters alone is passed over: the same on every server, whatever its locale.
CREATE UNIQUE INDEX users_by_username ON users (lower(username COLLATE "C"));
CREATE UNIQUE INDEX users_by_email ON users (lower(email COLLATE "C"));

-- Who somebody is elsewhere. 'wechat': realm is the AppID of a mini program, subject the openid. 'wechat_union': subject
-- the unionid.
CREATE TABLE identities (
    provider   TEXT NOT NULL CHECK (provider IN ('wechat', 'wechat_union')),
    realm      TEXT NOT NULL,
    subject    TEXT NOT NULL,
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (provider, realm, subject)
);
-- An account has one of each: else two persons who share a number at once would get one account.
CREATE UNIQUE INDEX identities_of_user ON identities (user_id, provider, realm);

-- `users.phone` is what an operator wrote; nobody is found by it here.
CREATE TABLE verified_phones (
    user_id     TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    phone       TEXT NOT NULL UNIQUE, -- as it is called from anywhere, as in +8613800138000
    country     TEXT NOT NULL,        -- as in 86
    verified_by TEXT NOT NULL CHECK (verified_by = 'wechat'),
    verified_at BIGINT NOT NULL
);

CREATE TABLE login_failures (
    account  BYTEA PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at  BIGINT NOT NULL
);
CREATE INDEX login_failures_by_last ON login_failures (last_at);

-- How often something was done in a window of time. Only hashes of who did it are kept.
CREATE TABLE rates (
    key     BYTEA PRIMARY KEY,
    count   INTEGER NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX rates_by_end ON rates (ends_at);

-- A browser's own session at this server, whose end is the end of the logins at applications that came of it.
CREATE TABLE browsers (
    cookie_hash BYTEA PRIMARY KEY,
    user_id     TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    sid         TEXT NOT NULL,       -- the public id, which stays while the same person logs in again
    auth_time   BIGINT NOT NULL,     -- when and
    method      TEXT NOT NULL        -- how the person last proved who they are
);
CREATE INDEX browsers_by_end ON browsers (expires_at);
CREATE INDEX browsers_by_user ON browsers (user_id);
CREATE INDEX browsers_by_sid ON browsers (sid);

-- Requests of applications that wait for a person.
CREATE TABLE interactions (
    id          TEXT PRIMARY KEY,
    secret_hash BYTEA NOT NULL,
    request     TEXT NOT NULL,       -- JSON
    chosen      TEXT,                -- the sid of the session to continue with
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL
);
CREATE INDEX interactions_by_end ON interactions (expires_at);

-- A grant of the OpenID provider ends with all that belongs to it: its code, access tokens (rows of `sessions`) and refresh tokens.
CREATE TABLE grants (
    id              TEXT PRIMARY KEY,
    user_id         TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    app_id          TEXT NOT NULL,
    sid             TEXT NOT NULL,    -- the browser's session that it came of, by its public name
    scope           TEXT NOT NULL,
    auth_time       BIGINT NOT NULL,
    amr             TEXT NOT NULL,
    nonce           TEXT,
    redirect_uri    TEXT NOT NULL,
    challenge       TEXT,             -- NULL: no PKCE
    code_hash       BYTEA NOT NULL UNIQUE,
    code_expires_at BIGINT NOT NULL,
    code_used_at    BIGINT,
    created_at      BIGINT NOT NULL,
    kept_until      BIGINT NOT NULL  -- the end of the last thing that belongs to it
);
CREATE INDEX grants_by_end ON grants (kept_until);
CREATE INDEX grants_by_sid ON grants (sid);
CREATE INDEX grants_by_user ON grants (user_id);

CREATE TABLE refresh_tokens (
    token_hash BYTEA PRIMARY KEY,
    grant_id   TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    used_at    BIGINT,               -- NULL: it is the newest of its grant
    expires_at BIGINT NOT NULL
);
CREATE INDEX refresh_tokens_by_end ON refresh_tokens (expires_at);
CREATE INDEX refresh_tokens_by_grant ON refresh_tokens (grant_id);

CREATE TABLE sessions (
    token_hash BYTEA PRIMARY KEY,
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    app_id     TEXT NOT NULL,
    method     TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    browser    BYTEA REFERENCES browsers (cookie_hash) ON DELETE CASCADE,
    grant_id   TEXT REFERENCES grants (id) ON DELETE CASCADE,
    scope      TEXT                   -- NULL: of no grant
);
CREATE INDEX sessions_by_browser ON sessions (browser);
CREATE INDEX sessions_by_grant ON sessions (grant_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);
CREATE INDEX sessions_by_user ON sessions (user_id);

-- Which login a phone may end.
CREATE TABLE phone_logins (
    handshake_hash BYTEA PRIMARY KEY,
    session_hash   BYTEA NOT NULL REFERENCES sessions (token_hash) ON DELETE CASCADE,
    ends_at        BIGINT NOT NULL
);
CREATE INDEX phone_logins_by_end ON phone_logins (ends_at);
CREATE INDEX phone_logins_by_session ON phone_logins (session_hash);

CREATE TABLE qr_codes (
    id             TEXT PRIMARY KEY,
    app_id         TEXT NOT NULL,
    challenge      TEXT,              -- NULL: plain v2
    state          TEXT NOT NULL CHECK (state IN ('created', 'scanned', 'confirmed', 'consumed', 'cancelled', 'expired')),
    seq            BIGINT NOT NULL DEFAULT 0,
    origin         TEXT,
    browser        TEXT NOT NULL,
    os             TEXT NOT NULL,
    network        TEXT NOT NULL,
    phone_ref      BYTEA,
    handshake_hash BYTEA UNIQUE,
    strangers      BYTEA[] NOT NULL DEFAULT '{}',
    match_number   TEXT,              -- NULL: nothing to match
    choices        TEXT[] NOT NULL DEFAULT '{}',
    user_id        TEXT REFERENCES users (id) ON DELETE CASCADE,
    ticket_hash    BYTEA UNIQUE,
    ticket_nonce   BYTEA,
    created_at     BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    redeem_until   BIGINT,
    consumed_at    BIGINT,
    kept_until     BIGINT NOT NULL,
    address_ref    BYTEA,
    -- The person who scanned, until the account is known, and the number that they shared: both leave with the code.
    wechat_app     TEXT,
    wechat_openid  TEXT,
    wechat_unionid TEXT,
    asking_until   BIGINT,
    shared_country TEXT,
    shared_number  TEXT
);
CREATE INDEX qr_codes_by_end ON qr_codes (kept_until);
CREATE INDEX qr_codes_by_user ON qr_codes (user_id);

-- WeChat's access tokens, one for each mini program, for all nodes. They live for two hours.
CREATE TABLE wechat_tokens (
    app_id     TEXT PRIMARY KEY,
    token      TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- The keys that the OpenID provider signs with. One line of generations for each algorithm. What a key does follows from the times: see services/oidc/keys.rs.
CREATE TABLE signing_keys (
    algorithm       TEXT NOT NULL CHECK (algorithm IN ('RS256', 'ES256')),
    generation      BIGINT NOT NULL,
    kid             TEXT NOT NULL UNIQUE,
    private_key     BYTEA NOT NULL,
    created_at      BIGINT NOT NULL,
    signs_from      BIGINT NOT NULL,
    published_until BIGINT,          -- NULL: there is no later generation
    PRIMARY KEY (algorithm, generation)
);
