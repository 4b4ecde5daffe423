-- Who somebody is elsewhere, which phone number was verified to be theirs, and which login a phone may end.

-- 'wechat': realm is the AppID of a mini program, subject the openid. 'wechat_union': subject the unionid.
CREATE TABLE identities (
    provider   TEXT NOT NULL CHECK (provider IN ('wechat', 'wechat_union')),
    realm      TEXT NOT NULL,
    subject    TEXT NOT NULL,
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (provider, realm, subject)
) STRICT, WITHOUT ROWID;
-- An account has one of each: else two persons who share a number at once would get one account.
CREATE UNIQUE INDEX identities_of_user ON identities (user_id, provider, realm);

-- `users.phone` is what an operator wrote; nobody is found by it here.
CREATE TABLE verified_phones (
    user_id     TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    phone       TEXT NOT NULL UNIQUE, -- as it is called from anywhere, as in +8613800138000
    country     TEXT NOT NULL,        -- as in 86
    verified_by TEXT NOT NULL CHECK (verified_by = 'wechat'),
    verified_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE phone_logins (
    handshake_hash BLOB PRIMARY KEY,
    session_hash   BLOB NOT NULL REFERENCES sessions (token_hash) ON DELETE CASCADE,
    ends_at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX phone_logins_by_end ON phone_logins (ends_at);
CREATE INDEX phone_logins_by_session ON phone_logins (session_hash);

-- The person who scanned, until the account is known, and the number that they shared: both leave with the code.
ALTER TABLE qr_codes ADD COLUMN address_ref BLOB;
ALTER TABLE qr_codes ADD COLUMN wechat_app TEXT;
ALTER TABLE qr_codes ADD COLUMN wechat_openid TEXT;
ALTER TABLE qr_codes ADD COLUMN wechat_unionid TEXT;
ALTER TABLE qr_codes ADD COLUMN asking_until INTEGER;
ALTER TABLE qr_codes ADD COLUMN shared_country TEXT;
ALTER TABLE qr_codes ADD COLUMN shared_number TEXT;
