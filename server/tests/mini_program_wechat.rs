//! The login by a mini program with WeChat's own calls, against a fake that is as strict as its documentation. Alone in
//! its file: the log is the process's.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/log.rs"]
mod log;
mod support;

use std::path::Path;

use guard_fake_wechat::{Call, FakeWeChat, MiniProgram, Person};
use guard_protocol::{Secret, paths};
use guard_server::config::{AppConfig, Config, WeChatConfig};
use log::Captured;
use serde_json::{Value, json};
use support::{Answer, Browser, Server, demo_config, send};

const NUMBER: &str = "13800138000";

async fn post(server: &Server, path: &str, body: &Value) -> Answer {
    send(server.http.post(format!("{}{path}", server.url)).json(body)).await
}

async fn open(server: &Server, code: &str, browser: &Browser<'_>) -> Answer {
    post(server, paths::MINI_PROGRAM_OPEN, &json!({ "code": code, "scene": browser.random, "entry": 1047 })).await
}

async fn confirm(server: &Server, handshake: &str, number: &str, phone_code: &str) -> Answer {
    let body = json!({ "handshake": handshake, "number": number, "phoneCode": phone_code, "agreed": true });
    post(server, paths::MINI_PROGRAM_CONFIRM, &body).await
}

/// Every file of the database, as bytes.
fn kept(folder: &Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.flat_map(|file| std::fs::read(file).unwrap()).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn wechat_s_own_codes_log_a_person_in_and_no_secret_is_left_behind() {
    let captured = Captured::default();
    tracing_subscriber::fmt().json().with_env_filter("trace").with_writer(captured.clone()).init();

    let mini_program = MiniProgram::default();
    let wechat = WeChatConfig {
        app_id: mini_program.app_id.clone(),
        app_secret: Secret::new(mini_program.app_secret.clone()),
        stock: 0,
        ..WeChatConfig::default()
    };
    let app_secret = mini_program.app_secret.clone();
    let fake = FakeWeChat::start(mini_program).await.unwrap();
    fake.add(Person { unionid: Some("uLin".to_owned()), ..Person::new("oLin", NUMBER) });
    fake.add(Person::new("oChen", "13900139000"));
    fake.add(Person { risky: true, ..Person::new("oRisk", "13700137000") });
    let app = AppConfig { wechat: Some(wechat), ..guard_server::demo::app("http://login.example") };
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("guard.db").into();
    let config = Config { app: Some(app), database, wechat_api: fake.url.clone(), ..demo_config() };
    let server = Server::with(config).await;

    let browser = server.browser().await;
    let code = fake.login_code("oLin");
    let opened = open(&server, &code, &browser).await;
    open(&server, &code, &browser).await.refused(401, 4113);
    open(&server, &fake.login_code("oRisk"), &browser).await.refused(403, 4114);
    open(&server, &fake.login_code("oChen"), &browser).await.refused(409, 4109);
    let (handshake, number) = (opened.text("handshake"), browser.number().await);
    confirm(&server, &handshake, &number, &fake.phone_code("oChen")).await.refused(401, 4116);
    let phone_code = fake.phone_code("oLin");
    fake.set_away(true);
    confirm(&server, &handshake, &number, &phone_code).await.refused(503, 1000);
    fake.set_away(false);
    let asked = fake.calls(Call::PhoneNumber);
    for _ in 0..2 {
        confirm(&server, &handshake, &number, &phone_code).await.data();
    }
    assert_eq!(fake.calls(Call::PhoneNumber), asked + 1);
    let user = browser.redeem(&browser.poll().await.text("ticket")).await;
    let me = server.me(&user.text("token")).await;
    assert_eq!((&me.data()["phone"], &me.data()["phoneVerified"]), (&json!(NUMBER), &json!(true)));

    let again = server.browser().await;
    let opened = open(&server, &fake.login_code("oLin"), &again).await;
    assert_eq!(
        (&opened.data()["account"]["phone"], &opened.data()["phoneNumber"]),
        (&json!("138****8000"), &json!("have"))
    );

    let tokens = user.text("token");
    let secrets = fake.secrets();
    drop((browser, again));
    // What was written lately stands in a file of its own, which goes with the server.
    let kept = kept(folder.path());
    server.stop().await;
    let log = captured.text();
    assert!(
        log.contains("account_made") && holds(&kept, "+8613800138000") && holds(&kept, "oLin"),
        "nothing was searched"
    );
    assert!(secrets.len() >= 6, "{}", secrets.len());
    for secret in secrets.iter().chain([&app_secret, &handshake, &tokens, &NUMBER.to_owned()]) {
        assert!(!log.contains(secret.as_str()), "{secret} is in the log");
    }
    // Access tokens are the store's, for all nodes; they are longer than all else that WeChat gives. None of that is kept,
    // session keys least of all.
    let of_wechat = secrets.iter().filter(|secret| secret.len() < 100);
    for secret in of_wechat.chain([&app_secret, &handshake, &tokens]) {
        assert!(!holds(&kept, secret), "{secret} is in the database");
    }
}
