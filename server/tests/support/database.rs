//! A Postgres database of the test's own, on the server that `GUARD_TEST_POSTGRES` names.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "a module of test files, each of which uses a part of it"
)]

use tokio_postgres::{Client, NoTls};

/// An empty database. It is dropped by [`Database::drop`]; one that a failed test leaves goes with its server.
#[derive(Debug)]
pub struct Database {
    pub url: String,
    name: String,
    server: String,
}

impl Database {
    /// Makes it.
    ///
    /// # Panics
    /// Without a Postgres: a test that passes without one would say something that nobody has seen.
    pub async fn create() -> Self {
        let server = std::env::var("GUARD_TEST_POSTGRES").unwrap_or_else(|_| {
            panic!(
                "set GUARD_TEST_POSTGRES to the URL of a Postgres whose user may create databases, or run \
                 `cargo xtask test`, which starts one"
            )
        });
        let name = format!("guard_test_{:032x}", rand::random::<u128>());
        run(&server, &format!("CREATE DATABASE {name}")).await;
        let url = with_database(&server, &name);
        Self { url, name, server }
    }

    /// Runs a statement in it.
    pub async fn execute(&self, statement: &str) {
        run(&self.url, statement).await;
    }

    /// Drops it, whoever is connected.
    pub async fn drop(self) {
        run(&self.server, &format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}

/// The URL with another database: what stands between the host and the parameters.
fn with_database(server: &str, name: &str) -> String {
    let (address, parameters) = server.split_once('?').map_or((server, ""), |(address, rest)| (address, rest));
    let host = address.match_indices('/').nth(2).map_or(address, |(slash, _)| &address[..slash]);
    let parameters = if parameters.is_empty() { String::new() } else { format!("?{parameters}") };
    format!("{host}/{name}{parameters}")
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("GUARD_TEST_POSTGRES can't be reached");
    tokio::spawn(connection);
    client
}

async fn run(url: &str, statement: &str) {
    connect(url).await.batch_execute(statement).await.unwrap();
}
