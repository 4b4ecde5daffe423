//! The session that the hosted page leaves behind: a cookie that scripts cannot read and other sites cannot use.

mod support;

use guard_protocol::paths;
use guard_server::config::Config;
use serde_json::json;
use support::{Server, demo_config, send};

async fn cookie_of(server: &Server) -> String {
    let token = server.log_in("lin", "shanlan-tea-2026").await.text("token");
    let answer = send(server.post("/login/session", &json!({})).bearer_auth(&token)).await;
    assert_eq!(answer.status, 204);
    answer.header("set-cookie")
}

#[tokio::test]
async fn a_token_becomes_a_cookie_that_scripts_cannot_read() {
    let server = Server::start().await;
    let cookie = cookie_of(&server).await;
    assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax") && cookie.contains("Path=/;"));
    assert!(!cookie.contains("Secure"), "http:, so a secure cookie would never come back");
    let pair = cookie.split(';').next().unwrap();
    let me = send(server.get(paths::USERS_ME).header("cookie", format!("other=1; {pair}"))).await;
    assert_eq!(me.data()["username"], "lin");
}

#[tokio::test]
async fn over_https_the_cookie_is_secure() {
    let config = Config { public_url: Some("https://login.example.com".into()), ..demo_config() };
    let server = Server::with(config).await;
    assert!(cookie_of(&server).await.contains("; Secure"));
}

#[tokio::test]
async fn without_a_valid_token_there_is_no_cookie() {
    let server = Server::start().await;
    let answer = send(server.post("/login/session", &json!({})).bearer_auth("nonsense")).await;
    assert_eq!(answer.code(), 2020);
    assert!(answer.headers.get("set-cookie").is_none());
}

#[tokio::test]
async fn the_cookie_reads_and_logs_out_but_confirms_nothing() {
    let server = Server::start().await;
    let pair = cookie_of(&server).await.split(';').next().unwrap().to_owned();
    let browser = server.browser().await;
    let scan = json!({ "random": browser.random });
    let answer = send(server.post(paths::QRCODE_SCANNED, &scan).header("cookie", &pair)).await;
    assert_eq!(answer.code(), 2020, "a phone must send its token");
    let by_link = send(server.get(paths::LOGOUT).header("cookie", &pair)).await;
    assert_eq!(by_link.code(), 2020, "a link on another site must not log anybody out");
    let by_form = send(server.post(paths::LOGOUT, &json!({})).header("cookie", &pair)).await;
    assert!(by_form.header("set-cookie").contains("Max-Age=0"));
    let me = send(server.get(paths::USERS_ME).header("cookie", &pair)).await;
    assert_eq!(me.code(), 2020);
}
