//! The drawn phone beside the box of the demo site, as `cargo xtask demo --wechat` has it.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use guard_server::config::Config;
use serde_json::json;
use support::{Server, demo_config};

const PHONE: &str = "http://127.0.0.1:8090";

async fn with(demo_phone: Option<&str>) -> Server {
    Server::with(Config { demo_phone: demo_phone.map(str::to_owned), ..demo_config() }).await
}

async fn policy(server: &Server, path: &str) -> String {
    let response = server.get(path).send().await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    response.headers()["content-security-policy"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_demo_site_may_frame_the_phone_and_nothing_else_and_says_where_it_is() {
    let (plain, phone) = (with(None).await, with(Some(PHONE)).await);
    let ordinary = policy(&plain, "/").await;
    assert!(!ordinary.contains("frame-src"), "no frame at all, by default-src: {ordinary}");
    assert_eq!(policy(&phone, "/").await, format!("{ordinary}; frame-src {PHONE}"));
    // Only the page that shows it.
    for path in ["/demo/phone.js", "/m/abcdefghijklmnopqrstuv"] {
        assert_eq!(policy(&phone, path).await, policy(&plain, path).await, "{path}");
    }
    for (server, expected) in [(&plain, json!({ "phone": null })), (&phone, json!({ "phone": PHONE }))] {
        let response = server.get("/demo/settings.json").send().await.unwrap();
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert_eq!(response.json::<serde_json::Value>().await.unwrap(), expected);
    }
}

#[tokio::test]
async fn the_page_has_no_script_of_its_own_and_its_script_is_served() {
    let server = with(Some(PHONE)).await;
    let page = server.get("/").send().await.unwrap().text().await.unwrap();
    for script in page.split("<script").skip(1) {
        assert!(script.contains("src=\"/") && script.contains("></script>"), "inline script: {script}");
    }
    let script = server.get("/demo/phone.js").send().await.unwrap();
    assert_eq!(script.headers()["content-type"], "text/javascript; charset=utf-8");
    assert!(script.text().await.unwrap().contains("guardPhone"));
}

#[tokio::test]
async fn without_the_demo_there_is_none_of_it() {
    let app = guard_server::demo::app("http://127.0.0.1");
    let server = Server::with(Config { demo: false, app: Some(app), ..demo_config() }).await;
    for path in ["/", "/demo/settings.json", "/demo/phone.js"] {
        assert_eq!(server.get(path).send().await.unwrap().status(), 404, "{path}");
    }
}
