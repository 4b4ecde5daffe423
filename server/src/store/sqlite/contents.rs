//! All of a SQLite database that moves to another one.

use rusqlite::{Connection, Result, Row};

use super::Sqlite;
use super::users::{user, user_row};
use crate::store::{
    Contents, KeptBrowser, KeptIdentity, KeptNumber, KeptPhoneLogin, KeptSession, KeptUser, StoreError, VerifiedNumber,
};

const KEYS: &str = "SELECT name, value FROM keys ORDER BY name";
const USERS: &str = concat!("SELECT ", user!(), ", password_hash, created_at, disabled_at FROM users ORDER BY id");
const BROWSERS: &str = "SELECT cookie_hash, user_id, created_at, expires_at FROM browsers ORDER BY cookie_hash";
const SESSIONS: &str = "SELECT token_hash, user_id, app_id, method, created_at, expires_at, browser FROM sessions \
    ORDER BY token_hash";
const IDENTITIES: &str = "SELECT provider, realm, subject, user_id, created_at FROM identities \
    ORDER BY provider, realm, subject";
const NUMBERS: &str = "SELECT user_id, country, substr(phone, length(country) + 2), verified_by, verified_at \
    FROM verified_phones ORDER BY user_id";
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
                browsers: all(&t, BROWSERS, |row| {
                    Ok(KeptBrowser {
                        cookie_hash: row.get(0)?,
                        user_id: row.get(1)?,
                        created_at: row.get(2)?,
                        expires_at: row.get(3)?,
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
                    })
                })?,
            })
        })
        .await
    }
}
