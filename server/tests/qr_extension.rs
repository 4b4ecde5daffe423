//! QR codes with the hardened extension: verifier, long poll, number, abandon, redeem.

mod support;

use std::time::{Duration, Instant};

use guard_protocol::paths;
use guard_server::wake::Wake as _;
use serde_json::json;
use support::{Server, plain_config, send};

#[tokio::test]
async fn the_whole_loop() {
    let server = Server::start().await;
    let browser = server.browser().await;
    assert_eq!((browser.random.len(), browser.gene.data()["seq"].as_u64()), (22, Some(0)));
    assert_eq!(browser.gene.data()["interval"], 2);
    assert_eq!(browser.gene.text("customLogo"), format!("{}/demo/logo.svg", server.url));
    assert_eq!(browser.gene.text("text"), format!("{}/m/{}", server.url, browser.random));
    assert!(browser.gene.text("text").len() <= 58);

    server.pass(7);
    let waiting = browser.poll().await;
    assert_eq!((waiting.qr_status(), &waiting.data()["expiresIn"]), (0, &json!(113)));

    let phone = server.phone("lin").await;
    let scanned = phone.scan(&browser.random).await;
    let context = &scanned.data()["context"];
    assert_eq!((&context["appName"], &context["age"]), (&json!("Shanlan"), &json!(7)));
    assert_eq!(context["network"], "127.0.0.*");
    let check = browser.poll().await;
    assert_eq!((check.qr_status(), check.data()["seq"].as_u64()), (1, Some(1)));
    assert_eq!(check.data()["userInfo"]["nickname"], "林*");
    assert_eq!(check.data()["ticket"], json!(null));
    let number = check.text("matchNumber");
    let choices: Vec<_> = scanned.data()["choices"].as_array().unwrap().iter().map(|c| c.as_str().unwrap()).collect();
    assert!(choices.len() == 3 && choices.contains(&number.as_str()), "{choices:?} {number}");

    let handshake = scanned.text("handshake");
    assert_eq!(server.confirm(&handshake, Some(&number)).await.qr_status(), 2);
    let done = browser.poll().await;
    assert_eq!((done.qr_status(), &done.data()["expiresIn"]), (2, &json!(60)));
    let user = browser.redeem(&done.text("ticket")).await;
    assert_eq!(server.me(&user.text("token")).await.data()["email"], "lin@shanlan.cn");
}

