//! The log of a whole login holds no secret. Alone in its file: the log is the process's.

#[path = "support/log.rs"]
mod log;
mod support;
#[path = "support/wechat.rs"]
mod wechat;

use guard_protocol::paths;
use guard_server::demo::PASSWORD;
use log::Captured;
use serde_json::json;
use support::{encrypt, send};
use wechat::{FakeWeChat, MiniProgram};

#[tokio::test]
async fn the_log_holds_no_secret() {
    let captured = Captured::default();
    tracing_subscriber::fmt().json().with_env_filter("info,guard_server=trace").with_writer(captured.clone()).init();

    let wechat = FakeWeChat::default();
    let server = wechat::server(&wechat, |_| ()).await;
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
    let person = MiniProgram { unionid: Some("u-n1ghtingale"), ..MiniProgram::of(&server, &wechat, "o-n1ghtingale") };
    let shown = server.browser().await;
    let login_code = wechat.login("o-n1ghtingale", Some("u-n1ghtingale"));
    let open = json!({ "code": login_code, "scene": shown.random, "entry": 1047 });
    let opened = person.post(paths::MINI_PROGRAM_OPEN, &open).await;
    person.post(paths::MINI_PROGRAM_OPEN, &open).await.refused(401, 4113);
    let phone_code = wechat.phone("o-n1ghtingale", "13700137000");
    let more = json!({ "phoneCode": phone_code, "nickname": "n1ckname" });
    person.confirm(&opened.text("handshake"), &shown.number().await, more.clone()).await.data();
    person.post(paths::MINI_PROGRAM_CONFIRM, &json!({ "handshake": { "bad-shap3": 1 } })).await.refused(400, 2231);
    let shared = shown.redeem(&shown.poll().await.text("ticket")).await.text("token");
    server.me(&shared).await.data();
    let (other, _) = MiniProgram::of(&server, &wechat, "o-m0ckingbird")
        .log_in(json!({ "phoneCode": wechat.phone("o-m0ckingbird", "13700137000") }))
        .await;
    other.refused(409, 4117);
    let body = json!({ "handshake": opened.text("handshake") });
    person.post(paths::MINI_PROGRAM_LOG_OUT, &body).await.data();
    let open_handshake = opened.text("handshake");
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
        &login_code,
        &phone_code,
        &shown.random,
        &open_handshake,
        &shared,
        "c0de-",
        "13700137000",
        "n1ghtingale",
        "m0ckingbird",
        "n1ckname",
        "0123456789abcdef0123456789abcdef",
    ]
    .map(str::to_owned);
    server.stop().await;

    let log = captured.text();
    for expected in [
        "listening on",
        "\"login\"",
        "qr_confirmed",
        "account_made",
        "conflict",
        paths::QRCODE_USERINFO,
        "shutting down",
    ] {
        assert!(log.contains(expected), "{expected:?} is missing: the log was not captured");
    }
    for secret in &secrets {
        assert!(!log.contains(secret.as_str()), "{secret} is in the log");
    }
}
