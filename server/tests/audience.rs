//! A token counts for its application and no other, on every endpoint.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::sync::Arc;

use guard_protocol::paths;
use guard_server::clock::ManualClock;
use guard_server::config::{AppConfig, Config, Database, Extension};
use guard_server::demo;
use guard_server::passwords::Passwords;
use guard_server::pool::{Capacity, Pool};
use guard_server::state::Parts;
use guard_server::store::Store;
use guard_server::store::sqlite::Sqlite;
use serde_json::json;
use support::{Answer, Phone, START, Server, send};

/// Two applications with the same people, which take plain clients.
async fn two_applications() -> Server {
    let shop = AppConfig {
        id: "demo".to_owned(),
        name: "Shanlan".to_owned(),
        extension: Extension { allow_plain: true, ..Extension::default() },
        ..AppConfig::default()
    };
    let bank = AppConfig { id: "bank".to_owned(), name: "Bank".to_owned(), ..shop.clone() };
    let store: Arc<dyn Store> = Arc::new(Sqlite::open(":memory:").unwrap());
    let pool = Pool::new("passwords", Capacity::default()).unwrap();
    demo::seed(store.as_ref(), &Passwords::new(Arc::clone(&store), pool), START).await.unwrap();
    let config = Config { app: Some(shop), apps: vec![bank], database: Database::Memory, ..Config::default() };
    Server::of(config, ManualClock::new(START), Parts { store: Some(store), ..Parts::default() }).await
}

/// A phone on which `lin` is logged in at the first application.
async fn phone(server: &Server) -> Phone<'_> {
    Phone { server, token: server.log_in("lin", demo::PASSWORD).await.text("token") }
}

async fn me(server: &Server, app_id: Option<&str>, token: &str) -> Answer {
    let request = server.get(paths::USERS_ME).bearer_auth(token);
    send(match app_id {
        Some(id) => request.header("x-authing-app-id", id),
        None => request,
    })
    .await
}

#[tokio::test]
async fn a_site_that_is_handed_anothers_token_learns_that_it_is_none_of_its_own() {
    let server = two_applications().await;
    let token = phone(&server).await.token;
    assert_eq!(me(&server, Some("demo"), &token).await.data()["username"], "lin");
    me(&server, Some("bank"), &token).await.refused(200, 2020);
    me(&server, None, &token).await.refused(200, 2101);
    me(&server, Some(""), &token).await.refused(200, 2101);
    for logout in [server.get(paths::LOGOUT), server.http.post(format!("{}{}", server.url, paths::LOGOUT))] {
        send(logout.bearer_auth(&token).header("x-authing-app-id", "bank")).await.refused(200, 2020);
    }
    assert_eq!(me(&server, Some("demo"), &token).await.data()["username"], "lin");
}

#[tokio::test]
async fn a_phones_login_counts_for_codes_of_its_application_alone() {
    let server = two_applications().await;
    let phone = phone(&server).await;
    for challenge in [Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), None] {
        let gene = server.http.post(format!("{}{}", server.url, paths::QRCODE_GENE)).header("origin", &server.url);
        let body = challenge.map_or(json!({}), |challenge| json!({ "challenge": challenge }));
        let gene = send(gene.header("x-authing-app-id", "bank").json(&body)).await;
        let random = gene.text("random");
        phone.scan(&random).await.refused(200, 2020);
        assert_eq!(server.plain_check(&random).await.qr_status(), 0, "nobody has scanned it");
        for path in [paths::QRCODE_CONFIRM, paths::QRCODE_CANCEL] {
            phone.post(path, &json!({ "random": random })).await.refused(200, 2020);
        }
    }
}

#[tokio::test]
async fn the_login_of_a_code_is_for_the_codes_application() {
    let server = two_applications().await;
    let browser = server.browser().await;
    let (_, ticket) = browser.authorize_by(&phone(&server).await).await;
    // Whatever application the exchange names.
    let redeem = server.http.post(format!("{}{}", server.url, paths::QRCODE_USERINFO));
    let body = json!({ "ticket": ticket, "verifier": browser.verifier });
    let token = send(redeem.header("x-authing-app-id", "bank").json(&body)).await.text("token");
    assert_eq!(me(&server, Some("demo"), &token).await.data()["username"], "lin");
    me(&server, Some("bank"), &token).await.refused(200, 2020);
}