/// Waits until a poll waits.
async fn begun(server: &Server) {
    while server.wake.codes_waited_for() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_long_poll_answers_when_the_code_changes() {
    let server = Server::start().await;
    let browser = server.browser().await;
    let phone = server.phone("lin").await;
    let started = Instant::now();
    let (answer, ()) = tokio::join!(send(browser.poll_request(0, 20)), async {
        begun(&server).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        phone.scan(&browser.random).await.data();
    });
    assert_eq!((answer.qr_status(), answer.data()["seq"].as_u64()), (1, Some(1)));
    assert!((200..15_000).contains(&started.elapsed().as_millis()), "{:?}", started.elapsed());
    assert_eq!(server.wake.codes_waited_for(), 0);
    // The caller is behind: no wait.
    assert_eq!(send(browser.poll_request(0, 20)).await.qr_status(), 1);
}

#[tokio::test]
async fn a_long_poll_answers_when_the_wait_or_the_code_is_over() {
    let server = Server::start().await;
    let browser = server.browser().await;
    let started = Instant::now();
    assert_eq!(send(browser.poll_request(0, 1)).await.qr_status(), 0);
    assert!(started.elapsed() >= Duration::from_secs(1));
    server.pass(119);
    server.clock.advance(700);
    let started = Instant::now();
    let (answer, ()) = tokio::join!(send(browser.poll_request(0, 20)), async {
        begun(&server).await;
        server.clock.advance(300);
    });
    assert_eq!(answer.qr_status(), -1);
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
    assert_eq!(send(browser.poll_request(0, 20)).await.qr_status(), -1, "an ended code does not wait");
}

#[tokio::test]
async fn a_wake_up_from_outside_makes_a_poll_look_again() {
    // As with a second node: the store is changed, and the news comes over another way.
    let server = Server::start().await;
    let browser = server.browser().await;
    let phone = server.phone("lin").await;
    let (answer, ()) = tokio::join!(send(browser.poll_request(0, 20)), async {
        begun(&server).await;
        server.wake.publish(&browser.random);
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(server.wake.codes_waited_for(), 1, "nothing had changed, so the poll waits on");
        phone.scan(&browser.random).await.data();
    });
    assert_eq!(answer.qr_status(), 1);
}

#[tokio::test]
async fn a_client_that_goes_away_frees_its_poll() {
    let server = Server::start().await;
    let browser = server.browser().await;
    let gone = browser.poll_request(0, 20).timeout(Duration::from_millis(200)).send().await;
    assert!(gone.is_err());
    for _ in 0..100 {
        if server.wake.codes_waited_for() == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the poll is still waiting");
}

#[tokio::test]
async fn without_the_verifier_there_is_nothing_to_get() {
    let server = Server::with(plain_config()).await;
    let browser = server.browser().await;
    let other = server.browser().await;
    for (verifier, random) in [(&other.verifier, &browser.random), (&String::new(), &browser.random)] {
        let body = json!({ "random": random, "verifier": verifier, "seq": 9, "wait": 0 });
        send(server.post(paths::QRCODE_CHECK, &body)).await.refused(403, 4103);
        send(server.post(paths::QRCODE_ABANDON, &body)).await.refused(403, 4103);
    }
    let plain = server.plain_code().await;
    let body = json!({ "random": plain, "verifier": browser.verifier });
    send(server.post(paths::QRCODE_CHECK, &body)).await.refused(403, 4103);

    let (_, ticket) = browser.authorize("lin").await;
    server.redeem(&ticket, None).await.refused(403, 4103);
    server.redeem(&ticket, Some(&other.verifier)).await.refused(403, 4103);
    browser.redeem(&ticket).await.data();
    server.redeem(&ticket, None).await.refused(403, 4103);
}

#[tokio::test]
async fn the_plain_check_of_a_challenged_code_tells_the_status_alone() {
    let server = Server::start().await;
    let browser = server.browser().await;
    let look = async |status: i64| {
        let check = server.plain_check(&browser.random).await;
        assert_eq!(check.qr_status(), status);
        assert_eq!(check.data()["ticket"], json!(null));
        assert_eq!(check.data()["userInfo"], json!({}));
        for field in ["matchNumber", "seq"] {
            assert_eq!(check.data().get(field), None, "{field}");
        }
    };
    look(0).await;
    let handshake = server.phone("lin").await.scan(&browser.random).await.text("handshake");
    look(1).await;
    server.confirm(&handshake, Some(&browser.number().await)).await.data();
    look(2).await;
    let ticket = browser.poll().await.text("ticket");
    browser.redeem(&ticket).await.data();
    look(2).await;
    // Nor do the phone's plain calls work on it.
    let lin = server.phone("lin").await;
    let fresh = server.browser().await;
    lin.scan(&fresh.random).await.data();
    lin.post(paths::QRCODE_CONFIRM, &json!({ "random": fresh.random })).await.refused(409, 4109);
}

#[tokio::test]
async fn a_code_given_up_cannot_be_confirmed_or_redeemed() {
    let server = Server::start().await;
    let browser = server.browser().await;
    let handshake = server.phone("lin").await.scan(&browser.random).await.text("handshake");
    let number = browser.number().await;
    // As sendBeacon sends it.
    let body = json!({ "random": browser.random, "verifier": browser.verifier }).to_string();
    let beacon = server.http.post(format!("{}{}", server.url, paths::QRCODE_ABANDON));
    send(beacon.header("content-type", "text/plain;charset=UTF-8").body(body)).await.data();
    server.confirm(&handshake, Some(&number)).await.refused(410, 4110);
    assert_eq!(browser.poll().await.qr_status(), -1);
    browser.abandon().await.data();

    let browser = server.browser().await;
    let (handshake, ticket) = browser.authorize("lin").await;
    browser.abandon().await.data();
    browser.redeem(&ticket).await.refused(410, 4110);
    server.confirm(&handshake, None).await.refused(410, 4110);
}

#[tokio::test]
async fn giving_up_an_ended_code_changes_nothing() {
    let server = Server::start().await;
    let browser = server.browser().await;
    let (_, ticket) = browser.authorize("lin").await;
    let first = browser.redeem(&ticket).await;
    browser.abandon().await.data();
    assert_eq!(browser.redeem(&ticket).await.data(), first.data(), "a page that closes must not undo its login");
    let browser = server.browser().await;
    let handshake = server.phone("lin").await.scan(&browser.random).await.text("handshake");
    server.cancel(&handshake).await.data();
    browser.abandon().await.data();
    assert_eq!(browser.poll().await.qr_status(), 3);
}

#[tokio::test]
async fn a_redeem_may_be_repeated_until_its_time_is_over() {
    let server = Server::start().await;
    let browser = server.browser().await;
    let (_, ticket) = browser.authorize("lin").await;
    let first = browser.redeem(&ticket).await;
    server.pass(59);
    assert_eq!(browser.redeem(&ticket).await.data(), first.data());
    server.pass(1);
    browser.redeem(&ticket).await.refused(410, 4110);
    // Redeemed in the last second, 30 s more.
    let browser = server.browser().await;
    let (_, ticket) = browser.authorize("lin").await;
    server.pass(59);
    let first = browser.redeem(&ticket).await;
    server.pass(29);
    assert_eq!(browser.redeem(&ticket).await.data(), first.data());
    server.pass(1);
    browser.redeem(&ticket).await.refused(410, 4110);
}

#[tokio::test]
async fn a_redeem_may_be_repeated_for_30_s_with_the_same_answer() {
    let mut config = support::demo_config();
    config.qr.redeem_s = 30;
    let server = Server::with(config).await;
    let browser = server.browser().await;
    let (_, ticket) = browser.authorize("lin").await;
    let first = browser.redeem(&ticket).await;
    server.pass(29);
    let second = browser.redeem(&ticket).await;
    assert_eq!(first.data(), second.data());
    assert_eq!(browser.poll().await.text("ticket"), ticket, "a lost answer can be asked for again");
    server.pass(1);
    browser.redeem(&ticket).await.refused(410, 4110);
    assert_eq!(browser.poll().await.qr_status(), -1);
    assert_eq!(server.me(&first.text("token")).await.data()["username"], "lin", "the login itself goes on");
}

#[tokio::test]
async fn a_confirmed_code_must_be_redeemed_in_time() {
    let server = Server::start().await;
    let browser = server.browser().await;
    let (_, ticket) = browser.authorize("lin").await;
    server.pass(59);
    assert_eq!(browser.poll().await.qr_status(), 2);
    server.pass(1);
    assert_eq!(browser.poll().await.qr_status(), -1);
    browser.redeem(&ticket).await.refused(410, 4110);
    browser.redeem("no such ticket").await.refused(410, 4110);
}
