//! The callback URL of an application: logins that nobody but the visitor of the login page began.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/person.rs"]
mod person;
mod support;

use guard_protocol::Secret;
use guard_server::config::{AppConfig, AuthMethod, CallbackMode, Config, Limits};
use person::{PASSWORD, Person, REDIRECT, Shown, config_with, location, param};
use reqwest::Client;
use serde_json::Value;
use support::{Answer, Server, run, said, send};
use url::Url;

const CALLBACK: &str = "https://shop.example/back?from=login";
const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn code_flow(app: &mut AppConfig) {
    app.callback_url = Some(CALLBACK.to_owned());
}

fn user_in_url(app: &mut AppConfig) {
    code_flow(app);
    app.callback_mode = CallbackMode::UserInUrl;
    app.oidc.auth_method = AuthMethod::ClientSecretPost;
    app.oidc.client_secret = Some(Secret::new(SECRET));
}

/// The page that a visit of the login page leads to.
async fn visit(person: &mut Person<'_>, query: &str) -> Shown {
    person.server.pass(1);
    let url = location(&person.open(&format!("/login?{query}")).await);
    let page = person.open(&url).await;
    assert_eq!(page.status, 200, "{page:?}");
    Shown::of(&url, &page)
}

/// Where a login with the password leads.
async fn log_in(person: &mut Person<'_>, shown: &Shown) -> Url {
    let back = person.log_in(shown, "lin", PASSWORD).await;
    Url::parse(&location(&person.open(&location(&back)).await)).unwrap()
}

/// Exchanges a ticket as the site's server does.
async fn exchange(server: &Server, ticket: &str, redirect_uri: &str, secret: &str) -> Answer {
    let parameters = [
        ("grant_type", "authorization_code"),
        ("code", ticket),
        ("redirect_uri", redirect_uri),
        ("client_id", "demo"),
        ("client_secret", secret),
    ];
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    let request = Client::new().post(format!("{}/oidc/token", server.url)).body(body);
    send(request.header("content-type", "application/x-www-form-urlencoded")).await
}

#[tokio::test]
async fn a_visit_goes_on_to_the_callback_which_begins_the_code_flow() {
    let server = Server::with(config_with(code_flow)).await;
    let mut person = Person::new(&server);
    let shown = visit(&mut person, "app_id=demo&login_hint=lin&lang=zh-CN").await;
    assert!(shown.html.contains("登录 Shanlan") && shown.html.contains("value=\"lin\""), "{}", shown.html);
    let back = log_in(&mut person, &shown).await;
    let issuer = format!("{}/oidc", server.url);
    assert_eq!(back.as_str().split_once("&iss=").unwrap().0, CALLBACK);
    assert_eq!(param(&back, "iss"), Some(issuer));
    for name in ["code", "state", "data", "ticket", "message"] {
        assert_eq!(param(&back, name), None, "a code that nobody asked for is one that anybody can send");
    }
    // The application asks, and is answered at once.
    let answer = Url::parse(&location(&person.authorize(&[]).await)).unwrap();
    assert!(param(&answer, "code").is_some() && param(&answer, "state").as_deref() == Some("st4te"), "{answer}");
    // So is a second visit, since somebody is logged in.
    assert_eq!(location(&person.open("/login?app_id=demo").await), back.as_str());
    server.stop().await;
}

#[tokio::test]
async fn a_login_that_is_declined_comes_back_as_an_error() {
    for (config, expected) in [
        (config_with(code_flow), "error=access_denied&error_description=the%20person%20declined&iss="),
        (config_with(user_in_url), "code=403&message=the%20person%20declined"),
    ] {
        let server = Server::with(config).await;
        let mut person = Person::new(&server);
        let shown = visit(&mut person, "app_id=demo").await;
        let declined = person.submit(&shown.action("cancel"), &[("csrf", &shown.csrf)]).await;
        let url = location(&declined);
        assert!(url.starts_with(&format!("{CALLBACK}&{expected}")), "{url}");
        server.stop().await;
    }
}

