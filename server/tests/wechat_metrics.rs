//! Figures of the calls of WeChat. Alone in its file: the figures are the process's.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use guard_fake_wechat::{Call, FakeWeChat, MiniProgram};
use guard_protocol::Secret;
use guard_server::config::{AppConfig, Config, WeChatConfig};
use support::{Server, demo_config, send};

#[tokio::test]
async fn calls_of_wechat_are_counted_by_what_came_of_them() {
    let fake = FakeWeChat::start(MiniProgram::default()).await.unwrap();
    let MiniProgram { app_id, app_secret, .. } = MiniProgram::default();
    let wechat = WeChatConfig { app_id, app_secret: Secret::new(app_secret), stock: 0, ..WeChatConfig::default() };
    let app = AppConfig { wechat: Some(wechat), ..guard_server::demo::app("http://login.example") };
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let base = Config { metrics_listen: Some(address), ..demo_config() };
    let server = Server::with(Config { app: Some(app), wechat_api: fake.url.clone(), ..base }).await;
    server.browser().await;
    fake.plan(Call::CodePicture, &[45009]);
    server.browser().await;
    let figures = send(server.http.get(format!("http://{address}/metrics"))).await;
    let text = figures.body.as_str().unwrap();
    for line in [
        "guard_wechat_calls_total{call=\"stable_token\",outcome=\"answered\"} 1",
        "guard_wechat_calls_total{call=\"getwxacodeunlimit\",outcome=\"answered\"} 1",
        "guard_wechat_calls_total{call=\"getwxacodeunlimit\",outcome=\"limit\"} 1",
    ] {
        assert!(text.contains(line), "{line} is missing from {text}");
    }
}
