//! The rules on SQLite, each in a database file of its own.

use std::sync::Arc;

use guard_server::store::Store;
use guard_server::store::sqlite::Sqlite;
use tempfile::TempDir;

use crate::{conformance, races};

struct InFile {
    store: Sqlite,
    _dir: TempDir,
}

impl InFile {
    async fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Sqlite::open(dir.path().join("guard.db").to_str().unwrap()).unwrap();
        Self { store, _dir: dir }
    }

    fn store(&self) -> &dyn Store {
        &self.store
    }

    async fn close(self) {}
}

conformance!(InFile);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_two_nodes_one_wins_each_scan_consent_and_redeem() {
    let dir = tempfile::tempdir().unwrap();
    let node = || -> Arc<dyn Store> { Arc::new(Sqlite::open(dir.path().join("guard.db").to_str().unwrap()).unwrap()) };
    races::one_wins_each_scan_consent_and_redeem([node(), node()]).await;
}
