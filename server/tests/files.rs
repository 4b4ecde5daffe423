//! Folders that are served under a prefix.

mod support;

use guard_server::config::Config;
use support::{Server, demo_config};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Sends `target` as it is: clients tidy paths.
async fn get(server: &Server, target: &str) -> String {
    let mut stream = TcpStream::connect(server.url.trim_start_matches("http://")).await.expect("the server listens");
    let request = format!("GET {target} HTTP/1.1\r\nhost: guard.example\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("the server reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer is text");
    answer
}

#[tokio::test]
async fn redirects_of_static_files_stay_under_their_prefix() {
    let dir = tempfile::tempdir().unwrap();
    let (dist, page) = (dir.path().join("dist"), dir.path().join("page"));
    for folder in [&dist, &page] {
        for inner in ["snippets", "evil.example"] {
            std::fs::create_dir_all(folder.join(inner)).unwrap();
            std::fs::write(folder.join(inner).join("index.html"), "inner").unwrap();
        }
        std::fs::write(folder.join("index.html"), "outer").unwrap();
    }
    let server = Server::with(Config { dist_dir: Some(dist), page_dir: Some(page), ..demo_config() }).await;
    for prefix in ["/dist", "/login"] {
        for rest in [
            "",
            "/",
            "/snippets",
            "//evil.example",
            "//evil.example/..",
            "/%2fevil.example",
            "/\\evil.example",
            "/snippets?a=b",
        ] {
            for origin in ["", "http://evil.example"] {
                let target = format!("{origin}{prefix}{rest}");
                let answer = get(&server, &target).await;
                assert!(answer.starts_with("HTTP/1.1 "), "{target}: {answer}");
                let location = answer.lines().find_map(|line| line.strip_prefix("location: "));
                let inside = location.is_none_or(|to| to.starts_with(&format!("{prefix}/")));
                assert!(inside, "{target} leads to {location:?}");
            }
        }
    }
    assert!(get(&server, "/login/snippets").await.ends_with("outer"), "the page's routes are its own");
}
