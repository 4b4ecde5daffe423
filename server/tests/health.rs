//! `/healthz` and `/readyz`: a server that works, one whose database fails, and one that is told to end.

mod support;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use guard_protocol::paths;
use guard_server::config::Config;
use support::{Server, demo_config, send};

#[tokio::test]
async fn a_server_that_works_is_healthy_and_ready() {
    let server = Server::start().await;
    for path in ["/healthz", "/readyz"] {
        let answer = send(server.get(path)).await;
        assert_eq!((answer.status, answer.body["status"].as_str()), (200, Some("ok")), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn a_server_whose_database_fails_is_neither() {
    let dir = tempfile::tempdir().unwrap();
    let database = dir.path().join("guard.db");
    let server = Server::with(Config { database: database.clone().into(), ..demo_config() }).await;
    assert_eq!(send(server.get("/readyz")).await.status, 200);
    rusqlite::Connection::open(&database).unwrap().execute_batch("DROP TABLE schema_version").unwrap();
    for path in ["/healthz", "/readyz"] {
        let answer = send(server.get(path)).await;
        assert_eq!((answer.status, answer.body["status"].as_str()), (503, Some("the store does not answer")), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_told_to_end_is_not_ready_while_open_requests_end() {
    let mut server = Server::start().await;
    let address = server.url.trim_start_matches("http://").to_owned();
    let mut open = TcpStream::connect(&address).unwrap();
    open.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let (head, body) = (
        format!("POST {} HTTP/1.1\r\nHost: {address}\r\nX-Authing-App-Id: demo\r\n", paths::QRCODE_CHECK),
        r#"{"random":"x","verifier":"y"}"#,
    );
    let half = body.len() / 2;
    let head = format!("{head}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
    open.write_all(format!("{head}{}", &body[..half]).as_bytes()).unwrap();
    // The request has begun when the server has it, which nobody tells.
    tokio::time::sleep(Duration::from_millis(1_000)).await;

    server.signal();
    for _ in 0..2_000 {
        if send(server.get("/readyz")).await.status == 503 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let ready = send(server.get("/readyz")).await;
    assert_eq!((ready.status, ready.body["status"].as_str()), (503, Some("shutting down")));
    assert_eq!(send(server.get("/healthz")).await.status, 200, "nobody need restart it");

    open.write_all(&body.as_bytes()[half..]).unwrap();
    let mut answer = [0; 12];
    open.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200", "an answer all the same");
    server.stop().await;
    assert!(TcpStream::connect(&address).is_err());
}
