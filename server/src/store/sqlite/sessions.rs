//! Logins in SQLite.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};

use super::Sqlite;
use super::users::{user, user_row};
use crate::clock::Millis;
use crate::store::{NewSession, SLICE, Session, SessionStore, StoreError};
use crate::tokens::Hash;

const ADD: &str = "INSERT INTO sessions (token_hash, user_id, app_id, method, created_at, expires_at) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const BY_TOKEN: &str = concat!(
    "SELECT ",
    user!(),
    ", app_id, expires_at FROM sessions JOIN users ON users.id = sessions.user_id \
     WHERE token_hash = ?1 AND expires_at > ?2 AND disabled_at IS NULL"
);
const ENDS_AT: &str = "SELECT expires_at FROM sessions WHERE token_hash = ?1";
const END: &str = "DELETE FROM sessions WHERE token_hash = ?1";
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
        let read = |row: &Row<'_>| Ok(Session { user: user_row(row)?, app_id: row.get(6)?, expires_at: row.get(7)? });
        self.run(move |c| c.prepare_cached(BY_TOKEN)?.query_row(params![token_hash, now], read).optional()).await
    }

    async fn end_session(&self, token_hash: Hash) -> Result<bool, StoreError> {
        self.run(move |c| Ok(c.prepare_cached(END)?.execute([token_hash])? > 0)).await
    }
}

/// One slice of the logins that have ended.
pub(super) fn sweep(c: &Connection, now: Millis) -> Result<usize> {
    c.prepare_cached(SWEEP)?.execute(params![now, SLICE])
}
