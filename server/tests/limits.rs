//! How often things may be done: by an address, by a phone.

mod support;

use guard_protocol::paths;
use guard_server::config::{Config, Limits};
use reqwest::RequestBuilder;
use serde_json::json;
use support::{Answer, Server, demo_config, send};

/// The demo with two of everything a minute, behind a proxy that tells the addresses.
fn two_a_minute() -> Config {
    let limits = Limits {
        codes_per_minute: 2,
        logins_per_minute: 2,
        scans_per_minute: 2,
        confirms_per_minute: 2,
        redeems_per_minute: 2,
        ..Limits::default()
    };
    Config { limits, trust_proxy: true, ..demo_config() }
}

fn too_frequent(answer: &Answer) {
    answer.refused(429, 1002);
    assert_eq!(answer.body["statusCode"], 429);
    let wait: u32 = answer.header("retry-after").parse().expect("a number of seconds");
    // Two a minute: the next one half a minute after the first.
    assert!((1..=30).contains(&wait), "{answer:?}");
    let words = answer.body["message"].as_str().expect("a message");
    assert!(words.starts_with("That was too often. Try again in "), "{words}");
}

/// Sends `request` until it is refused for its frequency, and says how often it was not.
async fn until_refused(request: impl Fn() -> RequestBuilder) -> usize {
    for passed in 0..10 {
        let answer = send(request()).await;
        if answer.status == 429 {
            too_frequent(&answer);
            return passed;
        }
    }
    panic!("ten requests passed");
}

#[tokio::test]
async fn each_of_codes_logins_scans_confirmations_and_redeems_has_a_limit_per_address() {
    let server = Server::with(two_a_minute()).await;
    let from = |address: &'static str, path: &'static str| {
        let server = &server;
        move || server.post(path, &json!({})).header("x-forwarded-for", address)
    };
    let all = [
        paths::QRCODE_GENE,
        paths::LOGIN_ACCOUNT,
        paths::QRCODE_SCANNED,
        paths::QRCODE_CONFIRM,
        paths::QRCODE_USERINFO,
    ];
    for path in all {
        assert_eq!(until_refused(from("192.0.2.1", path)).await, 2, "{path}: not even malformed ones are free");
        let elsewhere = send(from("192.0.2.2", path)()).await;
        assert_ne!(elsewhere.status, 429, "{path}: another address");
    }
    too_frequent(&send(from("192.0.2.1", paths::QRCODE_CANCEL)()).await);
    assert_eq!(send(server.get("/healthz")).await.status, 200);
}

#[tokio::test]
async fn an_ipv6_network_counts_as_one_address() {
    let server = Server::with(two_a_minute()).await;
    let from = |address: String| server.post(paths::QRCODE_GENE, &json!({})).header("x-forwarded-for", address);
    for host in 1..=2 {
        send(from(format!("2001:db8:1:2::{host}"))).await.refused(403, 4104);
    }
    too_frequent(&send(from("2001:db8:1:2:3:4:5:6".to_owned())).await);
    send(from("2001:db8:1:3::1".to_owned())).await.refused(403, 4104);
}

#[tokio::test]
async fn a_forwarded_address_does_not_get_round_the_limit_without_a_trusted_proxy() {
    let server = Server::with(Config { trust_proxy: false, ..two_a_minute() }).await;
    let mut answers = Vec::new();
    for host in 1..=3 {
        let gene = server.post(paths::QRCODE_GENE, &json!({}));
        answers.push(send(gene.header("x-forwarded-for", format!("192.0.2.{host}"))).await);
    }
    too_frequent(&answers[2]);
}

#[tokio::test]
async fn a_phone_has_a_limit_of_scans_wherever_it_sends_them_from() {
    let server = Server::with(two_a_minute()).await;
    let phones = [server.phone("lin").await, server.phone("lin").await, server.phone("chen").await];
    let scan = |phone: usize, host: u8| {
        let scan = server.post(paths::QRCODE_SCANNED, &json!({ "random": "nothing" }));
        let token = format!("Bearer {}", phones[phone].token);
        send(scan.header("authorization", token).header("x-forwarded-for", format!("192.0.2.{host}")))
    };
    for host in 1..=2 {
        assert_ne!(scan(0, host).await.status, 429);
    }
    let refused = scan(1, 3).await;
    refused.refused(429, 1002);
    assert_eq!(refused.header("retry-after"), "60", "the clock stands still");
    assert_ne!(scan(2, 4).await.status, 429, "another user");
    server.pass(59);
    assert_eq!(scan(0, 5).await.header("retry-after"), "1");
    server.pass(1);
    assert_ne!(scan(0, 6).await.status, 429);
}

#[tokio::test]
async fn the_refusal_is_told_in_chinese_too() {
    let server = Server::with(two_a_minute()).await;
    let gene = || server.post(paths::QRCODE_GENE, &json!({})).header("x-authing-lang", "zh-CN");
    for _ in 0..2 {
        send(gene()).await;
    }
    let words = send(gene()).await.body["message"].as_str().unwrap().to_owned();
    assert!(words.starts_with("操作过于频繁，请 "), "{words}");
}

#[tokio::test]
async fn another_origins_page_can_read_when_to_come_again() {
    let server = Server::with(two_a_minute()).await;
    let origin = server.url.clone();
    let gene = || server.post(paths::QRCODE_GENE, &json!({}));
    for _ in 0..2 {
        send(gene()).await;
    }
    let refused = send(gene()).await;
    too_frequent(&refused);
    assert_eq!(refused.header("access-control-allow-origin"), origin);
    assert!(refused.header("access-control-expose-headers").to_lowercase().contains("retry-after"));
}
