//! In which column of the database each thing is that WeChat and a person trust the server with.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use guard_fake_wechat::{FakeWeChat, MiniProgram, Person};
use guard_protocol::{Secret, paths};
use guard_server::clock::ManualClock;
use guard_server::config::{AppConfig, Config, Database, WeChatConfig};
use guard_server::store::Store as _;
use guard_server::store::sqlite::Sqlite;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use support::{Answer, START, Server, demo_config, send};

const OPENID: &str = "o-n1ghtingale";
const NUMBER: &str = "13700137000";

/// Columns as `table.column`.
type Columns = BTreeSet<String>;

/// Where each of `secrets` is in the database of `file`, by the name that it has here.
fn places(file: &Path, secrets: &[(&'static str, String)]) -> BTreeMap<&'static str, Columns> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut statement = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
    let tables: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(tables.len() > 8, "{tables:?}");
    let mut found: BTreeMap<&'static str, Columns> = BTreeMap::new();
    for table in tables {
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for (index, column) in columns.iter().enumerate() {
                let (ValueRef::Text(kept) | ValueRef::Blob(kept)) = row.get_ref(index).unwrap() else { continue };
                for (name, secret) in secrets {
                    if kept.windows(secret.len()).any(|part| part == secret.as_bytes()) {
                        found.entry(name).or_default().insert(format!("{table}.{column}"));
                    }
                }
            }
        }
    }
    found
}

fn columns(names: &[&str]) -> Columns {
    names.iter().map(|name| (*name).to_owned()).collect()
}

async fn post(server: &Server, path: &str, body: &Value) -> Answer {
    send(server.http.post(format!("{}{path}", server.url)).json(body)).await
}

/// Scans a new code and shares the number with `chosen` of the number on the screen.
async fn share(server: &Server, fake: &FakeWeChat, chosen: impl FnOnce(String) -> String) -> Answer {
    let browser = server.browser().await;
    let open = json!({ "code": fake.login_code(OPENID), "scene": browser.random, "entry": 1047 });
    let handshake = post(server, paths::MINI_PROGRAM_OPEN, &open).await.text("handshake");
    let body = json!({ "handshake": handshake, "number": chosen(browser.number().await), "agreed": true,
        "phoneCode": fake.phone_code(OPENID) });
    let agreed = post(server, paths::MINI_PROGRAM_CONFIRM, &body).await;
    if agreed.status == 200 {
        browser.redeem(&browser.poll().await.text("ticket")).await.data();
        post(server, paths::MINI_PROGRAM_LOG_OUT, &json!({ "handshake": handshake })).await.data();
    }
    agreed
}

#[tokio::test]
async fn a_number_and_a_token_are_in_their_tables_alone_and_codes_keys_and_the_app_secret_in_none() {
    let fake = FakeWeChat::start(MiniProgram::default()).await.unwrap();
    fake.add(Person::new(OPENID, NUMBER));
    let MiniProgram { app_id, app_secret, .. } = MiniProgram::default();
    let wechat = WeChatConfig { app_id, app_secret: Secret::new(app_secret.clone()), ..WeChatConfig::default() };
    let app = AppConfig { wechat: Some(wechat), ..guard_server::demo::app("http://login.example") };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("guard.db");
    let database = Database::File(file.clone());
    let config = Config { app: Some(app), wechat_api: fake.url.clone(), database, ..demo_config() };
    let server = Server::at(config, ManualClock::new(START)).await;

    share(&server, &fake, |_| "000".to_owned()).await.refused(403, 4111);
    assert_eq!(share(&server, &fake, |number| number).await.status, 200);
    server.stop().await;

    let of = |secret: String| match secret.as_bytes() {
        [b'8' | b'9', b'0'..=b'9', b'_', ..] => ("token", secret),
        _ => ("code or key", secret),
    };
    let mut secrets: Vec<_> = fake.secrets().into_iter().map(of).collect();
    assert!(secrets.len() > 5, "two login codes and two keys, two phone codes, a token");
    secrets.extend([("AppSecret", app_secret), ("number", NUMBER.to_owned()), ("openid", OPENID.to_owned())]);

    let shared = ["qr_codes.shared_number", "verified_phones.phone"];
    let scanned = ["identities.subject", "qr_codes.wechat_openid"];
    let expected = |number: &[&str], openid: &[&str]| {
        let token = columns(&["wechat_tokens.token"]);
        BTreeMap::from([("token", token), ("number", columns(number)), ("openid", columns(openid))])
    };
    assert_eq!(places(&file, &secrets), expected(&shared, &scanned));

    // With the code goes what was kept for it.
    let store = Sqlite::open(file.to_str().unwrap()).unwrap();
    store.sweep(START + 3_600_000).await.unwrap();
    drop(store);
    assert_eq!(places(&file, &secrets), expected(&shared[1..], &scanned[..1]));
}
