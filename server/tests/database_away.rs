//! A Postgres that is away: calls fail soon and in clear words, and succeed again when it is back.
#![cfg(feature = "postgres")]
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/database.rs"]
mod database;

use std::time::{Duration, Instant};

use database::Database;
use guard_server::store::postgres::Postgres;
use guard_server::store::{KeyStore as _, Store as _, StoreError};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Longer than any call may take.
const SOON: Duration = Duration::from_secs(8);

/// A way to the database that can be blocked: what is sent then arrives nowhere, as behind a dead switch.
struct Road {
    url: String,
    open: watch::Sender<bool>,
}

impl Road {
    async fn to(database: &Database) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (before, rest) = database.url.split_once('@').unwrap();
        let (target, path) = rest.split_once('/').unwrap();
        let url = format!("{before}@{}/{path}", listener.local_addr().unwrap());
        let (open, is_open) = watch::channel(true);
        let target = target.to_owned();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(carry(client, target.clone(), is_open.clone()));
            }
        });
        Self { url, open }
    }
}

/// Carries both ways until the road is blocked; then nothing, though nobody hangs up.
async fn carry(mut client: TcpStream, target: String, mut is_open: watch::Receiver<bool>) {
    if *is_open.borrow() {
        let mut server = TcpStream::connect(target).await.unwrap();
        tokio::select! {
            _ = tokio::io::copy_bidirectional(&mut client, &mut server) => return,
            _ = is_open.wait_for(|open| !open) => {}
        }
    }
    std::future::pending::<()>().await;
}

fn assert_unreachable<T: std::fmt::Debug>(answer: Result<T, StoreError>, started: Instant) {
    assert!(matches!(answer, Err(StoreError::Unreachable { .. })), "{answer:?}");
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_server_does_not_start_without_its_database() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = silent.local_addr().unwrap().port();
    let url = format!("postgres://guard:s3cret@127.0.0.1:{port}/guard?sslmode=disable");
    let started = Instant::now();
    assert_unreachable(Postgres::open(&url, 1).await, started);
    drop(silent);
    let refused = Postgres::open(&url, 1).await.unwrap_err().to_string();
    assert!(refused.contains(&format!("127.0.0.1:{port}/guard")) && refused.contains("`database`"), "{refused}");
    assert!(!refused.contains("s3cret"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a Postgres, named by GUARD_TEST_POSTGRES; `cargo xtask test` starts one"]
async fn calls_fail_soon_while_the_database_is_silent_and_succeed_when_it_is_back() {
    let database = Database::create().await;
    let road = Road::to(&database).await;
    let store = Postgres::open(&road.url, 2).await.unwrap();
    store.keep_key("a", b"1").await.unwrap();

    road.open.send_replace(false);
    let started = Instant::now();
    assert_unreachable(store.key("a").await, started);
    // Without a connection of before, too.
    let started = Instant::now();
    assert_unreachable(store.key("a").await, started);
    let started = Instant::now();
    assert!(store.ping().await.is_err());
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());

    road.open.send_replace(true);
    assert_eq!(store.key("a").await.unwrap(), Some(b"1".to_vec()));
    drop(store);
    database.drop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a Postgres, named by GUARD_TEST_POSTGRES; `cargo xtask test` starts one"]
async fn a_database_of_a_newer_server_is_left_alone() {
    let database = Database::create().await;
    drop(Postgres::open(&database.url, 1).await.unwrap());
    drop(Postgres::open(&database.url, 1).await.unwrap());
    database.execute("INSERT INTO schema_version VALUES (999)").await;
    let refused = Postgres::open(&database.url, 1).await;
    assert!(matches!(refused, Err(StoreError::TooNew { found: 999, .. })), "{refused:?}");
    database.drop().await;
}
