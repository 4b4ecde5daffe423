//! Browsers' sessions in SQLite.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, Result, Row, TransactionBehavior, params};

use super::Sqlite;
use super::users::{user, user_row};
use crate::clock::Millis;
use crate::store::{Browser, BrowserStore, NewBrowser, SLICE, StoreError};
use crate::tokens::Hash;

const OPEN: &str = "INSERT INTO browsers \
    (cookie_hash, user_id, created_at, expires_at, sid, auth_time, method) \
    SELECT ?1, user_id, ?2, ?3, ?5, created_at, method FROM sessions WHERE token_hash = ?4 AND expires_at > ?2";
const ADD: &str = "INSERT INTO browsers (cookie_hash, user_id, created_at, expires_at, sid, auth_time, method) \
    SELECT ?1, id, ?2, ?3, ?4, ?2, ?5 FROM users WHERE id = ?6 AND disabled_at IS NULL";
const ADOPT: &str = "UPDATE sessions SET browser = ?1 WHERE token_hash = ?2";
const BY_COOKIE: &str = concat!(
    "SELECT ",
    user!(),
    ", sid, auth_time, method, expires_at FROM browsers JOIN users ON users.id = browsers.user_id \
     WHERE cookie_hash = ?1 AND expires_at > ?2 AND disabled_at IS NULL"
);
/// Its children go with it: see the schema.
const END: &str = "DELETE FROM browsers WHERE cookie_hash = ?1";
const SWEEP: &str = "DELETE FROM browsers WHERE cookie_hash IN \
    (SELECT cookie_hash FROM browsers WHERE expires_at <= ?1 LIMIT ?2)";

#[async_trait]
impl BrowserStore for Sqlite {
    async fn open_browser(&self, child: Hash, browser: NewBrowser) -> Result<bool, StoreError> {
        self.run(move |c| {
            let NewBrowser { cookie_hash, sid, now, expires_at } = browser;
            let t = c.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let opened = t.prepare_cached(OPEN)?.execute(params![cookie_hash, now, expires_at, child, sid])? > 0;
            if opened {
                t.prepare_cached(ADOPT)?.execute(params![cookie_hash, child])?;
            }
            t.commit()?;
            Ok(opened)
        })
        .await
    }

    async fn add_browser(&self, user_id: &str, method: &'static str, browser: NewBrowser) -> Result<bool, StoreError> {
        let user_id = user_id.to_owned();
        self.run(move |c| {
            let NewBrowser { cookie_hash, sid, now, expires_at } = browser;
            Ok(c.prepare_cached(ADD)?.execute(params![cookie_hash, now, expires_at, sid, method, user_id])? > 0)
        })
        .await
    }

    async fn browser(&self, cookie_hash: Hash, now: Millis) -> Result<Option<Browser>, StoreError> {
        let read = |row: &Row<'_>| {
            Ok(Browser {
                user: user_row(row)?,
                sid: row.get(6)?,
                auth_time: row.get(7)?,
                method: row.get(8)?,
                expires_at: row.get(9)?,
            })
        };
        self.run(move |c| c.prepare_cached(BY_COOKIE)?.query_row(params![cookie_hash, now], read).optional()).await
    }

    async fn end_browser(&self, cookie_hash: Hash) -> Result<bool, StoreError> {
        self.run(move |c| Ok(c.prepare_cached(END)?.execute([cookie_hash])? > 0)).await
    }
}

/// One slice of the sessions that have ended.
pub(super) fn sweep(c: &Connection, now: Millis) -> Result<usize> {
    c.prepare_cached(SWEEP)?.execute(params![now, SLICE])
}
