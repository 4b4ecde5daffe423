//! Brings the schema up to date: numbered files, each run once and recorded in `schema_version`.

use rusqlite::{Connection, TransactionBehavior};

use crate::store::StoreError;

/// The steps in order; the first is version 1. A step that was released never changes.
const STEPS: &[&str] = &[
    include_str!("migrations/001_init.sql"),
    include_str!("migrations/002_short_lived_codes.sql"),
    include_str!("migrations/003_browsers.sql"),
    include_str!("migrations/004_rates.sql"),
    include_str!("migrations/005_disabled_users.sql"),
    include_str!("migrations/006_wechat_tokens.sql"),
    include_str!("migrations/007_identities.sql"),
    include_str!("migrations/008_oidc.sql"),
    include_str!("migrations/009_interactions.sql"),
];

/// Runs the steps that the database has not seen.
pub(super) fn run(connection: &mut Connection) -> Result<(), StoreError> {
    let failed = |error: rusqlite::Error| StoreError::Failed(error.to_string());
    connection
        .execute_batch("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY) STRICT")
        .map_err(failed)?;
    // Two servers may start on one file: whoever comes second finds the steps done.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let found: usize = transaction
        .query_row("SELECT coalesce(max(version), 0) FROM schema_version", [], |row| row.get::<_, u32>(0))
        .map_err(failed)? as usize;
    if found > STEPS.len() {
        return Err(StoreError::TooNew { found, known: STEPS.len() });
    }
    for (index, step) in STEPS.iter().enumerate().skip(found) {
        transaction.execute_batch(step).map_err(failed)?;
        transaction.execute("INSERT INTO schema_version VALUES (?1)", [index as i64 + 1]).map_err(failed)?;
    }
    transaction.commit().map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_run_once_and_a_newer_schema_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection).unwrap();
        run(&mut connection).unwrap();
        let count: i64 = connection.query_row("SELECT count(*) FROM schema_version", [], |row| row.get(0)).unwrap();
        assert_eq!(count, STEPS.len() as i64);
        connection.execute("INSERT INTO schema_version VALUES (999)", []).unwrap();
        assert!(matches!(run(&mut connection), Err(StoreError::TooNew { found: 999, .. })));
    }
}
