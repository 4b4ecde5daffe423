//! The log of all that is asked of WeChat holds no secret, at any level. Alone in its file: the log is the process's.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/log.rs"]
mod log;
mod support;

use std::sync::Arc;

use guard_fake_wechat::{Call, FakeWeChat, MiniProgram, Person};
use guard_protocol::Secret;
use guard_server::clock::ManualClock;
use guard_server::config::{Config, WeChatConfig};
use guard_server::store::Store;
use guard_server::store::sqlite::{IN_MEMORY, Sqlite};
use guard_server::wechat::{Client, WeChat, WeChatApp, WeChatError};
use log::Captured;
use support::{START, Server, demo_config};

const NUMBER: &str = "13800138000";

/// Asks for all there is.
async fn ask_for_all(fake: &FakeWeChat, client: &Client, app: &WeChatApp) {
    let (login, phone) = (Secret::new(fake.login_code("oLin")), Secret::new(fake.phone_code("oLin")));
    for outcome in [
        format!("{:?}", client.identity(app, &login).await),
        format!("{:?}", client.phone_number(app, &phone, "oLin").await),
        format!("{:?}", client.code_picture(app, "scene").await),
    ] {
        tracing::info!(outcome, "as a caller may log it");
    }
}

#[tokio::test]
async fn the_log_of_all_that_is_asked_of_wechat_holds_no_secret() {
    let captured = Captured::default();
    // Of every crate, those that carry the requests included.
    tracing_subscriber::fmt().json().with_env_filter("trace").with_writer(captured.clone()).init();

    let mini_program = MiniProgram::default();
    let (app_id, app_secret) = (mini_program.app_id.clone(), mini_program.app_secret.clone());
    let fake = FakeWeChat::start(mini_program).await.unwrap();
    fake.add(Person::new("oLin", NUMBER));
    let config = WeChatConfig { app_id, app_secret: Secret::new(app_secret.clone()), ..WeChatConfig::default() };
    let app = WeChatApp::from(&config);
    let clock = ManualClock::new(START);
    let client = || {
        let store: Arc<dyn Store> = Arc::new(Sqlite::open(IN_MEMORY).unwrap());
        Client::new(&fake.url, store, Arc::new(clock.clone())).unwrap()
    };
    for errcode in [-1, 40001, 40029, 40125, 40226, 45009, 61024] {
        for call in [Call::StableToken, Call::CodePicture, Call::Identity, Call::PhoneNumber] {
            let client = client();
            // The others are not asked a second time at once.
            let again = matches!(call, Call::Identity | Call::PhoneNumber);
            fake.plan(call, &[errcode; 2][..1 + usize::from(again)]);
            for _ in 0..2 {
                ask_for_all(&fake, &client, &app).await;
            }
        }
    }
    fake.set_away(true);
    let (client, code) = (client(), Secret::new(fake.login_code("oLin")));
    for _ in 0..6 {
        assert_eq!(client.identity(&app, &code).await, Err(WeChatError::Away));
    }
    fake.set_away(false);
    // A server with the same settings starts, hands out a code and ends.
    let demo = guard_server::demo::app("http://login.example");
    let settings = Config {
        app: Some(guard_server::config::AppConfig { wechat: Some(config), ..demo }),
        wechat_api: fake.url.clone(),
        ..demo_config()
    };
    let server = Server::at(settings, clock).await;
    server.browser().await;
    server.stop().await;

    let log = captured.text();
    for expected in ["as a caller may log it", "WeChat refuses the AppSecret", "it is left alone", "stable_token"] {
        assert!(log.contains(expected), "{expected:?} is missing: the log was not captured");
    }
    // By 40125 of each call, and by 40001 of the two that have no token yet; what is refused twice is told once.
    assert_eq!(log.matches("WeChat refuses the AppSecret").count(), 6);
    let mut secrets = fake.secrets();
    assert!(secrets.len() > 16, "{}", secrets.len());
    secrets.extend([app_secret, NUMBER.to_owned(), "oLin".to_owned()]);
    for secret in &secrets {
        assert!(!log.contains(secret.as_str()), "{secret} is in the log");
    }
}
