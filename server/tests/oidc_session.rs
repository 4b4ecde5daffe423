//! Single sign-on and its end: `/oidc/session/end`, and who is told of it.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/person.rs"]
mod person;
mod support;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::{StatusCode, Uri};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use person::{Person, REDIRECT, Shown, VERIFIER, config_with, location, param};
use serde_json::Value;
use support::{Answer, Server, send};
use tokio::net::TcpListener;
use url::{Url, form_urlencoded};

const BYE: &str = "https://shop.example/bye";

fn config() -> guard_server::config::Config {
    config_with(|app| app.oidc.post_logout_redirect_uris = vec![BYE.to_owned()])
}

/// The tokens for the code of `answer`.
async fn tokens(server: &Server, answer: &Url) -> Answer {
    let code = param(answer, "code").unwrap();
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", REDIRECT),
        ("client_id", "demo"),
        ("code_verifier", VERIFIER),
    ];
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = server.http.post(format!("{}/oidc/token", server.url)).body(body);
    let tokens = send(request.header("content-type", "application/x-www-form-urlencoded")).await;
    assert_eq!(tokens.status, 200, "{tokens:?}");
    tokens
}

/// What a token says.
fn claims(token: &str) -> Value {
    let body = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).unwrap()).unwrap()
}

async fn logged_in<'a>(server: &'a Server, account: &str) -> (Person<'a>, Answer, String) {
    let mut person = Person::new(server);
    let answer = person.log_in_as(account, &[]).await;
    let tokens = tokens(server, &answer).await;
    let id_token = tokens.body["id_token"].as_str().unwrap().to_owned();
    (person, tokens, id_token)
}

