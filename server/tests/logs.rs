//! The log of a whole login holds no secret. Alone in its file: the log is the process's.

#[path = "support/log.rs"]
mod log;
mod support;

use guard_protocol::paths;
use guard_server::demo::PASSWORD;
use log::Captured;
use serde_json::json;
use support::{Server, encrypt, send};

#[tokio::test]
async fn the_log_holds_no_secret() {
    let captured = Captured::default();
    tracing_subscriber::fmt().json().with_env_filter("info,guard_server=trace").with_writer(captured.clone()).init();

    let server = Server::start().await;
    let cipher = encrypt(&server.public_key().await, PASSWORD);
    let login = send(server.post(paths::LOGIN_ACCOUNT, &json!({ "account": "lin", "password": cipher }))).await;
    server.log_in("lin@shanlan.cn", "wr0ng-pass").await.refused(200, 2333);
    send(server.post(paths::LOGIN_ACCOUNT, &json!({ "account": "lin", "password": { "bad-shap3": 1 } }))).await;
    let browser = server.browser().await;
    let (handshake, ticket) = browser.authorize("lin").await;
    let qr = browser.redeem(&ticket).await;
    server.redeem(&ticket, Some("wr0ng-verifier")).await.refused(403, 4103);
    server.me(&login.text("token")).await.data();
    send(server.get(&format!("/api/v2/qrcode/check?random=x&ticket={ticket}"))).await;
    send(server.get(&format!("/m/{}?token={ticket}", browser.random))).await;
    let phone = server.phone("lin").await.token;
    let stranger = server.browser().await;
    server.phone("lin").await.scan(&stranger.random).await.data();
    server.phone("chen").await.scan(&stranger.random).await.refused(409, 4109);
    let (login_token, qr_token) = (login.text("token"), qr.text("token"));
    let secrets = [
        PASSWORD,
        &cipher,
        "wr0ng-pass",
        "bad-shap3",
        "wr0ng-verifier",
        &browser.verifier,
        &browser.random,
        &handshake,
        &ticket,
        &login_token,
        &qr_token,
        &phone,
        "lin@shanlan.cn",
        "13800000001",
    ]
    .map(str::to_owned);
    server.stop().await;

    let log = captured.text();
    for expected in ["listening on", "\"login\"", "qr_confirmed", paths::QRCODE_USERINFO, "shutting down"] {
        assert!(log.contains(expected), "{expected:?} is missing: the log was not captured");
    }
    for secret in &secrets {
        assert!(!log.contains(secret.as_str()), "{secret} is in the log");
    }
}
