//! The commands of `guard-server`: what they print, how they end, what they leave behind.

mod support;

use guard_fake_wechat::{Call, FakeWeChat, MiniProgram};
use guard_server::config::Config;
use support::{Server, run, said};

const PASSWORD: &str = "correct horse battery";

#[test]
fn check_config_tells_every_wrong_key_or_what_counts() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("guard.toml");
    std::fs::write(&file, "demo = true\nlisten = \"somewhere\"\n[qr]\nttl = 5\n").unwrap();
    let output = run(&file, &["check-config"], "");
    let lines = said(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{lines}");
    let lines: Vec<_> = lines.lines().collect();
    assert!(lines[0].starts_with(&format!("{}:2: `listen` must be an address", file.display())), "{lines:?}");
    assert_eq!(lines[1], format!("{}:4: `qr.ttl` is no key. Write `ttl_s`", file.display()));
    assert_eq!(lines.len(), 2);

    let text = "database = \"postgres://guard:s3cret@db.example/guard\"\n[app]\nid = \"shop\"\nname = \"Shop\"\n";
    std::fs::write(&file, text).unwrap();
    let output = run(&file, &["check-config"], "");
    let summary = said(&output.stdout);
    assert!(output.status.success() && summary.starts_with("ok\n"), "{summary}");
    assert!(summary.contains("postgres://guard@db.example/guard") && summary.contains("shop"), "{summary}");
    assert!(!summary.contains("s3cret"));

    let output = run(&dir.path().join("none.toml"), &["check-config"], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output.stderr).contains("--config"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_config_asks_wechat_when_it_is_told_to() {
    let fake = FakeWeChat::start(MiniProgram::default()).await.expect("a free port");
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("guard.toml");
    let MiniProgram { app_id, app_secret, .. } = MiniProgram::default();
    let write = |app_id: &str, secret: &str| {
        let text = format!(
            "wechat_api = \"{}\"\n[app]\nid = \"shop\"\nname = \"Shop\"\n[app.wechat]\napp_id = \"{app_id}\"\n\
             app_secret = \"{secret}\"\n",
            fake.url
        );
        std::fs::write(&file, text).expect("it can be written");
    };
    let check = |args: &[&str]| {
        let output = run(&file, args, "");
        let words = said(&output.stdout) + &said(&output.stderr);
        assert!(!words.contains(&app_secret) && !words.contains("wr0ngsecret"), "{words}");
        (output.status.code(), words)
    };
    write(&app_id, &app_secret);
    let (code, words) = check(&["check-config"]);
    assert!(code == Some(0) && words.contains(&app_id), "{words}");
    assert_eq!(fake.calls(Call::StableToken), 0, "nobody is asked unless it is wanted");
    let asked = ["check-config", "--wechat"];
    let (code, words) = check(&asked);
    assert!(code == Some(0) && words.contains("WeChat        ok"), "{words}");

    fake.change(|mini_program| mini_program.published.clear());
    let (code, words) = check(&asked);
    assert!(code == Some(1) && words.contains("app.wechat.env_version"), "{words}");
    fake.change(|mini_program| mini_program.address_allowed = false);
    let (code, words) = check(&asked);
    assert!(code == Some(1) && words.contains("IP allow list"), "{words}");
    write(&app_id, "wr0ngsecret");
    let (code, words) = check(&asked);
    assert!(code == Some(1) && words.contains("app.wechat.app_secret"), "{words}");
    write("wx1", &app_secret);
    let (code, words) = check(&asked);
    assert!(code == Some(1) && words.contains("app.wechat.app_id"), "{words}");
    fake.set_away(true);
    let (code, words) = check(&asked);
    assert!(code == Some(1) && words.contains("can't be reached"), "{words}");
}

#[tokio::test]
async fn an_added_user_can_log_in() {
    let dir = tempfile::tempdir().unwrap();
    let (file, database) = (dir.path().join("guard.toml"), dir.path().join("guard.db"));
    std::fs::write(&file, format!("database = {database:?}\n[app]\nid = \"a\"\nname = \"A\"\n")).unwrap();
    let add = ["user", "add", "--username", "ada", "--email", " ada@shop.example ", "--nickname", "Ada"];

    let short = run(&file, &add, "1234567\n");
    assert_eq!(short.status.code(), Some(1));
    assert!(said(&short.stderr).contains("8 characters"), "{}", said(&short.stderr));

    let added = run(&file, &add, &format!("{PASSWORD}\n"));
    assert!(added.status.success(), "{}", said(&added.stderr));
    let id = said(&added.stdout).trim().to_owned();
    assert!(!id.is_empty());

    for taken in [["user", "add", "--username", "ADA"], ["user", "add", "--email", "ada@shop.example"]] {
        let output = run(&file, &taken, &format!("{PASSWORD}\n"));
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output.stderr).contains("already"), "{}", said(&output.stderr));
    }
    let nameless = run(&file, &["user", "add", "--nickname", "Nobody"], "");
    assert!(said(&nameless.stderr).contains("--username"), "{}", said(&nameless.stderr));

    let app = Some(guard_server::demo::app("https://login.example"));
    let server = Server::with(Config { database: database.into(), app, ..Config::default() }).await;
    let login = server.log_in("ada@shop.example", PASSWORD).await;
    assert_eq!((login.text("id"), login.text("nickname")), (id, "Ada".to_owned()));
}

#[test]
fn nobody_is_added_to_a_database_in_memory() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("guard.toml");
    std::fs::write(&file, "demo = true\ndatabase = \":memory:\"\n").unwrap();
    let output = run(&file, &["user", "add", "--username", "ada"], &format!("{PASSWORD}\n"));
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output.stderr).contains("`database`"), "{}", said(&output.stderr));
}
