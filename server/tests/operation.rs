//! Running the server: restarts, shutdown, the command itself.

mod support;

use std::process::Command;
use std::time::{Duration, Instant};

use guard_protocol::paths;
use guard_server::clock::ManualClock;
use guard_server::config::{AppConfig, Config};
use support::{Browser, START, Server, command, demo_config, send};
use tokio::net::TcpListener;

#[tokio::test]
async fn a_restart_keeps_codes_logins_and_keys() {
    let dir = tempfile::tempdir().unwrap();
    let config = || Config { database: dir.path().join("guard.db").into(), ..demo_config() };
    let clock = ManualClock::new(START);

    let first = Server::at(config(), clock.clone()).await;
    let key = first.public_key().await;
    let token = first.phone("lin").await.token;
    let browser = first.browser().await;
    let handshake = first.phone("lin").await.scan(&browser.random).await.text("handshake");
    let number = browser.number().await;
    let confirmed = first.browser().await;
    let (_, ticket) = confirmed.authorize("chen").await;
    let (random, verifier) = (browser.random.clone(), browser.verifier.clone());
    let (other_random, other_verifier) = (confirmed.random.clone(), confirmed.verifier.clone());
    let gene = browser.gene.clone();
    first.stop().await;

    let second = Server::at(config(), clock).await;
    assert_eq!(second.public_key().await, key);
    assert_eq!(second.me(&token).await.data()["username"], "lin");
    let browser = Browser { server: &second, random, verifier, gene: gene.clone() };
    assert_eq!(browser.poll().await.qr_status(), 1);
    second.confirm(&handshake, Some(&number)).await.data();
    let redeemed = browser.redeem(&browser.poll().await.text("ticket")).await;
    assert_eq!(redeemed.data()["username"], "lin");
    let confirmed = Browser { server: &second, random: other_random, verifier: other_verifier, gene };
    assert_eq!(confirmed.poll().await.text("ticket"), ticket, "derived, not stored, and still the same");
    assert_eq!(confirmed.redeem(&ticket).await.data()["username"], "chen");
}

#[tokio::test]
async fn neither_tokens_nor_tickets_nor_handshakes_are_in_the_database() {
    let dir = tempfile::tempdir().unwrap();
    let database = dir.path().join("guard.db");
    let server = Server::with(Config { database: database.clone().into(), ..demo_config() }).await;
    let browser = server.browser().await;
    let (handshake, ticket) = browser.authorize("lin").await;
    let token = browser.redeem(&ticket).await.text("token");
    let phone = server.phone("lin").await.token;
    let (verifier, random) = (browser.verifier.clone(), browser.random.clone());
    server.stop().await;
    // The store's thread closes the database a moment after the server has ended; until then its log comes and goes.
    let log = dir.path().join("guard.db-wal");
    for _ in 0..100 {
        if !log.exists() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(!log.exists(), "the database was not closed");
    let mut bytes = Vec::new();
    for file in std::fs::read_dir(dir.path()).unwrap() {
        bytes.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds(&random), "the database was read");
    for secret in [&handshake, &ticket, &token, &phone, &verifier, &guard_server::demo::PASSWORD.to_owned()] {
        assert!(!holds(secret), "a secret is in the database");
    }
}

#[tokio::test]
async fn a_code_leaves_the_database_when_nobody_asks_for_it_any_more() {
    use guard_server::store::{CodeStore as _, Store as _};
    let dir = tempfile::tempdir().unwrap();
    let database = dir.path().join("guard.db");
    let server = Server::with(Config { database: database.clone().into(), ..demo_config() }).await;
    let browser = server.browser().await;
    let (_, ticket) = browser.authorize("lin").await;
    browser.redeem(&ticket).await.data();
    // A second store on the same file, as a second node would have.
    let store = guard_server::store::sqlite::Sqlite::open(database.to_str().unwrap()).unwrap();
    let minute = 60_000;
    store.sweep(START + minute).await.unwrap();
    browser.redeem(&ticket).await.data();
    store.sweep(START + 3 * minute).await.unwrap();
    assert!(store.code(&browser.random).await.unwrap().is_none());
    browser.redeem(&ticket).await.refused(410, 4110);
}

#[tokio::test]
async fn a_shutdown_answers_waiting_polls_and_ends_soon() {
    let mut server = Server::start().await;
    let (random, verifier, gene) = {
        let browser = server.browser().await;
        (browser.random.clone(), browser.verifier.clone(), browser.gene.clone())
    };
    let started = Instant::now();
    let poll = Browser { server: &server, random, verifier, gene }.poll_request(0, 25);
    let poll = tokio::spawn(send(poll));
    while server.wake.codes_waited_for() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    server.signal();
    assert_eq!(poll.await.unwrap().qr_status(), 0);
    server.stop().await;
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

#[tokio::test]
async fn the_demo_refuses_to_start_where_the_internet_reaches_it_and_beside_another_application() {
    let other = AppConfig { id: "shop".to_owned(), name: "Shop".to_owned(), ..AppConfig::default() };
    let public = Some("https://shop.com".to_owned());
    for (address, config, words) in [
        ("0.0.0.0:0", demo_config(), "`listen`"),
        ("127.0.0.1:0", Config { public_url: public, ..demo_config() }, "`public_url`"),
        ("127.0.0.1:0", Config { app: Some(other), ..demo_config() }, "`app.id`"),
    ] {
        let listener = TcpListener::bind(address).await.unwrap();
        // Were it to start, it would end at once, and without an error.
        let error = guard_server::serve(config, listener, std::future::ready(())).await.unwrap_err().to_string();
        assert!(error.contains(words) && error.contains("demo = true"), "{error}");
    }
}

#[test]
fn help_documents_every_key() {
    let output = command().arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    for key in guard_server::config::help::keys() {
        assert!(help.contains(&key.path) && help.contains(&key.env()), "{} is missing", key.path);
    }
    assert!(help.contains("--config"));
}

#[test]
fn a_bad_configuration_ends_with_the_key_and_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("guard.toml");
    std::fs::write(&file, "demo = true\nlisten = \"somewhere\"\n").unwrap();
    let output = command().arg("--config").arg(&file).output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(words.contains("`listen`") && words.contains("--help"), "{words}");

    let output =
        command().env("GUARD_DEMO", "true").env("GUARD_DATABASE", "/no/such/folder/guard.db").output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("/no/such/folder/guard.db") && words.contains("`database`"), "{words}");
}

#[cfg(unix)]
#[tokio::test]
async fn the_command_serves_until_it_is_told_to_end() {
    use std::io::{BufRead as _, BufReader};
    let mut child = command()
        .envs([("GUARD_DEMO", "true"), ("GUARD_DATABASE", ":memory:"), ("GUARD_LISTEN", "127.0.0.1:0")])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line: serde_json::Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    assert!(line["message"].as_str().unwrap().starts_with("listening on 127.0.0.1:"), "{line}");
    let url = line["public_url"].as_str().unwrap().to_owned();
    let health = reqwest::get(format!("{url}/healthz")).await.unwrap();
    assert_eq!(health.status(), 200);
    let gene = reqwest::Client::new().post(format!("{url}{}", paths::QRCODE_GENE)).header("x-authing-app-id", "demo");
    let challenge = serde_json::json!({ "challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" });
    assert!(send(gene.header("origin", &url).json(&challenge)).await.text("text").starts_with(&url));

    let started = Instant::now();
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    assert!(child.wait().unwrap().success());
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}
