//! All of a SQLite database that moves to another one.

use rusqlite::{Connection, Result, Row};

use super::Sqlite;
use super::signing_keys::{self, key_row};
use super::users::{user, user_row};
use crate::store::{
    Contents, KeptBrowser, KeptGrant, KeptIdentity, KeptNumber, KeptPhoneLogin, KeptRefreshToken, KeptSession,
    KeptUser, NewGrant, StoreError, VerifiedNumber,
};

const KEYS: &str = "SELECT name, value FROM keys ORDER BY name";
const USERS: &str = concat!("SELECT ", user!(), ", password_hash, created_at, disabled_at FROM users ORDER BY id");
const BROWSERS: &str = "SELECT cookie_hash, user_id, created_at, expires_at, sid, auth_time, method \
    FROM browsers ORDER BY cookie_hash";
const SESSIONS: &str = "SELECT token_hash, user_id, app_id, method, created_at, expires_at, browser, grant_id, scope \
    FROM sessions \
    ORDER BY token_hash";
const IDENTITIES: &str = "SELECT provider, realm, subject, user_id, created_at FROM identities \
    ORDER BY provider, realm, subject";
const NUMBERS: &str = "SELECT user_id, country, substr(phone, length(country) + 2), verified_by, verified_at \
    FROM verified_phones ORDER BY user_id";
const GRANTS: &str = "SELECT id, user_id, app_id, sid, scope, auth_time, amr, nonce, redirect_uri, challenge, \
    code_hash, code_expires_at, created_at, code_used_at, kept_until FROM grants ORDER BY id";
const REFRESH_TOKENS: &str = "SELECT token_hash, grant_id, used_at, expires_at FROM refresh_tokens ORDER BY token_hash";
const PHONE_LOGINS: &str = "SELECT handshake_hash, session_hash, ends_at FROM phone_logins ORDER BY handshake_hash";

fn all<T>(c: &Connection, sql: &str, read: impl Fn(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
    c.prepare(sql)?.query_map([], |row| read(row))?.collect()
}

impl Sqlite {
    /// Keys, users with all that is theirs, and sessions, as they are at one moment.
    ///
    /// # Errors
    /// [`StoreError`] when they can't be read.
    pub async fn contents(&self) -> Result<Contents, StoreError> {
        self.run(|c| {
            let t = c.transaction()?;
            Ok(Contents {
                keys: all(&t, KEYS, |row| Ok((row.get(0)?, row.get(1)?)))?,
                users: all(&t, USERS, |row| {
                    Ok(KeptUser {
                        user: user_row(row)?,
                        password_hash: row.get(6)?,
                        created_at: row.get(7)?,
                        disabled_at: row.get(8)?,
                    })
                })?,
                identities: all(&t, IDENTITIES, |row| {
                    Ok(KeptIdentity {
                        provider: row.get(0)?,
                        realm: row.get(1)?,
                        subject: row.get(2)?,
                        user_id: row.get(3)?,
                        created_at: row.get(4)?,
                    })
                })?,
                numbers: all(&t, NUMBERS, |row| {
                    Ok(KeptNumber {
                        user_id: row.get(0)?,
                        number: VerifiedNumber { country: row.get(1)?, number: row.get(2)? },
                        verified_by: row.get(3)?,
                        verified_at: row.get(4)?,
                    })
                })?,
                phone_logins: all(&t, PHONE_LOGINS, |row| {
                    Ok(KeptPhoneLogin { handshake_hash: row.get(0)?, session_hash: row.get(1)?, ends_at: row.get(2)? })
                })?,
                signing_keys: all(&t, signing_keys::ALL, key_row)?,
                grants: all(&t, GRANTS, |row| {
                    Ok(KeptGrant {
                        made: NewGrant {
                            id: row.get(0)?,
                            user_id: row.get(1)?,
                            app_id: row.get(2)?,
                            sid: row.get(3)?,
                            scope: row.get(4)?,
                            auth_time: row.get(5)?,
                            amr: row.get(6)?,
                            nonce: row.get(7)?,
                            redirect_uri: row.get(8)?,
                            challenge: row.get(9)?,
                            code_hash: row.get(10)?,
                            code_expires_at: row.get(11)?,
                            now: row.get(12)?,
                        },
                        code_used_at: row.get(13)?,
                        kept_until: row.get(14)?,
                    })
                })?,
                refresh_tokens: all(&t, REFRESH_TOKENS, |row| {
                    Ok(KeptRefreshToken {
                        token_hash: row.get(0)?,
                        grant_id: row.get(1)?,
                        used_at: row.get(2)?,
                        expires_at: row.get(3)?,
                    })
                })?,
                browsers: all(&t, BROWSERS, |row| {
                    Ok(KeptBrowser {
                        cookie_hash: row.get(0)?,
                        user_id: row.get(1)?,
                        created_at: row.get(2)?,
                        expires_at: row.get(3)?,
                        sid: row.get(4)?,
                        auth_time: row.get(5)?,
                        method: row.get(6)?,
                    })
                })?,
                sessions: all(&t, SESSIONS, |row| {
                    Ok(KeptSession {
                        token_hash: row.get(0)?,
                        user_id: row.get(1)?,
                        app_id: row.get(2)?,
                        method: row.get(3)?,
                        created_at: row.get(4)?,
                        expires_at: row.get(5)?,
                        browser: row.get(6)?,
                        grant_id: row.get(7)?,
                        scope: row.get(8)?,
                    })
                })?,
            })
        })
        .await
    }
}
