//! The rules on SQLite, each in a database file of its own.

use guard_server::store::Store;
use guard_server::store::sqlite::Sqlite;
use tempfile::TempDir;

use crate::conformance;

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
