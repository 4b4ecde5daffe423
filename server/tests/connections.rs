//! Connections: how slow a client may be, and how many there may be at a time.

mod support;

use std::time::{Duration, Instant};

use guard_protocol::paths;
use guard_server::config::{Config, Limits};
use support::{Server, demo_config, send};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Long enough for a machine with other work, far below what the client would take.
const SOON: Duration = Duration::from_secs(8);

async fn with(change: impl FnOnce(&mut Limits)) -> Server {
    let mut config = demo_config();
    change(&mut config.limits);
    Server::with(config).await
}

async fn connect(server: &Server) -> TcpStream {
    TcpStream::connect(server.url.trim_start_matches("http://")).await.expect("the server listens")
}

/// All that the server sends until it closes the connection.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(SOON, stream.read_to_end(&mut bytes)).await;
    read.expect("the connection stays open").expect("the connection ends in order");
    String::from_utf8(bytes).expect("an answer is text")
}

#[tokio::test]
async fn headers_that_do_not_come_in_time_end_the_connection() {
    let server = with(|limits| limits.header_timeout_s = 1).await;
    for begun in ["", "GET /healthz HTTP/1.1\r\n", "GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n"] {
        let mut stream = connect(&server).await;
        stream.write_all(begun.as_bytes()).await.unwrap();
        let answer = rest(&mut stream).await;
        assert_eq!(answer.starts_with("HTTP/1.1 200"), begun.ends_with("\r\n\r\n"), "{answer}");
    }
}

#[tokio::test]
async fn headers_that_come_drop_by_drop_end_the_connection() {
    let server = with(|limits| limits.header_timeout_s = 1).await;
    let (mut read, mut write) = connect(&server).await.into_split();
    let drip = tokio::spawn(async move {
        write.write_all(b"GET /healthz HTTP/1.1\r\n").await.unwrap();
        while write.write_all(b"a: b\r\n").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    });
    let mut bytes = Vec::new();
    let ended = tokio::time::timeout(SOON, read.read_to_end(&mut bytes)).await;
    drip.abort();
    assert!(ended.is_ok(), "the connection stays open");
}

#[tokio::test]
async fn a_body_that_comes_drop_by_drop_is_answered_408() {
    let server = with(|limits| limits.body_timeout_s = 1).await;
    let stream = connect(&server).await;
    let (mut read, mut write) = stream.into_split();
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: a\r\nx-authing-app-id: demo\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n",
        paths::QRCODE_GENE
    );
    let drip = tokio::spawn(async move {
        write.write_all(head.as_bytes()).await.unwrap();
        while write.write_all(b" ").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    });
    // It comes in as many pieces as it likes.
    let answer = tokio::time::timeout(SOON, async {
        let mut bytes = Vec::new();
        while !String::from_utf8_lossy(&bytes).contains("`body`") {
            if read.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
                break;
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
    .await
    .expect("no answer");
    drip.abort();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("\"statusCode\":408") && answer.contains("`body`"), "{answer}");
}

#[tokio::test]
async fn a_long_poll_is_not_cut_by_the_time_for_headers_and_bodies() {
    let server = with(|limits| (limits.header_timeout_s, limits.body_timeout_s) = (1, 1)).await;
    let browser = server.browser().await;
    let started = Instant::now();
    let poll = send(browser.poll_request(0, 3)).await;
    assert_eq!(poll.qr_status(), 0);
    assert!(started.elapsed() >= Duration::from_secs(3), "{:?}", started.elapsed());
}

#[tokio::test]
async fn connections_beyond_the_limit_are_answered_503_and_closed() {
    let server = with(|limits| limits.connections = 2).await;
    let request = b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n";
    let mut held = Vec::new();
    for _ in 0..2 {
        let mut stream = connect(&server).await;
        stream.write_all(request).await.unwrap();
        let mut bytes = [0; 12];
        stream.read_exact(&mut bytes).await.unwrap();
        assert_eq!(&bytes, b"HTTP/1.1 200");
        held.push(stream);
    }
    let mut third = connect(&server).await;
    third.write_all(request).await.unwrap();
    let answer = rest(&mut third).await;
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    for part in ["retry-after: 1\r\n", "connection: close\r\n", "\"statusCode\":503"] {
        assert!(answer.contains(part), "{part} is missing from {answer}");
    }
    drop(held);
    let end = Instant::now() + SOON;
    while send(server.get("/healthz")).await.status != 200 {
        assert!(Instant::now() < end, "the places are not given back");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn ever_so_many_connections_beyond_the_limit_take_no_place_of_others() {
    let config = Config { limits: Limits { connections: 1, ..demo_config().limits }, ..demo_config() };
    let server = Server::with(config).await;
    let mut beyond = Vec::new();
    for _ in 0..200 {
        beyond.push(connect(&server).await);
    }
    // The first is served, some wait to be told, and the last was closed.
    let mut bytes = [0; 1];
    let last = beyond.last_mut().unwrap();
    let read = tokio::time::timeout(SOON, last.read(&mut bytes)).await.expect("the connection stays open");
    assert!(matches!(read, Ok(0) | Err(_)), "{read:?}");
    beyond[0].write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await.unwrap();
    let answer = rest(&mut beyond[0]).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}
