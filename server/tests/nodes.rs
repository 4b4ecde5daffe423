//! Two servers over one Postgres, as behind a load balancer that sends each request wherever it likes.
#![cfg(feature = "postgres")]
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/database.rs"]
mod database;
mod support;

use std::time::{Duration, Instant};

use database::Database;
use guard_server::clock::ManualClock;
use guard_server::config::{self, Config};
use support::{Answer, Browser, Phone, START, Server, demo_config, send};
use tokio::task::JoinHandle;

struct Nodes {
    database: Database,
    clock: ManualClock,
    one: Server,
    two: Server,
}

impl Nodes {
    async fn start() -> Self {
        let database = Database::create().await;
        let clock = ManualClock::new(START);
        let (one, two) = tokio::join!(node(&database, &clock), node(&database, &clock));
        Self { database, clock, one, two }
    }

    async fn stop(self) {
        self.one.stop().await;
        self.two.stop().await;
        self.database.drop().await;
    }
}

async fn node(database: &Database, clock: &ManualClock) -> Server {
    let database = config::Database::parse(&database.url).unwrap();
    let server = Server::at(Config { database, ..demo_config() }, clock.clone()).await;
    assert_eq!(send(server.get("/healthz")).await.status, 200);
    server
}

/// The browser, as the load balancer sends it to another node.
fn at<'a>(node: &'a Server, browser: &Browser<'_>) -> Browser<'a> {
    let Browser { random, verifier, gene, .. } = browser;
    Browser { server: node, random: random.clone(), verifier: verifier.clone(), gene: gene.clone() }
}

/// The page of a browser whose node is gone, as the load balancer sends it to this one.
fn shown<'a>(node: &'a Server, (random, verifier, gene): &(String, String, Answer)) -> Browser<'a> {
    Browser { server: node, random: random.clone(), verifier: verifier.clone(), gene: gene.clone() }
}

/// A long poll that has begun to wait at the node.
async fn waiting(node: &Server, browser: &Browser<'_>, seq: u64) -> JoinHandle<Answer> {
    let before = node.wake.codes_waited_for();
    let poll = tokio::spawn(send(at(node, browser).poll_request(seq, 25)));
    while node.wake.codes_waited_for() == before {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // The look before the wait, which must not be what sees the change.
    tokio::time::sleep(Duration::from_millis(100)).await;
    poll
}

/// Waits until the node hears of what others change: its polls are woken by a scan at the other node.
async fn hears(node: &Server, other: &Server) {
    let probe = other.browser().await;
    let poll = waiting(node, &probe, 0).await;
    other.phone("chen").await.scan(&probe.random).await.data();
    assert_eq!(poll.await.unwrap().qr_status(), 1);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a Postgres, named by GUARD_TEST_POSTGRES; `cargo xtask test` starts one"]
async fn every_request_of_a_login_may_go_to_another_node() {
    let nodes = Nodes::start().await;
    let (one, two) = (&nodes.one, &nodes.two);
    assert_eq!(one.public_key().await, two.public_key().await);
    let browser = one.browser().await;
    let token = one.phone("lin").await.token;
    let phone = Phone { server: two, token };
    let handshake = phone.scan(&browser.random).await.text("handshake");
    let number = browser.number().await;
    two.confirm(&handshake, Some(&number)).await.data();
    let ticket = browser.poll().await.text("ticket");
    let token = at(two, &browser).redeem(&ticket).await.text("token");
    assert_eq!(browser.redeem(&ticket).await.text("token"), token, "repeated at the other node");
    assert_eq!(one.me(&token).await.data()["username"], "lin");
    assert_eq!(two.outcome(&handshake, 0).await.data()["loggedIn"], true);
    nodes.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a Postgres, named by GUARD_TEST_POSTGRES; `cargo xtask test` starts one"]
async fn news_reach_the_other_node_within_a_second() {
    let nodes = Nodes::start().await;
    let (one, two) = (&nodes.one, &nodes.two);
    hears(one, two).await;
    let browser = one.browser().await;
    let phone = two.phone("lin").await;

    let poll = waiting(one, &browser, 0).await;
    let started = Instant::now();
    let handshake = phone.scan(&browser.random).await.text("handshake");
    assert_eq!(poll.await.unwrap().qr_status(), 1);
    assert!(started.elapsed() < Duration::from_secs(1), "scan: {:?}", started.elapsed());

    let number = browser.number().await;
    let poll = waiting(one, &browser, 1).await;
    let started = Instant::now();
    two.confirm(&handshake, Some(&number)).await.data();
    let ticket = poll.await.unwrap().text("ticket");
    assert!(started.elapsed() < Duration::from_secs(1), "consent: {:?}", started.elapsed());
    browser.redeem(&ticket).await.data();
    nodes.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a Postgres, named by GUARD_TEST_POSTGRES; `cargo xtask test` starts one"]
async fn what_was_changed_while_a_node_could_not_hear_is_seen_when_it_hears_again() {
    let nodes = Nodes::start().await;
    let (one, two) = (&nodes.one, &nodes.two);
    hears(one, two).await;
    let browser = one.browser().await;
    let phone = two.phone("lin").await;
    let poll = waiting(one, &browser, 0).await;
    // Whoever listens is cut off, and the scan falls into the gap.
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    nodes.database.execute(cut).await;
    let started = Instant::now();
    phone.scan(&browser.random).await.data();
    assert_eq!(poll.await.unwrap().qr_status(), 1);
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    nodes.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a Postgres, named by GUARD_TEST_POSTGRES; `cargo xtask test` starts one"]
async fn a_rolling_restart_loses_no_login() {
    let mut nodes = Nodes::start().await;
    let browser = nodes.one.browser().await;
    let (random, verifier, gene) = (browser.random.clone(), browser.verifier.clone(), browser.gene.clone());
    let token = nodes.one.phone("lin").await.token;
    let handshake = Phone { server: &nodes.one, token: token.clone() }.scan(&random).await.text("handshake");
    let poll = waiting(&nodes.one, &browser, 1).await;

    // The first node is replaced while the browser waits at it: the poll is answered, and goes on at the other.
    let new = node(&nodes.database, &nodes.clock).await;
    std::mem::replace(&mut nodes.one, new).stop().await;
    assert_eq!(poll.await.unwrap().qr_status(), 1);
    let page = (random, verifier, gene);
    let number = shown(&nodes.two, &page).number().await;
    nodes.two.confirm(&handshake, Some(&number)).await.data();

    // Then the second, between consent and redeem.
    let new = node(&nodes.database, &nodes.clock).await;
    std::mem::replace(&mut nodes.two, new).stop().await;
    let ticket = shown(&nodes.one, &page).poll().await.text("ticket");
    let session = shown(&nodes.two, &page).redeem(&ticket).await.text("token");
    assert_eq!(nodes.one.me(&session).await.data()["username"], "lin");
    assert_eq!(nodes.two.me(&token).await.data()["username"], "lin", "the phone's session lives on, too");
    nodes.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a Postgres, named by GUARD_TEST_POSTGRES; `cargo xtask test` starts one"]
async fn connections_that_the_database_cuts_come_back_by_themselves() {
    let nodes = Nodes::start().await;
    let browser = nodes.one.browser().await;
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    nodes.database.execute(cut).await;
    // Until the pool has noticed, a request may fail; none hangs.
    let started = Instant::now();
    while send(browser.poll_request(0, 0)).await.status != 200 {
        assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    }
    browser.authorize("lin").await;
    nodes.stop().await;
}
