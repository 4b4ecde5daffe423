//! Rates in Postgres.

use async_trait::async_trait;
use tokio_postgres::Row;

use super::{Postgres, column};
use crate::clock::Millis;
use crate::store::{Rate, RateStore, StoreError};
use crate::tokens::Hash;

const COUNT: &str = "INSERT INTO rates AS kept (key, count, ends_at) VALUES ($1, 1, $3) \
    ON CONFLICT (key) DO UPDATE SET \
    count = CASE WHEN kept.ends_at > $2 THEN kept.count + 1 ELSE 1 END, \
    ends_at = CASE WHEN kept.ends_at > $2 THEN kept.ends_at ELSE $3 END \
    RETURNING count, ends_at";
const RATE: &str = "SELECT count, ends_at FROM rates WHERE key = $1 AND ends_at > $2";
// A row that another node is busy with is not waited for.
pub(super) const SWEEP: &str = "DELETE FROM rates WHERE key IN \
    (SELECT key FROM rates WHERE ends_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)";

fn rate(row: &Row) -> Result<Rate, StoreError> {
    let count: i32 = column(row, 0)?;
    Ok(Rate { count: count.unsigned_abs(), ends_at: column(row, 1)? })
}

#[async_trait]
impl RateStore for Postgres {
    async fn count(&self, key: Hash, now: Millis, ends_at: Millis) -> Result<Rate, StoreError> {
        let row = self.find(COUNT, &[&key.as_slice(), &now, &ends_at]).await?;
        row.as_ref().map_or_else(|| Err(StoreError::Failed("a count was not answered".to_owned())), rate)
    }

    async fn rate(&self, key: Hash, now: Millis) -> Result<Option<Rate>, StoreError> {
        self.find(RATE, &[&key.as_slice(), &now]).await?.as_ref().map(rate).transpose()
    }
}
