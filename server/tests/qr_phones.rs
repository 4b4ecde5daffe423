//! Phones and a code: the moves that they may make, and who wins when several try at once.

mod support;

use std::future::Future;

use guard_protocol::paths;
use guard_server::config::Config;
use guard_server::store::{CodeStore as _, Scan, Scanned};
use serde_json::json;
use support::{Answer, START, Server, demo_config};

/// Runs `work` sixteen times at once.
async fn sixteen<F: Future<Output = Answer> + Send + 'static>(work: impl Fn(usize) -> F) -> Vec<Answer> {
    let tasks: Vec<_> = (0..16).map(|n| tokio::spawn(work(n))).collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.expect("a request panicked"));
    }
    answers
}

fn winners(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.status == 200 && answer.code() == 200).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_phones_at_once_one_wins_the_scan() {
    let server: &'static Server = Box::leak(Box::new(Server::start().await));
    let tokens = [server.phone("lin").await.token, server.phone("chen").await.token];
    for _ in 0..5 {
        let browser = server.browser().await;
        let random: &'static str = Box::leak(browser.random.clone().into_boxed_str());
        let phones = tokens.clone();
        let answers = sixteen(move |n| {
            let token = phones[n % 2].clone();
            async move { support::Phone { server, token }.scan(random).await }
        })
        .await;
        // The same phone may scan again; so the account of all winners must be one, and of all losers the other.
        let by = |side: usize| winners(&answers.iter().skip(side).step_by(2).cloned().collect::<Vec<_>>());
        let (lin, chen) = (by(0), by(1));
        assert!((lin == 0) != (chen == 0), "lin {lin}, chen {chen}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirm_counts_once_however_often_it_is_sent() {
    let server: &'static Server = Box::leak(Box::new(Server::start().await));
    let browser = server.browser().await;
    let handshake = server.phone("lin").await.scan(&browser.random).await.text("handshake");
    let number = browser.number().await;
    let answers = sixteen(move |_| {
        let (handshake, number) = (handshake.clone(), number.clone());
        async move { server.confirm(&handshake, Some(&number)).await }
    })
    .await;
    assert_eq!(winners(&answers), 16, "a repeated confirm is answered the same");
    assert_eq!(browser.poll().await.data()["seq"], 2, "but the code changed once");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_confirm_and_cancel_at_once_one_wins() {
    let server: &'static Server = Box::leak(Box::new(Server::start().await));
    for _ in 0..5 {
        let browser = server.browser().await;
        let handshake = server.phone("lin").await.scan(&browser.random).await.text("handshake");
        let number = browser.number().await;
        let answers = sixteen(move |n| {
            let (handshake, number) = (handshake.clone(), number.clone());
            async move {
                if n % 2 == 0 {
                    server.confirm(&handshake, Some(&number)).await
                } else {
                    server.cancel(&handshake).await
                }
            }
        })
        .await;
        assert_eq!(winners(&answers), 8, "all of one kind");
        let end = browser.poll().await;
        assert_eq!(end.data()["seq"], 2);
        assert_eq!(end.qr_status(), if answers[0].status == 200 { 2 } else { 3 });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redeem_makes_one_session_however_often_it_is_sent() {
    let server: &'static Server = Box::leak(Box::new(Server::start().await));
    let browser = server.browser().await;
    let (_, ticket) = browser.authorize("lin").await;
    let verifier = browser.verifier.clone();
    let answers = sixteen(move |_| {
        let (ticket, verifier) = (ticket.clone(), verifier.clone());
        async move { server.redeem(&ticket, Some(&verifier)).await }
    })
    .await;
    assert_eq!(winners(&answers), 16);
    assert!(answers.iter().all(|answer| answer.text("token") == answers[0].text("token")));
    assert_eq!(browser.poll().await.data()["seq"], 3, "consumed once");
}

#[tokio::test]
async fn a_scan_just_before_the_end_leaves_time_to_confirm() {
    let server = Server::start().await;
    let browser = server.browser().await;
    server.pass(119);
    let scanned = server.phone("lin").await.scan(&browser.random).await;
    assert_eq!(scanned.data()["expiresIn"], 90);
    server.pass(89);
    assert_eq!(browser.poll().await.qr_status(), 1);
    let number = browser.number().await;
    server.confirm(&scanned.text("handshake"), Some(&number)).await.data();

    let early = server.browser().await;
    let scanned = server.phone("lin").await.scan(&early.random).await;
    assert_eq!(scanned.data()["expiresIn"], 120, "a scan never shortens");
}

#[tokio::test]
async fn a_confirm_after_the_end_is_refused() {
    let server = Server::start().await;
    let browser = server.browser().await;
    let handshake = server.phone("lin").await.scan(&browser.random).await.text("handshake");
    let number = browser.number().await;
    server.pass(120);
    server.confirm(&handshake, Some(&number)).await.refused(410, 4110);
    server.cancel(&handshake).await.refused(410, 4110);
    assert_eq!(browser.poll().await.qr_status(), -1);
}

#[tokio::test]
async fn a_second_phone_is_refused_and_cannot_kill_the_code_alone() {
    let server = Server::start().await;
    let browser = server.browser().await;
    let scanned = server.phone("lin").await.scan(&browser.random).await;
    let number = browser.number().await;
    let stranger = server.phone("chen").await;
    for _ in 0..5 {
        let refused = stranger.scan(&browser.random).await;
        refused.refused(409, 4109);
        assert_eq!(refused.body["data"], json!(null), "nothing about the first phone");
    }
    assert_eq!(browser.poll().await.qr_status(), 1, "one stranger is one phone, however often it tries");
    server.confirm(&scanned.text("handshake"), Some(&number)).await.data();
}

#[tokio::test]
async fn the_third_other_phone_kills_the_code() {
    let dir = tempfile::tempdir().unwrap();
    let database = dir.path().join("guard.db");
    let server = Server::with(Config { database: database.clone().into(), ..demo_config() }).await;
    let browser = server.browser().await;
    let scanned = server.phone("lin").await.scan(&browser.random).await;
    // The demo has two users only: the further phones come through a store on the same file.
    let store = guard_server::store::sqlite::Sqlite::open(database.to_str().unwrap()).unwrap();
    for phone in [1, 2] {
        let phone_ref = [phone; 32];
        let outcome = store.scan(stranger(&browser.random, phone_ref)).await.unwrap();
        assert_eq!(outcome, Scanned::Taken { killed: false });
    }
    let third = server.phone("chen").await;
    third.scan(&browser.random).await.refused(409, 4109);
    assert_eq!(browser.poll().await.qr_status(), -1);
    server.confirm(&scanned.text("handshake"), Some("10")).await.refused(410, 4110);
    third.scan(&browser.random).await.refused(410, 4110);
}

fn stranger(random: &str, phone_ref: [u8; 32]) -> Scan {
    Scan {
        id: random.to_owned(),
        phone_ref,
        earlier: None,
        handshake_hash: phone_ref,
        user_id: Some("demo-chen".to_owned()),
        person: None,
        numbers: Vec::new(),
        place: 0,
        now: START,
        extension: 0,
    }
}

#[tokio::test]
async fn a_wrong_handshake_does_not_prove_the_same_phone() {
    let server = Server::start().await;
    let browser = server.browser().await;
    server.phone("lin").await.scan(&browser.random).await.data();
    server.phone("chen").await.scan_again(&browser.random, "made up").await.refused(409, 4109);
}

#[tokio::test]
async fn a_phone_may_change_the_account_with_its_handshake() {
    let server = Server::start().await;
    let browser = server.browser().await;
    let first = server.phone("lin").await.scan(&browser.random).await;
    let number = browser.number().await;
    server.pass(10);
    let chen = server.phone("chen").await;
    let second = chen.scan_again(&browser.random, &first.text("handshake")).await;
    assert_eq!(second.data()["choices"], first.data()["choices"], "the number stays");
    assert_eq!(browser.number().await, number);
    let check = browser.poll().await;
    assert_eq!((check.data()["seq"].as_u64(), &check.data()["userInfo"]["nickname"]), (Some(2), &json!("A*n")));

    server.confirm(&first.text("handshake"), Some(&number)).await.refused(409, 4109);
    server.cancel(&first.text("handshake")).await.refused(409, 4109);
    server.confirm(&second.text("handshake"), Some(&number)).await.data();
    let user = browser.redeem(&browser.poll().await.text("ticket")).await;
    assert_eq!(user.data()["username"], "chen");
}

#[tokio::test]
async fn the_same_phone_may_scan_again_and_its_old_handshake_dies() {
    let server = Server::start().await;
    let browser = server.browser().await;
    let lin = server.phone("lin").await;
    let first = lin.scan(&browser.random).await;
    server.pass(30);
    let second = lin.scan(&browser.random).await;
    assert_eq!(second.data()["expiresIn"], 90, "a repeated scan wins no time");
    let number = browser.number().await;
    server.confirm(&first.text("handshake"), Some(&number)).await.refused(409, 4109);
    server.confirm(&second.text("handshake"), Some(&number)).await.data();
    // Confirming again is fine, scanning again is not.
    server.confirm(&second.text("handshake"), Some(&number)).await.data();
    lin.scan(&browser.random).await.refused(409, 4109);
    server.cancel(&second.text("handshake")).await.refused(409, 4109);
}

#[tokio::test]
async fn a_wrong_number_stops_the_login_at_once() {
    let server = Server::start().await;
    let browser = server.browser().await;
    let scanned = server.phone("lin").await.scan(&browser.random).await;
    let handshake = scanned.text("handshake");
    let number = browser.number().await;
    let missing = server.confirm(&handshake, None).await;
    missing.refused(400, 2231);
    assert!(missing.body["message"].as_str().unwrap().contains("`number`"), "{missing:?}");
    assert_eq!(browser.poll().await.qr_status(), 1, "a missing number is a malformed request, not a wrong choice");
    let wrong = scanned.data()["choices"].as_array().unwrap().iter().find(|choice| **choice != json!(number)).unwrap();
    server.confirm(&handshake, wrong.as_str()).await.refused(403, 4111);
    assert_eq!(browser.poll().await.qr_status(), 3);
    server.confirm(&handshake, Some(&number)).await.refused(410, 4110);
}

#[tokio::test]
async fn declining_ends_the_code() {
    let server = Server::start().await;
    let browser = server.browser().await;
    let handshake = server.phone("lin").await.scan(&browser.random).await.text("handshake");
    assert_eq!(server.cancel(&handshake).await.qr_status(), 3);
    assert_eq!(server.cancel(&handshake).await.qr_status(), 3, "declining twice is declining");
    assert_eq!(browser.poll().await.qr_status(), 3);
    server.confirm(&handshake, Some("10")).await.refused(410, 4110);
    let lost = server.phone("lin").await.post(paths::QRCODE_CANCEL, &json!({})).await;
    lost.refused(400, 2231);
}
