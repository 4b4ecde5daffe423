//! Wrong passwords in SQLite.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};

use super::Sqlite;
use crate::clock::Millis;
use crate::store::{FAILURES_KEPT_MS, FailureStore, Failures, SLICE, StoreError};
use crate::tokens::Hash;

const COUNT: &str = "SELECT failures, last_at FROM login_failures WHERE account = ?1 AND last_at > ?2";
const ADD: &str = "INSERT INTO login_failures (account, failures, last_at) VALUES (?1, 1, ?3) \
    ON CONFLICT (account) DO UPDATE SET \
    failures = CASE WHEN last_at > ?2 THEN failures + 1 ELSE 1 END, last_at = ?3 \
    RETURNING failures";
const CLEAR: &str = "DELETE FROM login_failures WHERE account = ?1";
const SWEEP: &str = "DELETE FROM login_failures WHERE account IN \
    (SELECT account FROM login_failures WHERE last_at <= ?1 LIMIT ?2)";

#[async_trait]
impl FailureStore for Sqlite {
    async fn failures(&self, key: Hash, since: Millis) -> Result<Failures, StoreError> {
        let read = |row: &Row<'_>| Ok(Failures { count: row.get(0)?, last_at: row.get(1)? });
        self.run(move |c| {
            let kept = c.prepare_cached(COUNT)?.query_row(params![key, since], read).optional()?;
            Ok(kept.unwrap_or_default())
        })
        .await
    }

    async fn add_failure(&self, key: Hash, since: Millis, now: Millis) -> Result<u32, StoreError> {
        self.run(move |c| c.prepare_cached(ADD)?.query_row(params![key, since, now], |row| row.get(0))).await
    }

    async fn clear_failures(&self, key: Hash) -> Result<(), StoreError> {
        self.run(move |c| c.prepare_cached(CLEAR)?.execute([key]).map(drop)).await
    }
}

/// One slice of the counts that matter no more.
pub(super) fn sweep(c: &Connection, now: Millis) -> Result<usize> {
    c.prepare_cached(SWEEP)?.execute(params![now - FAILURES_KEPT_MS, SLICE])
}
