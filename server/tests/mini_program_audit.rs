//! The audit log of logins by a mini program. Alone in its file: the log is the process's.

#[path = "support/log.rs"]
mod log;
mod support;
#[path = "support/wechat.rs"]
mod wechat;

use guard_protocol::paths;
use log::Captured;
use serde_json::{Value, json};
use wechat::{ALBUM, FakeWeChat, MiniProgram};

#[tokio::test]
async fn every_event_of_a_person_of_wechat_is_told() {
    let captured = Captured::default();
    let log = tracing_subscriber::fmt().json().flatten_event(true).with_env_filter("info");
    log.with_writer(captured.clone()).init();

    let wechat = FakeWeChat::default();
    let server = wechat::server(&wechat, |_| ()).await;
    let lin = MiniProgram::of(&server, &wechat, "o-lin");
    let browser = server.browser().await;
    lin.open_with(&browser.random, json!({ "entry": ALBUM })).await.data();
    let handshake = lin.open(&browser.random).await.text("handshake");
    lin.confirm(&handshake, &browser.number().await, json!({})).await.data();
    let user = browser.redeem(&browser.poll().await.text("ticket")).await.text("id");
    // Known by now; the number comes later, and so does the unionid.
    let with_unionid = MiniProgram { unionid: Some("u-lin"), ..lin.clone() };
    with_unionid.log_in(lin.phone("13800138000")).await;
    let chen = MiniProgram::of(&server, &wechat, "o-chen");
    chen.log_in(chen.phone("13800138000")).await.0.refused(409, 4117);
    let declined = server.browser().await;
    let refusing = lin.open(&declined.random).await.text("handshake");
    lin.post(paths::MINI_PROGRAM_CANCEL, &json!({ "handshake": refusing })).await.data();
    let mismatched = server.browser().await;
    let careless = lin.open(&mismatched.random).await.text("handshake");
    let wrong = if mismatched.number().await == "10" { "11" } else { "10" };
    lin.confirm(&careless, wrong, json!({})).await.refused(403, 4111);
    for _ in 0..2 {
        lin.post(paths::MINI_PROGRAM_LOG_OUT, &json!({ "handshake": handshake })).await.data();
    }
    drop((browser, declined, mismatched));
    server.stop().await;

    let lines: Vec<Value> =
        captured.text().lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
    let told: Vec<_> = lines
        .iter()
        .filter(|line| line["target"] == "audit" && line["event"] != "qr_created")
        .map(|line| ["event", "user", "app", "method", "result"].map(|field| line[field].as_str().expect("a text")))
        .collect();
    let user = user.as_str();
    assert_eq!(
        told,
        [
            ["qr_scanned", "", "demo", "qr", "forwarded"],
            ["qr_scanned", "", "demo", "qr", "done"],
            ["account_made", user, "demo", "qr", "done"],
            ["qr_confirmed", user, "demo", "qr", "done"],
            ["login", user, "demo", "qr", "done"],
            ["qr_scanned", user, "demo", "qr", "done"],
            ["identity_added", user, "demo", "qr", "done"],
            ["number_verified", user, "demo", "qr", "done"],
            ["qr_confirmed", user, "demo", "qr", "done"],
            ["login", user, "demo", "qr", "done"],
            ["qr_scanned", "", "demo", "qr", "done"],
            ["qr_confirmed", "", "demo", "qr", "conflict"],
            ["qr_scanned", user, "demo", "qr", "done"],
            ["qr_declined", user, "demo", "qr", "done"],
            ["qr_scanned", user, "demo", "qr", "done"],
            ["qr_confirmed", user, "demo", "qr", "wrong"],
            ["logout", user, "demo", "qr", "done"],
        ]
    );
}
