//! Whose account a person gets who logs in by a mini program.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;
#[path = "support/wechat.rs"]
mod wechat;

use guard_protocol::paths;
use guard_server::config::{Config, PhoneNumberUse};
use guard_server::store::AdminStore as _;
use serde_json::json;
use support::{Server, send};
use wechat::{FakeWeChat, MiniProgram, server};

const NUMBER: &str = "13800138000";

#[tokio::test]
async fn looking_makes_no_account() {
    let wechat = FakeWeChat::default();
    let server = server(&wechat, |_| ()).await;
    let lin = MiniProgram::of(&server, &wechat, "o-lin");
    for _ in 0..3 {
        let browser = server.browser().await;
        let opened = lin.open(&browser.random).await;
        assert_eq!(opened.data()["account"], json!({ "known": false }));
        let body = json!({ "handshake": opened.text("handshake") });
        let declined = lin.post(paths::MINI_PROGRAM_CANCEL, &body).await;
        assert_eq!((declined.qr_status(), &declined.data()["description"]), (3, &json!("cancelled")));
        assert_eq!(lin.post(paths::MINI_PROGRAM_CANCEL, &body).await.qr_status(), 3, "declining twice is declining");
        lin.confirm(&opened.text("handshake"), "10", json!({})).await.refused(410, 4110);
    }
}

#[tokio::test]
async fn a_number_of_another_person_is_a_conflict_and_never_a_merge() {
    let wechat = FakeWeChat::default();
    let server = server(&wechat, |_| ()).await;
    let (lin, chen) = (MiniProgram::of(&server, &wechat, "o-lin"), MiniProgram::of(&server, &wechat, "o-chen"));
    let (_, first) = lin.log_in(lin.phone(NUMBER)).await;
    let (refused, _) = chen.log_in(chen.phone(NUMBER)).await;
    refused.refused(409, 4117);
    let (_, second) = chen.log_in(json!({})).await;
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_ne!(first["id"], second["id"]);
    assert_eq!((&second["phone"], &second["phoneVerified"]), (&json!(null), &json!(null)));
    let (refused, _) = chen.log_in(chen.phone(NUMBER)).await;
    refused.refused(409, 4117);
    assert_eq!(lin.log_in(json!({})).await.1.unwrap()["id"], first["id"]);
}

#[tokio::test]
async fn a_number_that_an_operator_wrote_leads_nobody_to_an_account() {
    let wechat = FakeWeChat::default();
    let server = server(&wechat, |_| ()).await;
    // That of the demo's user lin.
    let (_, user) = MiniProgram::of(&server, &wechat, "o-lin")
        .log_in(json!({
            "phoneCode": wechat.phone("o-lin", "13800000001")
        }))
        .await;
    assert_ne!(user.unwrap()["id"], "demo-lin");
}

/// A server with two applications, each with a mini program of its own: `demo` and `kiosk`.
async fn two_programs(wechat: &FakeWeChat) -> Server {
    let mut config = wechat::wechat_config(|_| ());
    config.demo = false;
    let mut kiosk = config.app.clone().unwrap();
    kiosk.id = "kiosk".to_owned();
    kiosk.wechat.as_mut().unwrap().app_id = "wxfedcba9876543210".to_owned();
    config.apps = vec![kiosk];
    Server::of(config, guard_server::clock::ManualClock::new(support::START), wechat::parts(wechat)).await
}

/// Logs `person` in at an application; answers the id of the user.
async fn log_in_at(server: &Server, app_id: &str, person: &MiniProgram<'_>, more: serde_json::Value) -> String {
    let verifier = guard_server::tokens::random_text::<32>();
    let challenge = guard_protocol::challenge::of(&guard_protocol::Secret::new(verifier.as_str()));
    let request = server.http.post(format!("{}{}", server.url, paths::QRCODE_GENE));
    let request = request.header("x-authing-app-id", app_id).header("origin", "http://login.example");
    let gene = send(request.json(&json!({ "challenge": challenge }))).await;
    let browser = support::Browser { server, random: gene.text("random"), verifier, gene };
    let handshake = person.open(&browser.random).await.text("handshake");
    person.confirm(&handshake, &browser.number().await, more).await.data();
    browser.redeem(&browser.poll().await.text("ticket")).await.text("id")
}

#[tokio::test]
async fn the_unionid_leads_to_the_account_from_any_mini_program() {
    let wechat = FakeWeChat::default();
    let server = two_programs(&wechat).await;
    let before = MiniProgram::of(&server, &wechat, "o-lin");
    let here = MiniProgram { unionid: Some("u-lin"), ..before.clone() };
    let there = MiniProgram { unionid: Some("u-lin"), ..MiniProgram::of(&server, &wechat, "o-elsewhere") };
    let first = log_in_at(&server, "demo", &before, json!({})).await;
    assert_eq!(log_in_at(&server, "demo", &here, json!({})).await, first);
    assert_eq!(log_in_at(&server, "kiosk", &there, json!({})).await, first);
    let without = MiniProgram { unionid: None, ..there };
    assert_eq!(log_in_at(&server, "kiosk", &without, json!({})).await, first, "the openid is known from now on");
}

