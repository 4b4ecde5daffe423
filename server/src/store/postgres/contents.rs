//! A Postgres database filled from another one.

use tokio_postgres::Transaction;

use super::Postgres;
use super::connect::words;
use crate::store::{Contents, KeptBrowser, KeptGrant, KeptIdentity, KeptNumber, StoreError, UserRow, VerifiedNumber};

const HAS_USERS: &str = "SELECT EXISTS (SELECT 1 FROM users)";
/// Whoever started a server on the new database first has made keys, by which no token of the old one is known.
const KEY: &str = "INSERT INTO keys (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2";
const USER: &str = "INSERT INTO users \
    (id, username, email, phone, nickname, photo, password_hash, created_at, disabled_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const BROWSER: &str = "INSERT INTO browsers \
    (cookie_hash, user_id, created_at, expires_at, sid, auth_time, method) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const SESSION: &str = "INSERT INTO sessions \
    (token_hash, user_id, app_id, method, created_at, expires_at, browser, grant_id, scope) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const GRANT: &str = "INSERT INTO grants (id, user_id, app_id, sid, scope, auth_time, amr, nonce, redirect_uri, \
    challenge, code_hash, code_expires_at, created_at, code_used_at, kept_until) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
const REFRESH_TOKEN: &str = "INSERT INTO refresh_tokens (token_hash, grant_id, used_at, expires_at) \
    VALUES ($1, $2, $3, $4)";
const SIGNING_KEY: &str = "INSERT INTO signing_keys \
    (algorithm, generation, kid, private_key, created_at, signs_from, published_until) \
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const IDENTITY: &str = "INSERT INTO identities (provider, realm, subject, user_id, created_at) \
    VALUES ($1, $2, $3, $4, $5)";
const NUMBER: &str = "INSERT INTO verified_phones (user_id, phone, country, verified_by, verified_at) \
    VALUES ($1, $2, $3, $4, $5)";
const PHONE_LOGIN: &str = "INSERT INTO phone_logins (handshake_hash, session_hash, ends_at) VALUES ($1, $2, $3)";

impl Postgres {
    /// Takes all of `contents`, or nothing.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`] when there are users already, else when something can't be kept.
    pub async fn fill(&self, contents: &Contents) -> Result<(), StoreError> {
        let mut client = self.client().await?;
        let failed = |error: tokio_postgres::Error| StoreError::Failed(words(&error));
        let transaction = client.transaction().await.map_err(failed)?;
        let has_users = transaction.query_one(HAS_USERS, &[]).await.and_then(|row| row.try_get(0)).map_err(failed)?;
        if has_users {
            return Err(StoreError::NotEmpty);
        }
        insert(&transaction, contents).await.map_err(failed)?;
        transaction.commit().await.map_err(failed)
    }
}

async fn insert(t: &Transaction<'_>, contents: &Contents) -> Result<(), tokio_postgres::Error> {
    let key = t.prepare(KEY).await?;
    for (name, value) in &contents.keys {
        t.execute(&key, &[name, value]).await?;
    }
    let user = t.prepare(USER).await?;
    for kept in &contents.users {
        let UserRow { id, username, email, phone, nickname, photo } = &kept.user;
        let (hash, created_at, disabled_at) = (&kept.password_hash, &kept.created_at, &kept.disabled_at);
        t.execute(&user, &[id, username, email, phone, nickname, photo, hash, created_at, disabled_at]).await?;
    }
    let identity = t.prepare(IDENTITY).await?;
    for kept in &contents.identities {
        let KeptIdentity { provider, realm, subject, user_id, created_at } = kept;
        t.execute(&identity, &[provider, realm, subject, user_id, created_at]).await?;
    }
    let number = t.prepare(NUMBER).await?;
    for kept in &contents.numbers {
        let KeptNumber { user_id, number: VerifiedNumber { country, .. }, verified_by, verified_at } = kept;
        t.execute(&number, &[user_id, &kept.number.e164(), country, verified_by, verified_at]).await?;
    }
    let browser = t.prepare(BROWSER).await?;
    for kept in &contents.browsers {
        let KeptBrowser { cookie_hash, user_id, created_at, expires_at, sid, auth_time, method } = kept;
        let cookie_hash = cookie_hash.as_slice();
        t.execute(&browser, &[&cookie_hash, user_id, created_at, expires_at, sid, auth_time, method]).await?;
    }
    let grant = t.prepare(GRANT).await?;
    for KeptGrant { made, code_used_at, kept_until } in &contents.grants {
        let code_hash = made.code_hash.as_slice();
        t.execute(
            &grant,
            &[
                &made.id,
                &made.user_id,
                &made.app_id,
                &made.sid,
                &made.scope,
                &made.auth_time,
                &made.amr,
                &made.nonce,
                &made.redirect_uri,
                &made.challenge,
                &code_hash,
                &made.code_expires_at,
                &made.now,
                code_used_at,
                kept_until,
            ],
        )
        .await?;
    }
    let refresh = t.prepare(REFRESH_TOKEN).await?;
    for kept in &contents.refresh_tokens {
        let token_hash = kept.token_hash.as_slice();
        t.execute(&refresh, &[&token_hash, &kept.grant_id, &kept.used_at, &kept.expires_at]).await?;
    }
    // Whoever started a server on the new database first has made some, by which no token of the old one is known.
    t.execute("DELETE FROM signing_keys", &[]).await?;
    let signing_key = t.prepare(SIGNING_KEY).await?;
    for key in &contents.signing_keys {
        let (algorithm, generation) = (key.algorithm.name(), i64::from(key.generation));
        let (made, from, until) = (&key.created_at, &key.signs_from, &key.published_until);
        t.execute(&signing_key, &[&algorithm, &generation, &key.kid, &key.private_key, made, from, until]).await?;
    }
    let session = t.prepare(SESSION).await?;
    for kept in &contents.sessions {
        let (token_hash, browser) = (kept.token_hash.as_slice(), kept.browser.as_ref().map(|hash| hash.as_slice()));
        t.execute(
            &session,
            &[
                &token_hash,
                &kept.user_id,
                &kept.app_id,
                &kept.method,
                &kept.created_at,
                &kept.expires_at,
                &browser,
                &kept.grant_id,
                &kept.scope,
            ],
        )
        .await?;
    }
    let phone_login = t.prepare(PHONE_LOGIN).await?;
    for kept in &contents.phone_logins {
        let (handshake, session) = (kept.handshake_hash.as_slice(), kept.session_hash.as_slice());
        t.execute(&phone_login, &[&handshake, &session, &kept.ends_at]).await?;
    }
    Ok(())
}
