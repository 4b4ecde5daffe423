//! Logins in SQLite.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, Result, Row, TransactionBehavior, params};

use super::Sqlite;
use super::users::{user, user_row};
use crate::clock::Millis;
use crate::store::{EndedSession, NewSession, SLICE, Session, SessionStore, StoreError};
use crate::tokens::Hash;

const ADD: &str = "INSERT INTO sessions (token_hash, user_id, app_id, method, created_at, expires_at) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const BY_TOKEN: &str = concat!(
    "SELECT ",
    user!(),
    ", app_id, expires_at, sessions.created_at, grant_id, scope FROM sessions JOIN users ON users.id = sessions.user_id \
     WHERE token_hash = ?1 AND expires_at > ?2 AND disabled_at IS NULL"
);
const ENDS_AT: &str = "SELECT expires_at FROM sessions WHERE token_hash = ?1";
const END: &str = "DELETE FROM sessions WHERE token_hash = ?1";
const END_GRANT: &str = "DELETE FROM grants WHERE id IN (SELECT grant_id FROM sessions WHERE token_hash = ?1)";
const OF_PHONE: &str = "SELECT token_hash, browser, user_id, app_id FROM sessions JOIN phone_logins \
    ON session_hash = token_hash WHERE handshake_hash = ?1 AND ends_at > ?2";
const END_BROWSER: &str = "DELETE FROM browsers WHERE cookie_hash = ?1 RETURNING sid";
const SWEEP_PHONES: &str = "DELETE FROM phone_logins WHERE handshake_hash IN \
    (SELECT handshake_hash FROM phone_logins WHERE ends_at <= ?1 LIMIT ?2)";
const SWEEP: &str = "DELETE FROM sessions WHERE token_hash IN \
    (SELECT token_hash FROM sessions WHERE expires_at <= ?1 LIMIT ?2)";

/// Keeps a login; part of a redeem's transaction, too.
pub(super) fn add(c: &Connection, user_id: &str, session: &NewSession) -> Result<()> {
    let NewSession { token_hash, app_id, method, now, expires_at } = session;
    c.prepare_cached(ADD)?.execute(params![token_hash, user_id, app_id, method, now, expires_at]).map(drop)
}

/// When the session whose token has this hash ends, if it is still there.
pub(super) fn ends_at(c: &Connection, token_hash: Hash) -> Result<Option<Millis>> {
    c.prepare_cached(ENDS_AT)?.query_row([token_hash], |row| row.get(0)).optional()
}

#[async_trait]
impl SessionStore for Sqlite {
    async fn add_session(&self, user_id: &str, session: NewSession) -> Result<(), StoreError> {
        let user_id = user_id.to_owned();
        self.run(move |c| add(c, &user_id, &session)).await
    }

    async fn session(&self, token_hash: Hash, now: Millis) -> Result<Option<Session>, StoreError> {
        let read = |row: &Row<'_>| {
            Ok(Session {
                user: user_row(row)?,
                app_id: row.get(6)?,
                expires_at: row.get(7)?,
                created_at: row.get(8)?,
                grant_id: row.get(9)?,
                scope: row.get(10)?,
            })
        };
        self.run(move |c| c.prepare_cached(BY_TOKEN)?.query_row(params![token_hash, now], read).optional()).await
    }

    async fn end_session(&self, token_hash: Hash) -> Result<bool, StoreError> {
        self.run(move |c| {
            let t = c.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // The session of a grant goes with it.
            let ended =
                t.prepare_cached(END_GRANT)?.execute([token_hash])? + t.prepare_cached(END)?.execute([token_hash])?;
            t.commit()?;
            Ok(ended > 0)
        })
        .await
    }

    async fn end_phone_login(&self, handshake_hash: Hash, now: Millis) -> Result<Option<EndedSession>, StoreError> {
        self.run(move |c| {
            let t = c.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let read = |row: &Row<'_>| {
                let (token, browser): (Hash, Option<Hash>) = (row.get(0)?, row.get(1)?);
                Ok((token, browser, EndedSession { user_id: row.get(2)?, app_id: row.get(3)?, sid: None }))
            };
            let found = t.prepare_cached(OF_PHONE)?.query_row(params![handshake_hash, now], read).optional()?;
            let Some((token, browser, ended)) = found else { return Ok(None) };
            let sid = t.prepare_cached(END_BROWSER)?.query_row([browser], |row| row.get(0)).optional()?;
            t.prepare_cached(END)?.execute([token])?;
            t.commit()?;
            Ok(Some(EndedSession { sid, ..ended }))
        })
        .await
    }
}

/// One slice of the logins that have ended.
pub(super) fn sweep(c: &Connection, now: Millis) -> Result<usize> {
    c.prepare_cached(SWEEP)?.execute(params![now, SLICE])
}

/// One slice of the logins that a phone may no longer end.
pub(super) fn sweep_phone_logins(c: &Connection, now: Millis) -> Result<usize> {
    c.prepare_cached(SWEEP_PHONES)?.execute(params![now, SLICE])
}