fn end_url(fields: &[(&str, &str)]) -> String {
    format!("/oidc/session/end?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish())
}

async fn is_logged_in(person: &mut Person<'_>) -> bool {
    let silent = location(&person.authorize(&[("prompt", "none")]).await);
    assert!(silent.contains("code=") || silent.contains("error=login_required"), "{silent}");
    silent.contains("code=")
}

#[tokio::test]
async fn a_code_becomes_tokens_that_name_the_session_of_the_browser() {
    let server = Server::with(config()).await;
    let (mut person, _, id_token) = logged_in(&server, "lin").await;
    let first = claims(&id_token);
    assert_eq!((&first["sub"], &first["aud"], &first["nonce"]), (&"demo-lin".into(), &"demo".into(), &"n0nce".into()));
    assert_eq!(
        (&first["amr"], first["auth_time"].as_i64()),
        (&serde_json::json!(["pwd"]), Some(support::START / 1000 + 1))
    );
    server.pass(60);
    let again = person.log_in_as("lin", &[("prompt", "login")]).await;
    let again = claims(tokens(&server, &again).await.body["id_token"].as_str().unwrap());
    assert_eq!(again["sid"], first["sid"], "the same person goes on");
    assert_eq!(again["auth_time"].as_i64(), Some(support::START / 1000 + 62));
    server.stop().await;
}

#[tokio::test]
async fn an_application_with_the_sessions_own_token_ends_it_at_once() {
    let server = Server::with(config()).await;
    let (mut person, tokens, id_token) = logged_in(&server, "lin").await;
    let access = tokens.body["access_token"].as_str().unwrap();
    assert_eq!(send(server.get("/oidc/me").bearer_auth(access)).await.status, 200);
    let url = end_url(&[("id_token_hint", &id_token), ("post_logout_redirect_uri", BYE), ("state", "a&b")]);
    let ended = person.open(&url).await;
    assert_eq!(location(&ended), format!("{BYE}?state=a%26b"));
    assert_eq!(ended.header("cache-control"), "no-store");
    assert!(!person.cookies.contains_key("guard_session"));
    assert_eq!(send(server.get("/oidc/me").bearer_auth(access)).await.status, 401, "what came of it ends with it");
    assert!(!is_logged_in(&mut person).await);
    server.stop().await;
}

#[tokio::test]
async fn an_expired_token_of_the_session_ends_it_too() {
    let server = Server::with(config()).await;
    let (mut person, _, id_token) = logged_in(&server, "lin").await;
    server.pass(7200);
    let ended = person.open(&end_url(&[("id_token_hint", &id_token), ("post_logout_redirect_uri", BYE)])).await;
    assert_eq!(location(&ended), BYE);
    assert!(!is_logged_in(&mut person).await);
    server.stop().await;
}

#[tokio::test]
async fn everybody_else_has_to_ask_the_person() {
    let server = Server::with(config()).await;
    let (mut person, _, _) = logged_in(&server, "lin").await;
    let (_, _, of_another) = logged_in(&server, "chen").await;
    let forged = format!("{of_another}x");
    for fields in [
        vec![],
        vec![("client_id", "demo"), ("post_logout_redirect_uri", BYE)],
        vec![("id_token_hint", of_another.as_str())],
        vec![("id_token_hint", forged.as_str())],
        vec![("id_token_hint", "e30.e30.")],
    ] {
        let asked = person.open(&end_url(&fields)).await;
        assert_eq!(asked.status, 200, "{fields:?}: {asked:?}");
        assert!(asked.body.as_str().unwrap().contains("Log out?"), "{asked:?}");
        assert!(asked.header("content-security-policy").contains("frame-ancestors 'none'"), "clickjacking");
        assert!(is_logged_in(&mut person).await, "{fields:?}");
    }
    server.stop().await;
}

#[tokio::test]
async fn the_answer_to_the_question_is_the_pages_own() {
    let server = Server::with(config()).await;
    let (mut person, _, _) = logged_in(&server, "lin").await;
    let (mut other, _, _) = logged_in(&server, "chen").await;
    let url = end_url(&[("client_id", "demo"), ("post_logout_redirect_uri", BYE)]);
    let csrf_of = |page: &Answer| Shown::of("interaction=x", page).csrf;
    let (own, theirs) = (csrf_of(&person.open(&url).await), csrf_of(&other.open(&url).await));
    let path = "/oidc/session/end/confirm";
    for (csrf, headers) in [
        ("", ("sec-fetch-site", "same-origin")),
        (theirs.as_str(), ("sec-fetch-site", "same-origin")),
        (own.as_str(), ("sec-fetch-site", "cross-site")),
        (own.as_str(), ("origin", "https://evil.example")),
    ] {
        let refused = person.submit_from(path, &[("csrf", csrf), ("answer", "yes")], &[headers]).await;
        assert_eq!(refused.status, 403, "logout CSRF: {headers:?}");
        assert!(is_logged_in(&mut person).await);
    }
    let stayed = person.submit(path, &[("csrf", &own), ("answer", "no")]).await;
    assert_eq!(stayed.status, 200);
    assert!(is_logged_in(&mut person).await);
    let fields = [("csrf", own.as_str()), ("answer", "yes"), ("client_id", "demo"), ("post_logout_redirect_uri", BYE)];
    assert_eq!(location(&person.submit(path, &fields).await), BYE);
    assert!(!is_logged_in(&mut person).await);
    assert!(is_logged_in(&mut other).await);
    server.stop().await;
}

#[tokio::test]
async fn a_logout_leads_nowhere_but_to_registered_addresses() {
    let server = Server::with(config()).await;
    let (mut person, _, id_token) = logged_in(&server, "lin").await;
    for uri in
        ["https://evil.example/", "https://shop.example/bye/", "//evil.example", REDIRECT, "https://shop.example/bye#x"]
    {
        let refused = person.open(&end_url(&[("id_token_hint", &id_token), ("post_logout_redirect_uri", uri)])).await;
        assert_eq!((refused.status, refused.header("location")), (400, String::new()), "{uri}");
    }
    let unknown = person.open(&end_url(&[("post_logout_redirect_uri", BYE)])).await;
    assert_eq!(unknown.status, 400, "nobody knows whose address it is");
    let crossed = person.open(&end_url(&[("id_token_hint", &id_token), ("client_id", "other")])).await;
    assert_eq!(crossed.status, 400);
    assert!(is_logged_in(&mut person).await);
    server.stop().await;
}

#[tokio::test]
async fn a_form_of_another_site_asks_after_its_redirect_without_the_token_in_the_url() {
    let server = Server::with(config()).await;
    let (mut person, _, id_token) = logged_in(&server, "lin").await;
    let fields = [("id_token_hint", id_token.as_str()), ("post_logout_redirect_uri", BYE), ("state", "s")];
    // SameSite=Lax: the cookies stay behind.
    let first =
        Person::new(&server).submit_from("/oidc/session/end", &fields, &[("sec-fetch-site", "cross-site")]).await;
    let url = location(&first);
    assert!(url.starts_with("/oidc/session/end?client_id=demo&") && !url.contains(&id_token), "{url}");
    assert!(person.open(&url).await.body.as_str().unwrap().contains("Log out?"));
    assert!(is_logged_in(&mut person).await);
    server.stop().await;
}

/// A server that keeps what is posted to it, with the path.
async fn listener(status: StatusCode) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/out", listener.local_addr().unwrap());
    let heard = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&heard);
    let keep = move |uri: Uri, body: String| {
        kept.lock().unwrap().push(format!("{uri} {body}"));
        async move { (status, [("location", "/elsewhere")]) }
    };
    tokio::spawn(axum::serve(listener, Router::new().fallback(keep)).into_future());
    (url, heard)
}

