//! What an operator does while the server runs: users, sessions, backups.
#![cfg(unix)]

mod support;

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use guard_server::config::Config;
use guard_server::demo::PASSWORD;
use serde_json::{Value, json};
use support::{Server, demo_config, run, said, send};
use tempfile::TempDir;

const NEW_PASSWORD: &str = "correct horse battery";

/// A server of the demo on a file, and the configuration by which commands find the file.
struct Site {
    server: Server,
    dir: TempDir,
    file: PathBuf,
}

impl Site {
    async fn start() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let (file, database) = (dir.path().join("guard.toml"), dir.path().join("guard.db"));
        std::fs::write(&file, format!("demo = true\ndatabase = {database:?}\n")).expect("it can be written");
        let server = Server::with(Config { database: database.into(), ..demo_config() }).await;
        assert_eq!(send(server.get("/readyz")).await.status, 200);
        Self { server, dir, file }
    }

    /// What a command prints.
    #[track_caller]
    fn command(&self, args: &[&str], input: &str) -> String {
        let output = run(&self.file, args, input);
        assert!(output.status.success(), "{args:?}: {}", said(&output.stderr));
        said(&output.stdout)
    }

    /// Why a command fails.
    #[track_caller]
    fn refused(&self, args: &[&str]) -> String {
        let output = run(&self.file, args, "");
        assert_eq!(output.status.code(), Some(1), "{args:?}: {}", said(&output.stdout));
        said(&output.stderr)
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.command(args, "")).expect("it is JSON")
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn users_are_listed_without_secrets() {
    let site = Site::start().await;
    let table = site.command(&["user", "list"], "");
    let lines: Vec<_> = table.lines().collect();
    assert!(lines[0].starts_with("ID") && lines[0].contains("NICKNAME"), "{table}");
    assert_eq!(lines.len(), 3, "{table}");
    assert!(lines[1].starts_with("demo-chen") && lines[1].contains("alex@shanlan.cn"), "{table}");
    let json = site.json(&["user", "list", "--json"]);
    assert_eq!((&json[1]["id"], &json[1]["username"]), (&json!("demo-lin"), &json!("lin")));
    assert_eq!((&json[1]["phone"], &json[1]["disabledAt"]), (&json!("*********01"), &Value::Null));
    for text in [table, json.to_string()] {
        assert!(!text.contains("argon2") && !text.contains("138000"), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disabled_user_is_shut_out_everywhere_and_told_nothing() {
    let site = Site::start().await;
    let server = &site.server;
    let token = server.log_in("lin", PASSWORD).await.text("token");
    let browser = server.browser().await;
    let handshake = server.phone("lin").await.scan(&browser.random).await.text("handshake");
    let number = browser.number().await;

    assert_eq!(site.command(&["user", "disable", "LIN"], ""), "demo-lin\n");
    server.me(&token).await.refused(200, 2020);
    let refused = server.confirm(&handshake, Some(&number)).await;
    assert_eq!((refused.status, refused.code()), (410, 4110));
    assert_eq!(browser.poll().await.qr_status(), 3, "cancelled");
    let right = server.log_in("lin", PASSWORD).await;
    let wrong = server.log_in("chen", "wr0ng-pass").await;
    assert_eq!((right.status, &right.body), (wrong.status, &wrong.body), "nobody can tell a disabled user");
    assert!(site.json(&["user", "list", "--json"])[1]["disabledAt"].is_string());

    assert_eq!(site.command(&["user", "enable", "lin@shanlan.cn"], ""), "demo-lin\n");
    server.me(&token).await.refused(200, 2020);
    server.log_in("lin", PASSWORD).await.data();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_password_replaces_the_old_one_and_all_sessions() {
    let site = Site::start().await;
    let server = &site.server;
    let token = server.log_in("lin", PASSWORD).await.text("token");
    site.command(&["user", "set-password", "demo-lin"], &format!("{NEW_PASSWORD}\n"));
    server.me(&token).await.refused(200, 2020);
    server.log_in("lin", PASSWORD).await.refused(200, 2333);
    server.log_in("lin", NEW_PASSWORD).await.data();
    let short = run(&site.file, &["user", "set-password", "lin"], "1234567\n");
    assert!(said(&short.stderr).contains("8 characters"), "{}", said(&short.stderr));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removed_user_is_gone() {
    let site = Site::start().await;
    let token = site.server.log_in("lin", PASSWORD).await.text("token");
    site.command(&["user", "remove", "13800000001"], "");
    site.server.me(&token).await.refused(200, 2020);
    site.server.log_in("lin", PASSWORD).await.refused(200, 2333);
    assert_eq!(site.json(&["user", "list", "--json"]).as_array().unwrap().len(), 1);
    for args in [["user", "remove", "lin"], ["user", "disable", "lin"], ["session", "list", "--user=lin"]] {
        assert!(site.refused(&args).contains("no such user"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_are_listed_and_revoked() {
    let site = Site::start().await;
    let server = &site.server;
    let mut tokens = Vec::new();
    for account in ["lin", "lin", "chen"] {
        tokens.push(server.log_in(account, PASSWORD).await.text("token"));
    }
    let all = site.json(&["session", "list", "--json"]);
    assert_eq!(all.as_array().unwrap().len(), 3);
    assert!(tokens.iter().all(|token| !all.to_string().contains(token.as_str())));
    let of_chen = site.json(&["session", "list", "--user", "chen", "--json"]);
    assert_eq!((&of_chen[0]["user"], &of_chen[0]["app"]), (&json!("demo-chen"), &json!("demo")));
    assert_eq!((&of_chen[0]["method"], &of_chen[1]), (&json!("password"), &Value::Null));
    let table = site.command(&["session", "list"], "");
    assert!(table.starts_with("ID") && table.lines().count() == 4, "{table}");

    let id = of_chen[0]["id"].as_str().unwrap();
    server.me(id).await.refused(200, 2020);
    assert_eq!(site.command(&["session", "revoke", id], ""), "1\n");
    server.me(&tokens[2]).await.refused(200, 2020);
    server.me(&tokens[0]).await.data();
    assert!(site.refused(&["session", "revoke", id]).contains("no such session"));
    assert_eq!(site.command(&["session", "revoke", "--user", "lin"], ""), "2\n");
    server.me(&tokens[1]).await.refused(200, 2020);

    for args in [&["session", "revoke"][..], &["session", "revoke", "xyz"]] {
        assert_eq!(run(&site.file, args, "").status.code(), Some(2), "{args:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_is_made_while_the_server_writes() {
    let site = Site::start().await;
    let token = site.server.log_in("lin", PASSWORD).await.text("token");
    let copy = site.dir.path().join("copy.db");
    let args = ["backup", copy.to_str().unwrap()];
    let browsers = async {
        for _ in 0..50 {
            site.server.browser().await;
        }
    };
    let file = site.file.clone();
    let made = tokio::task::spawn_blocking({
        let args = args.map(str::to_owned);
        move || run(&file, &args.each_ref().map(String::as_str), "")
    });
    let (made, ()) = tokio::join!(made, browsers);
    let made = made.unwrap();
    assert!(made.status.success(), "{}", said(&made.stderr));
    assert_eq!(std::fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);

    let before = std::fs::read(&copy).unwrap();
    let refused = site.refused(&args);
    assert!(refused.contains("not there yet"), "{refused}");
    assert_eq!(std::fs::read(&copy).unwrap(), before, "and it is left as it was");

    let restored = Server::with(Config { database: copy.into(), ..demo_config() }).await;
    assert_eq!(restored.me(&token).await.data()["username"], "lin");
    restored.log_in("lin", PASSWORD).await.data();
}

#[test]
fn only_a_file_is_copied() {
    let dir = tempfile::tempdir().unwrap();
    let (file, copy) = (dir.path().join("guard.toml"), dir.path().join("copy.db"));
    for (database, words) in [
        (":memory:".to_owned(), "`database`"),
        ("postgres://guard:s3cret@db.example/guard".to_owned(), "pg_dump"),
        (dir.path().join("none.db").display().to_string(), "`database`"),
    ] {
        std::fs::write(&file, format!("demo = true\ndatabase = {database:?}\n")).unwrap();
        let output = run(&file, &["backup", copy.to_str().unwrap()], "");
        assert_eq!(output.status.code(), Some(1), "{database}");
        assert!(said(&output.stderr).contains(words), "{}", said(&output.stderr));
        assert!(!copy.exists() && !dir.path().join("none.db").exists());
    }
}
