//! Figures for Prometheus.

mod support;

use guard_server::config::Config;
use support::{Server, demo_config, send};

#[tokio::test]
async fn metrics_are_answered_at_their_own_address_and_name_nobody() {
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let server = Server::with(Config { metrics_listen: Some(address), ..demo_config() }).await;
    let browser = server.browser().await;
    let odd = reqwest::Method::from_bytes(b"ODD").unwrap();
    send(server.http.request(odd, format!("{}/nowhere/{}", server.url, browser.random))).await;
    server.log_in("lin", "wrong").await.refused(200, 2333);

    assert_eq!(send(server.get("/metrics")).await.status, 404, "not for the public");
    let figures = send(server.http.get(format!("http://{address}/metrics"))).await;
    assert_eq!(figures.status, 200);
    let text = figures.body.as_str().unwrap();
    for line in [
        "guard_http_requests_total{method=\"POST\",route=\"/api/v2/qrcode/gene\",status=\"200\"} 1",
        "guard_http_requests_total{method=\"other\",route=\"(none)\",status=\"404\"} 1",
        "guard_http_request_duration_seconds_bucket{route=\"/api/v2/login/account\",le=\"30\"} 1",
        "guard_connections 1",
    ] {
        assert!(text.contains(line), "{line} is missing from {text}");
    }
    for secret in [browser.random.as_str(), "lin", "ODD", "nowhere"] {
        assert!(!text.contains(&format!("\"{secret}\"")) && !text.contains(&browser.random), "{secret} is in {text}");
    }
}

#[tokio::test]
async fn an_address_that_is_taken_is_told_with_its_key() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let config = Config { metrics_listen: Some(taken.local_addr().unwrap()), ..demo_config() };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let error = guard_server::serve(config, listener, std::future::ready(())).await.unwrap_err().to_string();
    assert!(error.contains("`metrics_listen`"), "{error}");
}