#[tokio::test]
async fn the_old_way_brings_the_user_and_a_ticket_that_only_the_sites_server_can_use() {
    let server = Server::with(config_with(user_in_url)).await;
    let mut person = Person::new(&server);
    let shown = visit(&mut person, "app_id=demo").await;
    let back = log_in(&mut person, &shown).await;
    assert_eq!(back.as_str().split_once("&code=").unwrap().0, CALLBACK);
    assert_eq!((param(&back, "code").unwrap(), param(&back, "message").unwrap()), ("200".into(), "logged in".into()));
    let data: Value = serde_json::from_str(&param(&back, "data").unwrap()).unwrap();
    assert_eq!(data["username"], "lin");
    assert!(data.get("token").is_none() && data.get("phone").is_none(), "{data}");
    let ticket = param(&back, "ticket").unwrap();
    assert_eq!(exchange(&server, &ticket, CALLBACK, "wrong").await.status, 401);
    let tokens = exchange(&server, &ticket, CALLBACK, SECRET).await;
    assert_eq!(tokens.status, 200, "{tokens:?}");
    let me = Client::new().get(format!("{}/oidc/me", server.url));
    let me = send(me.bearer_auth(tokens.body["access_token"].as_str().unwrap())).await;
    assert_eq!((&me.body["sub"], &me.body["phone_number"]), (&data["id"], &"13800000001".into()), "{me:?}");
    let again = Url::parse(&location(&person.open("/login?app_id=demo").await)).unwrap();
    let ticket = param(&again, "ticket").unwrap();
    assert_eq!(exchange(&server, &ticket, REDIRECT, SECRET).await.status, 400, "it was sent elsewhere");
    server.stop().await;
}

#[tokio::test]
async fn the_old_way_leads_to_the_applications_own_addresses_alone() {
    let server = Server::with(config_with(user_in_url)).await;
    let mut person = Person::new(&server);
    let at = |uri: &str| {
        let query: String = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("app_id", "demo"), ("redirect_uri", uri)])
            .finish();
        format!("/login?{query}")
    };
    let shown = visit(&mut person, at(REDIRECT).trim_start_matches("/login?")).await;
    let back = log_in(&mut person, &shown).await;
    assert!(back.as_str().starts_with(&format!("{REDIRECT}?code=200&")), "{back}");
    // Logged in by now, so that a redirect would come at once.
    let long = format!("{REDIRECT}/..");
    for uri in ["https://evil.example/", "//evil.example", "javascript:alert(1)", &long, "https://shop.example/cb#x"] {
        let answer = person.open(&at(uri)).await;
        assert!(answer.headers.get("location").is_none(), "{uri}: {answer:?}");
    }
    let twice = format!("{}&redirect_uri=https://evil.example/", at(REDIRECT));
    let answer = person.open(&twice).await;
    let to = answer.headers.get("location").map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
    assert!(!to.contains("evil"), "{to}");
    server.stop().await;
}

#[tokio::test]
async fn without_a_callback_and_for_strangers_the_page_stays_what_it_was() {
    let server = Server::with(config_with(|_| {})).await;
    let mut person = Person::new(&server);
    for path in ["/login", "/login?app_id=demo", "/login?app_id=nobody", "/login?app_id=demo&app_id=demo"] {
        assert_eq!(person.open(path).await.status, 404, "{path}: no page is served here");
    }
    server.stop().await;
    let server = Server::with(config_with(code_flow)).await;
    let mut person = Person::new(&server);
    let listed = format!("/login?app_id=demo&redirect_uri={REDIRECT}");
    for path in ["/login", "/login?app_id=nobody", "/login?app_id=demo&app_id=demo", &listed] {
        assert_eq!(person.open(path).await.status, 404, "{path}");
    }
    server.stop().await;
}

#[tokio::test]
async fn visits_are_limited_as_requests_of_applications_are() {
    let limits = Limits { authorizations_per_minute: 2, ..Limits::default() };
    let server = Server::with(Config { limits, ..config_with(code_flow) }).await;
    let mut person = Person::new(&server);
    for status in [303, 303, 429] {
        assert_eq!(person.open("/login?app_id=demo").await.status, status);
    }
    server.stop().await;
}

#[test]
fn check_config_warns_of_the_old_way_and_refuses_it_without_a_secret() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("guard.toml");
    let check = |rest: &str| {
        let app = "[app]\nid = \"shop\"\nname = \"Shop\"\ncallback_url = \"https://shop.example/back\"\n";
        std::fs::write(&file, format!("{app}{rest}")).unwrap();
        let output = run(&file, &["check-config"], "");
        (output.status.code(), said(&output.stdout))
    };
    let (code, words) = check("");
    assert!(code == Some(0) && !words.contains("warning"), "{words}");
    let oidc = format!("[app.oidc]\nauth_method = \"client_secret_basic\"\nclient_secret = \"{SECRET}\"\n");
    let (code, words) = check(&format!("callback_mode = \"user_in_url\"\n{oidc}"));
    assert!(code == Some(0) && words.starts_with("ok\n"), "{words}");
    let warnings: Vec<_> = words.lines().filter(|line| line.starts_with("warning: ")).collect();
    assert!(warnings.len() == 1 && warnings[0].contains("`app.callback_mode`") && warnings[0].contains("code_flow"));
    let (code, words) = check("callback_mode = \"user_in_url\"\n");
    assert!(
        code == Some(1) && words.contains(":5: `app.callback_mode`") && words.contains("oidc.auth_method"),
        "{words}"
    );
}
