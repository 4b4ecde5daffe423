//! Rates in SQLite.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};

use super::Sqlite;
use crate::clock::Millis;
use crate::store::{Rate, RateStore, SLICE, StoreError};
use crate::tokens::Hash;

const COUNT: &str = "INSERT INTO rates AS kept (key, count, ends_at) VALUES (?1, 1, ?3) \
    ON CONFLICT (key) DO UPDATE SET \
    count = CASE WHEN kept.ends_at > ?2 THEN kept.count + 1 ELSE 1 END, \
    ends_at = CASE WHEN kept.ends_at > ?2 THEN kept.ends_at ELSE ?3 END \
    RETURNING count, ends_at";
const RATE: &str = "SELECT count, ends_at FROM rates WHERE key = ?1 AND ends_at > ?2";
const SWEEP: &str = "DELETE FROM rates WHERE key IN (SELECT key FROM rates WHERE ends_at <= ?1 LIMIT ?2)";

fn rate(row: &Row<'_>) -> Result<Rate> {
    Ok(Rate { count: row.get(0)?, ends_at: row.get(1)? })
}

#[async_trait]
impl RateStore for Sqlite {
    async fn count(&self, key: Hash, now: Millis, ends_at: Millis) -> Result<Rate, StoreError> {
        self.run(move |c| c.prepare_cached(COUNT)?.query_row(params![key, now, ends_at], rate)).await
    }

    async fn rate(&self, key: Hash, now: Millis) -> Result<Option<Rate>, StoreError> {
        self.run(move |c| c.prepare_cached(RATE)?.query_row(params![key, now], rate).optional()).await
    }
}

/// One slice of the windows that are over.
pub(super) fn sweep(c: &Connection, now: Millis) -> Result<usize> {
    c.prepare_cached(SWEEP)?.execute(params![now, SLICE])
}