#[tokio::test]
async fn a_number_that_was_verified_here_leads_to_the_account_from_another_mini_program() {
    let wechat = FakeWeChat::default();
    let server = two_programs(&wechat).await;
    let here = MiniProgram::of(&server, &wechat, "o-lin");
    let there = MiniProgram::of(&server, &wechat, "o-elsewhere");
    let first = log_in_at(&server, "demo", &here, here.phone(NUMBER)).await;
    assert_eq!(log_in_at(&server, "kiosk", &there, there.phone(NUMBER)).await, first);
    let other = MiniProgram::of(&server, &wechat, "o-chen");
    assert_ne!(log_in_at(&server, "kiosk", &other, json!({})).await, first);
    let browser = server.browser().await;
    assert_eq!(other.open(&browser.random).await.data()["account"]["known"], false, "an openid is of one mini program");
}

#[tokio::test]
async fn where_no_accounts_are_made_nobody_gets_one() {
    let wechat = FakeWeChat::default();
    let server = server(&wechat, |config| config.login_only = true).await;
    let lin = MiniProgram::of(&server, &wechat, "o-lin");
    let browser = server.browser().await;
    assert_eq!(lin.open(&browser.random).await.data()["phoneNumber"], "required", "it alone can lead to an account");
    let (refused, _) = lin.log_in(lin.phone(NUMBER)).await;
    refused.refused(403, 4118);
    let off = |config: &mut guard_server::config::WeChatConfig| {
        config.login_only = true;
        config.phone_number = PhoneNumberUse::Off;
    };
    let closed = wechat::server(&wechat, off).await;
    let browser = closed.browser().await;
    MiniProgram::of(&closed, &wechat, "o-lin").open(&browser.random).await.refused(403, 4118);
    assert_eq!(browser.poll().await.qr_status(), 0, "and the code is not theirs");
}

#[tokio::test]
async fn a_number_that_is_not_asked_for_is_not_taken() {
    let wechat = FakeWeChat::default();
    let server = server(&wechat, |config| config.phone_number = PhoneNumberUse::Off).await;
    let lin = MiniProgram::of(&server, &wechat, "o-lin");
    let (_, user) = lin.log_in(lin.phone(NUMBER)).await;
    assert_eq!((&user.unwrap()["phone"], wechat.asked()), (&json!(null), 0));
}

#[tokio::test]
async fn who_is_shut_out_neither_opens_nor_agrees() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("guard.db");
    let wechat = FakeWeChat::default();
    let config = Config { database: file.clone().into(), ..wechat::wechat_config(|_| ()) };
    let server =
        Server::of(config, guard_server::clock::ManualClock::new(support::START), wechat::parts(&wechat)).await;
    let operator = guard_server::store::sqlite::Sqlite::open(file.to_str().unwrap()).unwrap();
    let lin = MiniProgram::of(&server, &wechat, "o-lin");
    let (_, user) = lin.log_in(lin.phone(NUMBER)).await;
    let user = user.unwrap();
    let (id, token) = (user["id"].as_str().unwrap(), user["token"].as_str().unwrap());
    let before = server.browser().await;
    let handshake = lin.open(&before.random).await.text("handshake");
    let number = before.number().await;
    assert!(operator.disable_user(id, support::START).await.unwrap());
    server.me(token).await.refused(200, 2020);
    lin.confirm(&handshake, &number, json!({})).await.refused(410, 4110);
    let after = server.browser().await;
    lin.open(&after.random).await.refused(403, 2005);
    assert_eq!(after.poll().await.qr_status(), 0, "and the code is not theirs");
    assert!(operator.enable_user(id).await.unwrap());
    assert_eq!(lin.log_in(json!({})).await.1.unwrap()["id"], *id);
    assert!(operator.remove_user(id).await.unwrap());
    let (_, anew) = lin.log_in(lin.phone(NUMBER)).await;
    assert_ne!(anew.unwrap()["id"], *id, "nothing of the removed account is left, its number included");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_phones_of_one_person_at_once_all_are_logged_in_to_one_account() {
    let wechat: &'static FakeWeChat = Box::leak(Box::default());
    let server: &'static Server = Box::leak(Box::new(server(wechat, |_| ()).await));
    let phones = (0..8).map(|_| {
        let lin = MiniProgram::of(server, wechat, "o-lin");
        tokio::spawn(async move { lin.log_in(json!({})).await })
    });
    let users = futures_util::future::join_all(phones).await.into_iter().map(|user| user.unwrap().1.unwrap());
    let ids: std::collections::BTreeSet<_> = users.map(|user| user["id"].to_string()).collect();
    assert_eq!(ids.len(), 1, "{ids:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_persons_who_share_a_number_at_once_one_has_it() {
    let wechat: &'static FakeWeChat = Box::leak(Box::default());
    let server: &'static Server = Box::leak(Box::new(server(wechat, |_| ()).await));
    let openids = ["o-0", "o-1", "o-2", "o-3", "o-4", "o-5"];
    let phones = openids.map(|openid| {
        let person = MiniProgram::of(server, wechat, openid);
        let more = person.phone(NUMBER);
        tokio::spawn(async move { person.log_in(more).await.0 })
    });
    let answers = futures_util::future::join_all(phones).await.into_iter().map(Result::unwrap);
    let mut statuses: Vec<_> = answers.map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409, 409, 409, 409, 409]);
}
