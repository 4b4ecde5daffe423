//! The rules on Postgres, each in a database of its own.

use std::sync::Arc;

use guard_server::store::Store;
use guard_server::store::postgres::Postgres;

use crate::database::Database;
use crate::{conformance, races};

struct InDatabase {
    store: Postgres,
    database: Database,
}

impl InDatabase {
    async fn open() -> Self {
        let database = Database::create().await;
        let store = Postgres::open(&database.url, 4).await.unwrap();
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a Postgres, named by GUARD_TEST_POSTGRES; `cargo xtask test` starts one"]
async fn over_two_nodes_one_wins_each_scan_consent_and_redeem() {
    let database = Database::create().await;
    // Both find an empty database, and both migrate it.
    let (one, two) = tokio::join!(Postgres::open(&database.url, 6), Postgres::open(&database.url, 6));
    let nodes: [Arc<dyn Store>; 2] = [Arc::new(one.unwrap()), Arc::new(two.unwrap())];
    races::one_wins_each_scan_consent_and_redeem(nodes).await;
    database.drop().await;
}
