//! Wrong passwords in Postgres.

use async_trait::async_trait;
use tokio_postgres::Row;

use super::{Postgres, column};
use crate::clock::Millis;
use crate::store::{FailureStore, Failures, StoreError};
use crate::tokens::Hash;

const COUNT: &str = "SELECT failures, last_at FROM login_failures WHERE account = $1 AND last_at > $2";
const ADD: &str = "INSERT INTO login_failures AS kept (account, failures, last_at) VALUES ($1, 1, $3) \
    ON CONFLICT (account) DO UPDATE SET \
    failures = CASE WHEN kept.last_at > $2 THEN kept.failures + 1 ELSE 1 END, last_at = $3 \
    RETURNING failures";
const CLEAR: &str = "DELETE FROM login_failures WHERE account = $1";
// A row that another node is busy with is not waited for.
pub(super) const SWEEP: &str = "DELETE FROM login_failures WHERE account IN \
    (SELECT account FROM login_failures WHERE last_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)";

fn count(row: Option<Row>) -> Result<u32, StoreError> {
    let count: i32 = row.map(|row| column(&row, 0)).transpose()?.unwrap_or(0);
    Ok(count.unsigned_abs())
}

#[async_trait]
impl FailureStore for Postgres {
    async fn failures(&self, key: Hash, since: Millis) -> Result<Failures, StoreError> {
        let Some(row) = self.find(COUNT, &[&key.as_slice(), &since]).await? else { return Ok(Failures::default()) };
        Ok(Failures { last_at: column(&row, 1)?, count: count(Some(row))? })
    }

    async fn add_failure(&self, key: Hash, since: Millis, now: Millis) -> Result<u32, StoreError> {
        count(self.find(ADD, &[&key.as_slice(), &since, &now]).await?)
    }

    async fn clear_failures(&self, key: Hash) -> Result<(), StoreError> {
        self.execute(CLEAR, &[&key.as_slice()]).await.map(drop)
    }
}
