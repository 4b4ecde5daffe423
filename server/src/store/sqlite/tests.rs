use rusqlite::{Connection, params};

use super::*;
use crate::store::{CodeState, CodeStore as _, KeyStore as _, SLICE, SessionStore as _, UserStore as _};

/// A file that a server with the schema 001 has left.
fn old_database(path: &Path) {
    let c = Connection::open(path).unwrap();
    c.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE schema_version (version INTEGER PRIMARY KEY) STRICT;")
        .unwrap();
    c.execute_batch(include_str!("migrations/001_init.sql")).unwrap();
    c.execute_batch(
        "INSERT INTO schema_version VALUES (1);
         INSERT INTO keys VALUES ('derive', x'01');
         INSERT INTO users VALUES ('u', 'Lin', 'lin@shanlan.cn', '1', 'Lin', NULL, 'phc', 1);
         INSERT INTO login_failures VALUES (x'02', 3, 1000);
         INSERT INTO sessions VALUES (zeroblob(32), 'u', 'demo', 'qr', 1, 9000);
         INSERT INTO qr_codes (id, app_id, state, browser, os, network, created_at, expires_at)
             VALUES ('new', 'demo', 'created', '', '', '', 0, 5000);
         INSERT INTO qr_codes (id, app_id, challenge, state, seq, browser, os, network, phone_ref, handshake_hash,
             strangers, match_number, choices, user_id, created_at, scanned_at, expires_at)
             VALUES ('scanned', 'demo', 'c', 'scanned', 1, '', '', '', x'03', zeroblob(32), 2, '12', '12,34', 'u', 0,
             1000, 6000);
         INSERT INTO qr_codes (id, app_id, state, browser, os, network, user_id, ticket_hash, created_at, expires_at,
             redeem_until, consumed_at) VALUES ('used', 'demo', 'consumed', '', '', '', 'u', x'04', 0, 5000, 7000, 6500);",
    )
    .unwrap();
}

#[tokio::test]
async fn a_database_of_the_first_schema_is_upgraded_in_place() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("guard.db");
    old_database(&path);
    let store = Sqlite::open(path.to_str().unwrap()).unwrap();

    assert_eq!(store.key("derive").await.unwrap(), Some(vec![1]));
    assert_eq!(store.credentials("lin").await.unwrap().unwrap().password_hash.as_deref(), Some("phc"));
    assert_eq!(store.session_user([0; 32], 8999).await.unwrap().unwrap().id, "u");
    assert_eq!(store.code("new").await.unwrap().unwrap().state, CodeState::Created);
    let scanned = store.code_of_phone([0; 32]).await.unwrap().unwrap();
    assert_eq!((scanned.id.as_str(), scanned.seq, scanned.choices.len()), ("scanned", 1, 2));
    assert_eq!(scanned.match_number.as_deref(), Some("12"));

    store.sweep(65_999).await.unwrap();
    assert!(store.code("new").await.unwrap().is_none(), "60 s after its end");
    assert!(store.code("scanned").await.unwrap().is_some());
    store.sweep(96_499).await.unwrap();
    assert!(store.code("scanned").await.unwrap().is_none());
    assert!(store.code("used").await.unwrap().is_some(), "60 s after the last repeat");
    store.sweep(96_500).await.unwrap();
    assert!(store.code("used").await.unwrap().is_none());
}

#[tokio::test]
async fn a_job_that_panics_fails_alone() {
    let store = Sqlite::open(IN_MEMORY).unwrap();
    store.keep_key("a", b"1").await.unwrap();
    let failed = store
        .run(|c| -> rusqlite::Result<()> {
            let t = c.transaction()?;
            t.execute("DELETE FROM keys", [])?;
            panic!("as a bug would");
        })
        .await;
    assert!(matches!(failed, Err(StoreError::Panicked)), "{failed:?}");
    assert_eq!(store.key("a").await.unwrap(), Some(b"1".to_vec()), "rolled back, and the next job runs");
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_reads_the_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let dir = tempfile::tempdir().unwrap();
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    for (name, old) in [("new.db", false), ("old.db", true)] {
        let path = dir.path().join(name);
        if old {
            old_database(&path);
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        }
        let store = Sqlite::open(path.to_str().unwrap()).unwrap();
        store.keep_key("a", b"1").await.unwrap();
        for suffix in ["", "-wal", "-shm"] {
            let file = dir.path().join(format!("{name}{suffix}"));
            assert_eq!(mode(&file), 0o600, "{}", file.display());
        }
    }
    assert_eq!(mode(dir.path()), 0o755, "the folder is the operator's");
}

#[tokio::test]
async fn tidying_goes_by_index_and_in_slices() {
    let store = Sqlite::open(IN_MEMORY).unwrap();
    let plans = store
        .run(|c| {
            let mut plans = Vec::new();
            for (table, column) in
                [("qr_codes", "kept_until"), ("sessions", "expires_at"), ("login_failures", "last_at")]
            {
                let sql = format!("EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {column} <= 1 LIMIT 500");
                plans.push(c.query_row(&sql, [], |row| row.get::<_, String>(3))?);
            }
            let t = c.transaction()?;
            for n in 0..i64::from(SLICE) * 2 + 7 {
                t.execute("INSERT INTO login_failures VALUES (?1, 1, ?2)", params![n.to_be_bytes(), n])?;
            }
            t.commit()?;
            Ok(plans)
        })
        .await
        .unwrap();
    assert!(plans.iter().all(|plan| plan.contains("INDEX")), "{plans:?}");
    let later = crate::store::FAILURES_KEPT_MS + 1_000_000;
    assert_eq!(store.sweep_slice(Stale::Failures, later).await.unwrap(), SLICE);
    assert_eq!(store.sweep(later).await.unwrap(), SLICE as usize + 7);
}
