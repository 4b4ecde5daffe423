//! What the phone hears after it has agreed: logged in only once the computer has it.

mod support;

use std::time::Duration;

use guard_protocol::paths;
use serde_json::json;
use support::{Browser, Server, plain_config, send};

/// Lets the phone agree; answers its handshake.
async fn confirmed(server: &Server, browser: &Browser<'_>) -> String {
    let handshake = server.phone("lin").await.scan(&browser.random).await.text("handshake");
    server.confirm(&handshake, Some(&browser.number().await)).await.data();
    handshake
}

#[tokio::test]
async fn the_phone_hears_of_the_login_once_the_computer_has_it() {
    let server = Server::start().await;
    let browser = server.browser().await;
    let handshake = confirmed(&server, &browser).await;
    let before = server.outcome(&handshake, 0).await;
    assert_eq!((before.qr_status(), &before.data()["loggedIn"]), (2, &json!(false)));
    assert_eq!(before.data()["expiresIn"], 60);
    let ticket = browser.poll().await.text("ticket");
    let (heard, ()) = tokio::join!(server.outcome(&handshake, 20), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        browser.redeem(&ticket).await.data();
    });
    assert_eq!((heard.qr_status(), &heard.data()["loggedIn"]), (2, &json!(true)));
    assert_eq!(heard.text("description"), "consumed");
    server.pass(3_600);
    assert_eq!(server.outcome(&handshake, 20).await.data()["loggedIn"], true, "a phone that slept hears it, too");
}

#[tokio::test]
async fn a_login_that_the_computer_gives_up_or_does_not_fetch_is_over_for_the_phone() {
    let server = Server::start().await;
    let browser = server.browser().await;
    let handshake = confirmed(&server, &browser).await;
    let (heard, ()) = tokio::join!(server.outcome(&handshake, 20), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        browser.abandon().await.data();
    });
    assert_eq!((heard.qr_status(), &heard.data()["loggedIn"]), (-1, &json!(false)));

    let browser = server.browser().await;
    let handshake = confirmed(&server, &browser).await;
    server.pass(60);
    assert_eq!(server.outcome(&handshake, 20).await.qr_status(), -1);
}

#[tokio::test]
async fn only_the_handshake_of_the_scan_hears_it() {
    let server = Server::start().await;
    let browser = server.browser().await;
    let phone = server.phone("lin").await;
    let old = phone.scan(&browser.random).await.text("handshake");
    phone.scan_again(&browser.random, &old).await.data();
    server.outcome(&old, 0).await.refused(409, 4109);
    server.outcome("no such handshake", 0).await.refused(409, 4109);
    let body = json!({ "random": browser.random });
    assert_eq!(send(server.post(paths::QRCODE_OUTCOME, &body)).await.status, 400);
}

#[tokio::test]
async fn of_a_plain_code_the_server_cannot_know_who_has_the_login() {
    let server = Server::with(plain_config()).await;
    let random = server.plain_code().await;
    let phone = server.phone("lin").await;
    let handshake = phone.scan(&random).await.text("handshake");
    phone.post(paths::QRCODE_CONFIRM, &json!({ "random": random })).await.data();
    let heard = server.outcome(&handshake, 20).await;
    assert_eq!((heard.qr_status(), heard.data().get("loggedIn")), (2, None));
}