async fn until_heard(heard: &Mutex<Vec<String>>, count: usize) -> Vec<String> {
    loop {
        let found = heard.lock().unwrap().clone();
        if found.len() >= count {
            return found;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn the_applications_server_is_told_of_a_logout() {
    let (url, heard) = listener(StatusCode::OK).await;
    let config = config_with(|app| app.oidc.back_channel_logout_uri = Some(url));
    let server = Server::with(config).await;
    let (mut person, _, id_token) = logged_in(&server, "lin").await;
    person.open(&end_url(&[("id_token_hint", &id_token)])).await;
    let request = until_heard(&heard, 1).await.remove(0);
    assert!(request.starts_with("/out "), "{request}");
    let token = request.split("logout_token=").nth(1).unwrap().trim();
    let header: Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap()).unwrap();
    assert_eq!(header["typ"], "logout+jwt");
    let (told, session) = (claims(token), claims(&id_token));
    for name in ["iss", "sub", "aud", "sid"] {
        assert_eq!(told[name], session[name], "{name}");
    }
    assert!(told["events"]["http://schemas.openid.net/event/backchannel-logout"].is_object(), "{told}");
    assert!(told["jti"].is_string() && told.get("nonce").is_none(), "a nonce would make an ID token of it");
    assert!(told["exp"].as_i64().unwrap() - told["iat"].as_i64().unwrap() <= 120);
    server.stop().await;
}

#[tokio::test]
async fn who_cannot_hear_is_told_again_and_a_redirect_is_not_followed() {
    let (url, heard) = listener(StatusCode::TEMPORARY_REDIRECT).await;
    let config = config_with(|app| app.oidc.back_channel_logout_uri = Some(url));
    let server = Server::with(config).await;
    let (mut person, _, id_token) = logged_in(&server, "lin").await;
    person.open(&end_url(&[("id_token_hint", &id_token)])).await;
    let requests = until_heard(&heard, 2).await;
    assert!(requests.iter().all(|request| request.starts_with("/out ")), "{requests:?}");
    server.stop().await;
}

#[tokio::test]
async fn another_person_in_the_browser_ends_what_the_first_one_had() {
    let (url, heard) = listener(StatusCode::OK).await;
    let config = config_with(|app| app.oidc.back_channel_logout_uri = Some(url));
    let server = Server::with(config).await;
    let (mut person, first, id_token) = logged_in(&server, "lin").await;
    person.log_in_as("lin", &[("prompt", "login")]).await;
    let access = first.body["access_token"].as_str().unwrap();
    assert_eq!(send(server.get("/oidc/me").bearer_auth(access)).await.status, 200, "the same person goes on");
    assert!(heard.lock().unwrap().is_empty());
    person.log_in_as("chen", &[("prompt", "login")]).await;
    assert_eq!(send(server.get("/oidc/me").bearer_auth(access)).await.status, 401);
    let request = until_heard(&heard, 1).await.remove(0);
    assert_eq!(claims(request.split("logout_token=").nth(1).unwrap().trim())["sub"], claims(&id_token)["sub"]);
    server.stop().await;
}

#[tokio::test]
async fn the_applications_page_is_shown_in_a_frame_when_somebody_logs_out() {
    let config = config_with(|app| {
        app.oidc.post_logout_redirect_uris = vec![BYE.to_owned()];
        app.oidc.front_channel_logout_uri = Some("https://shop.example/out?a=1".to_owned());
    });
    let server = Server::with(config).await;
    let (mut person, _, id_token) = logged_in(&server, "lin").await;
    let url = end_url(&[("id_token_hint", &id_token), ("post_logout_redirect_uri", BYE)]);
    let page = person.open(&url).await;
    let html = page.body.as_str().unwrap();
    let sid = claims(&id_token)["sid"].as_str().unwrap().to_owned();
    assert!(html.contains("<iframe src=\"https://shop.example/out?a=1&amp;iss=http"), "{html}");
    assert!(html.contains(&format!("&amp;sid={sid}")) && html.contains(&format!("href=\"{BYE}\"")), "{html}");
    assert!(page.header("content-security-policy").contains("frame-src https://shop.example;"), "{page:?}");
    server.stop().await;
}
