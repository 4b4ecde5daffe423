//! `guard-server copy`: a site moves from SQLite to Postgres, and nobody is logged out.
#![cfg(feature = "postgres")]
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/database.rs"]
mod database;
mod support;
#[path = "support/wechat.rs"]
mod wechat;

use std::process::{Command, Output};

use database::Database;
use guard_protocol::paths;
use guard_server::clock::ManualClock;
use guard_server::config::{self, Config};
use guard_server::store::sqlite::Sqlite;
use serde_json::json;
use support::{Answer, START, Server, send};
use wechat::{FakeWeChat, MiniProgram};

fn copy(from: &std::path::Path, to: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guard-server"));
    command.args(["copy", "--from"]).arg(from).env_clear();
    for (name, value) in [("GUARD_DATABASE", to), ("GUARD_APP_ID", "demo"), ("GUARD_APP_NAME", "Shop")] {
        command.env(name, value);
    }
    command.output().unwrap()
}

/// The cookies that an answer sets, as a browser sends them back.
fn cookies(answer: &Answer) -> String {
    let set = answer.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
    set.filter(|pair| !pair.ends_with('=')).collect::<Vec<_>>().join("; ")
}

#[tokio::test]
#[ignore = "needs GUARD_TEST_POSTGRES, see CONTRIBUTING.md"]
async fn whoever_is_logged_in_stays_so_when_the_database_moves() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("guard.db");
    let database = Database::create().await;
    let wechat = FakeWeChat::default();
    let config = Config { database: file.clone().into(), ..wechat::wechat_config(|_| ()) };
    let before = Server::of(config, ManualClock::new(START), wechat::parts(&wechat)).await;
    let person = MiniProgram { unionid: Some("u-wang"), ..MiniProgram::of(&before, &wechat, "o-wang") };
    let browser = before.browser().await;
    let handshake = person.open(&browser.random).await.text("handshake");
    let shared = json!({ "phoneCode": wechat.phone("o-wang", "13800138000") });
    person.confirm(&handshake, &browser.number().await, shared).await.data();
    let wang = browser.redeem(&browser.poll().await.text("ticket")).await.data().clone();
    let login = before.log_in("lin", guard_server::demo::PASSWORD).await;
    let token = login.text("token");
    let started = before.post("/login/session", &json!({})).bearer_auth(&token).header("cookie", cookies(&login));
    let session = cookies(&send(started).await);
    assert!(session.contains("guard_session="), "{session}");
    before.stop().await;

    let output = copy(&file, &database.url);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "copied 3 users and 3 sessions\n");
    let kept = Sqlite::open(file.to_str().unwrap()).unwrap().contents().await.unwrap();
    let shown = format!("{kept:?}{:?}{:?}{:?}", kept.users, kept.identities, kept.numbers);
    assert!(["argon2", "wang", "138"].iter().all(|secret| !shown.contains(secret)), "{shown}");
    assert_eq!((kept.identities.len(), kept.numbers.len(), kept.phone_logins.len()), (2, 1, 1));

    let to = config::Database::parse(&database.url).unwrap();
    let config = Config { database: to, ..wechat::wechat_config(|_| ()) };
    let after = Server::of(config, ManualClock::new(START), wechat::parts(&wechat)).await;
    // The person is known, by openid and unionid, with the number; and ends the login of before by phone.
    let again = MiniProgram::of(&after, &wechat, "o-wang");
    let opened = again.open(&after.browser().await.random).await;
    assert_eq!(
        (&opened.data()["account"]["phone"], &opened.data()["phoneNumber"]),
        (&json!("138****8000"), &json!("have"))
    );
    let (_, user) = again.log_in(json!({})).await;
    assert_eq!((&user.as_ref().unwrap()["id"], &user.as_ref().unwrap()["phone"]), (&wang["id"], &wang["phone"]));
    let of_wang = wang["token"].as_str().unwrap();
    after.me(of_wang).await.data();
    again.post(paths::MINI_PROGRAM_LOG_OUT, &json!({ "handshake": handshake })).await.data();
    after.me(of_wang).await.refused(200, 2020);
    assert_eq!(after.me(&token).await.data()["username"], "lin");
    let by_cookie = send(after.get(paths::USERS_ME).header("cookie", &session)).await;
    assert_eq!(by_cookie.data()["username"], "lin");
    // The one is the child of the other, as before.
    let logout = after.post(paths::LOGOUT, &json!({})).header("cookie", &session);
    send(logout).await.data();
    after.me(&token).await.refused(200, 2020);
    after.log_in("chen", guard_server::demo::PASSWORD).await.data();
    after.stop().await;

    let twice = copy(&file, &database.url);
    assert_eq!(twice.status.code(), Some(1));
    assert!(String::from_utf8(twice.stderr).unwrap().contains("copy into an empty one"));
    database.drop().await;
}

#[test]
fn what_cannot_be_copied_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let missing = copy(&dir.path().join("none.db"), "postgres://guard@127.0.0.1:1/guard");
    let said = String::from_utf8(missing.stderr).unwrap();
    assert!(missing.status.code() == Some(1) && said.contains("check --from"), "{said}");
    let file = dir.path().join("guard.db");
    let same = copy(&file, file.to_str().unwrap());
    assert!(String::from_utf8(same.stderr).unwrap().contains("set the key `database`"));
}
