//! The rules on Postgres, each in a database of its own.

use std::sync::Arc;

use guard_server::store::Store;
use guard_server::store::postgres::Postgres;
use guard_server::wake::LocalWake;

use crate::conformance;
use crate::database::Database;

struct InDatabase {
    store: Postgres,
    database: Database,
}

impl InDatabase {
    async fn open() -> Self {
        let database = Database::create().await;
        let store = Postgres::open(&database.url, 4, Arc::new(LocalWake::default())).await.unwrap();
        Self { store, database }
    }

    fn store(&self) -> &dyn Store {
        &self.store
    }

    async fn close(self) {
        drop(self.store);
        self.database.drop().await;
    }
}

conformance! {
    #[ignore = "needs a Postgres, named by GUARD_TEST_POSTGRES; `cargo xtask test` starts one"]
    InDatabase
}
