//! Brings the schema up to date: numbered files, each run once and recorded in `schema_version`.

use deadpool_postgres::Transaction;
use tokio_postgres::Error;

use super::connect::words;
use crate::store::StoreError;

/// The steps in order; the first is version 1. A step that was released never changes.
const STEPS: &[&str] = &[include_str!("migrations/001_init.sql")];

/// Names the lock that a node holds while it migrates; nothing else of the database uses it.
const LOCK: i64 = 0x6775_6172_645f_7172;

/// Runs the steps that the database has not seen, all or none. Nodes that start at once take turns.
pub(super) async fn run(transaction: Transaction<'_>) -> Result<(), StoreError> {
    let failed = |error: Error| StoreError::Failed(words(&error));
    // A step may take long, and so may another node's.
    transaction.batch_execute("SET LOCAL statement_timeout = 0").await.map_err(failed)?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await.map_err(failed)?;
    transaction
        .batch_execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY)")
        .await
        .map_err(failed)?;
    let found: i32 = transaction
        .query_one("SELECT coalesce(max(version), 0) FROM schema_version", &[])
        .await
        .and_then(|row| row.try_get(0))
        .map_err(failed)?;
    let found = usize::try_from(found).unwrap_or(0);
    if found > STEPS.len() {
        return Err(StoreError::TooNew { found, known: STEPS.len() });
    }
    for (step, version) in STEPS.iter().zip(1_i32..).skip(found) {
        transaction.batch_execute(step).await.map_err(failed)?;
        transaction.execute("INSERT INTO schema_version VALUES ($1)", &[&version]).await.map_err(failed)?;
    }
    transaction.commit().await.map_err(failed)
}
