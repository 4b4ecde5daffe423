//! `/oidc/auth`, by the checks of RFC 9700, sections 2 and 4.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/person.rs"]
mod person;
mod support;

use person::{PASSWORD, Person, REDIRECT, config, location, param, request};
use support::{Answer, Server};
use url::Url;

/// The headers of all that belongs to a login.
#[track_caller]
fn kept_by_nobody(answer: &Answer) {
    assert_eq!(answer.header("cache-control"), "no-store", "{answer:?}");
    assert_eq!(answer.header("referrer-policy"), "no-referrer", "{answer:?}");
    assert_eq!(answer.header("cross-origin-opener-policy"), "", "a popup must find its opener: {answer:?}");
}

#[tokio::test]
async fn a_login_by_password_is_answered_with_a_code_state_and_issuer() {
    let server = Server::with(config()).await;
    let mut person = Person::new(&server);
    let answer = person.log_in_as("lin", &[]).await;
    assert!(answer.as_str().starts_with(&format!("{REDIRECT}?code=")), "{answer}");
    assert_eq!(param(&answer, "state").as_deref(), Some("st4te"));
    assert_eq!(param(&answer, "iss"), Some(format!("{}/oidc", server.url)), "RFC 9207: against mix-up");
    let code = param(&answer, "code").unwrap();
    assert!(code.len() >= 22 && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
    server.stop().await;
}

#[tokio::test]
async fn who_is_logged_in_is_answered_at_once_and_other_browsers_are_not() {
    let server = Server::with(config()).await;
    let mut person = Person::new(&server);
    let first = person.log_in_as("lin", &[]).await;
    let again = person.authorize(&[("state", "second")]).await;
    kept_by_nobody(&again);
    let second = Url::parse(&location(&again)).unwrap();
    assert_eq!(param(&second, "state").as_deref(), Some("second"));
    assert_ne!(param(&first, "code"), param(&second, "code"));
    assert!(location(&Person::new(&server).authorize(&[]).await).starts_with("/login?"));
    server.stop().await;
}

#[tokio::test]
async fn a_state_that_was_not_sent_is_not_answered() {
    let server = Server::with(config()).await;
    let answer = Person::new(&server).log_in_as("lin", &[("state", ""), ("nonce", "")]).await;
    assert!(param(&answer, "code").is_some() && param(&answer, "state").is_none());
    server.stop().await;
}

#[tokio::test]
async fn what_cannot_be_answered_is_a_page_and_never_a_redirect() {
    let server = Server::with(config()).await;
    let mut person = Person::new(&server);
    for changes in [
        [("client_id", "nobody")],
        [("client_id", "")],
        [("redirect_uri", "")],
        [("redirect_uri", "https://evil.example/cb")],
        [("redirect_uri", "https://shop.example/cb/../evil")],
        [("redirect_uri", "https://shop.example/cb?next=https://evil.example")],
        [("redirect_uri", "//evil.example")],
        [("redirect_uri", "/\\evil.example")],
        [("redirect_uri", "https:evil.example")],
        [("redirect_uri", "https://shop.example@evil.example/cb")],
        [("redirect_uri", "HTTPS://shop.example/cb")],
        [("redirect_uri", "https://shop.example/cb\r\nlocation: https://evil.example")],
        [("redirect_uri", "javascript:alert(1)")],
        [("redirect_uri", "data:text/html,x")],
    ] {
        let answers = [person.authorize(&changes).await, person.authorize(&[changes[0], ("prompt", "none")]).await];
        for answer in answers {
            assert_eq!((answer.status, answer.header("location")), (400, String::new()), "{changes:?}");
            kept_by_nobody(&answer);
            assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{changes:?}");
            assert_eq!(answer.header("x-frame-options"), "DENY");
            assert!(!answer.body.as_str().unwrap().contains("evil.example"), "nothing of the request is shown");
        }
    }
    server.stop().await;
}

#[tokio::test]
async fn what_is_asked_wrongly_is_answered_with_an_error_state_and_issuer() {
    let server = Server::with(config()).await;
    for (changes, error) in [
        ([("response_type", "token")], "unsupported_response_type"),
        ([("scope", "profile")], "invalid_scope"),
        ([("code_challenge", "")], "invalid_request"),
        ([("code_challenge_method", "plain")], "invalid_request"),
        ([("prompt", "none login")], "invalid_request"),
        ([("prompt", "none")], "login_required"),
        ([("request", "x")], "request_not_supported"),
        ([("request_uri", "https://shop.example/r")], "request_uri_not_supported"),
        ([("id_token_hint", "e30.e30.x")], "invalid_request"),
    ] {
        let answer = Person::new(&server).authorize(&changes).await;
        kept_by_nobody(&answer);
        let url = location(&answer).replace("cb#", "cb?");
        let url = Url::parse(&url).unwrap();
        assert_eq!(param(&url, "error").as_deref(), Some(error), "{changes:?}");
        assert_eq!(param(&url, "state").as_deref(), Some("st4te"), "{changes:?}");
        assert_eq!(param(&url, "iss"), Some(format!("{}/oidc", server.url)), "{changes:?}");
        assert!(param(&url, "code").is_none());
    }
    server.stop().await;
}

#[tokio::test]
async fn each_response_mode_carries_the_answer_its_own_way() {
    let server = Server::with(config()).await;
    let mut person = Person::new(&server);
    person.log_in_as("lin", &[]).await;
    let fragment = location(&person.authorize(&[("response_mode", "fragment")]).await);
    assert!(fragment.starts_with(&format!("{REDIRECT}#code=")), "{fragment}");
    let own = "http://127.0.0.1:3000/cb?a=1";
    let query = location(&person.authorize(&[("redirect_uri", own)]).await);
    assert!(query.starts_with(&format!("{own}&code=")), "{query}");

    let form = person.authorize(&[("response_mode", "form_post")]).await;
    let html = form.body.as_str().unwrap();
    assert!(html.contains(&format!("<form method=\"post\" action=\"{REDIRECT}\">")), "{html}");
    for name in ["code", "state", "iss"] {
        assert!(html.contains(&format!("name=\"{name}\" value=\"")), "{name}");
    }
    assert!(!form.header("content-security-policy").contains("form-action"), "the application may lead on from there");
    kept_by_nobody(&form);

    for (changes, name) in [
        ([("response_mode", "web_message"), ("prompt", "none")], "code"),
        ([("response_mode", "web_message"), ("scope", "x")], "error"),
    ] {
        let message = person.authorize(&changes).await;
        assert_eq!(message.status, 200);
        kept_by_nobody(&message);
        let policy = message.header("content-security-policy");
        assert!(policy.contains("frame-ancestors https://shop.example"), "{policy}");
        assert!(policy.contains("script-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(message.header("x-frame-options"), "");
        let html = message.body.as_str().unwrap();
        let data = html.split("id=\"guard-answer\">").nth(1).unwrap().split("</script>").next().unwrap();
        let data: serde_json::Value = serde_json::from_str(data).unwrap();
        assert_eq!(data["origin"], "https://shop.example");
        assert!(data["response"][name].is_string() && data["response"]["state"] == "st4te", "{data}");
        assert_eq!(data["response"]["iss"], format!("{}/oidc", server.url));
        assert!(!html.contains("postMessage(*") && !html.contains("'*'"), "never to whoever is there");
    }
    server.stop().await;
}

#[tokio::test]
async fn silence_is_answered_in_a_frame_of_the_applications_page_alone() {
    let server = Server::with(config()).await;
    let silent = Person::new(&server).authorize(&[("prompt", "none"), ("response_mode", "web_message")]).await;
    assert_eq!(silent.status, 200, "an answer and no page");
    assert!(silent.body.as_str().unwrap().contains("login_required"));
    assert!(silent.header("content-security-policy").contains("frame-ancestors https://shop.example"));
    let mut person = Person::new(&server);
    let shown = person.page(&[("response_mode", "web_message")]).await;
    let page = person.open(&format!("/login?interaction={}", shown.id)).await;
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"), "clickjacking: {page:?}");
    assert_eq!(page.header("x-frame-options"), "DENY");
    server.stop().await;
}

#[tokio::test]
async fn a_request_that_a_form_of_another_site_brings_finds_the_session_after_its_redirect() {
    let server = Server::with(config()).await;
    let mut person = Person::new(&server);
    person.log_in_as("lin", &[]).await;
    // SameSite=Lax: the cookies stay behind.
    let mut bare = Person::new(&server);
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(request(&[]).as_bytes()).into_owned().collect();
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let first = bare.submit_from("/oidc/auth", &fields, &[("origin", "https://shop.example")]).await;
    let url = location(&first);
    assert!(url.starts_with("/oidc/auth/"), "{url}");
    person.cookies.extend(bare.cookies);
    let answer = Url::parse(&location(&person.open(&url).await)).unwrap();
    assert!(param(&answer, "code").is_some());
    server.stop().await;
}

#[tokio::test]
async fn a_request_is_answered_once_and_to_its_own_browser() {
    let server = Server::with(config()).await;
    let mut person = Person::new(&server);
    let shown = person.page(&[]).await;
    let back = location(&person.log_in(&shown, "lin", PASSWORD).await);
    let mut other = Person::new(&server);
    let lost = other.open(&back).await;
    assert_eq!(lost.status, 410, "without the cookie");
    assert!(lost.body.as_str().unwrap().contains("cookies"), "{lost:?}");
    other.log_in_as("chen", &[]).await;
    assert_eq!(other.open(&back).await.status, 410, "with another one: nobody else's login gets there");
    let answer = person.open(&back).await;
    assert!(param(&Url::parse(&location(&answer)).unwrap(), "code").is_some());
    let again = person.open(&back).await;
    assert_eq!((again.status, again.header("location")), (410, String::new()), "history leads to no second code");
    server.stop().await;
}

#[tokio::test]
async fn an_old_request_is_over_and_says_what_to_do() {
    let server = Server::with(config()).await;
    let mut person = Person::new(&server);
    let shown = person.page(&[]).await;
    server.pass(15 * 60);
    for answer in [
        person.open(&format!("/login?interaction={}", shown.id)).await,
        person.open(&format!("/oidc/auth/{}", shown.id)).await,
        person.log_in(&shown, "lin", PASSWORD).await,
    ] {
        assert_eq!(answer.status, 410, "{answer:?}");
        assert!(answer.body.as_str().unwrap().contains("log in from there"), "{answer:?}");
        kept_by_nobody(&answer);
    }
    assert!(!person.cookies.contains_key("guard_session"));
    server.stop().await;
}

#[tokio::test]
async fn prompt_login_and_max_age_ask_again_and_a_new_login_is_enough() {
    let server = Server::with(config()).await;
    let mut person = Person::new(&server);
    person.log_in_as("lin", &[]).await;
    server.pass(100);
    for changes in [[("prompt", "login")], [("max_age", "99")], [("max_age", "0")]] {
        let silent = person.authorize(&[changes[0], ("prompt", "none")]).await;
        if changes[0].0 == "max_age" {
            let url = Url::parse(&location(&silent)).unwrap();
            assert_eq!(param(&url, "error").as_deref(), Some("login_required"));
        }
        let answer = person.log_in_as("lin", &changes).await;
        assert!(param(&answer, "code").is_some(), "{changes:?}");
        server.pass(100);
    }
    let young = person.authorize(&[("max_age", "100")]).await;
    assert!(location(&young).starts_with(REDIRECT));
    server.stop().await;
}

#[tokio::test]
async fn an_account_is_chosen_changed_or_declined() {
    let server = Server::with(config()).await;
    let mut person = Person::new(&server);
    person.log_in_as("lin", &[]).await;
    let choose = [("prompt", "select_account")];

    let shown = person.page(&choose).await;
    assert!(shown.html.contains("林晓") && !shown.html.contains("name=\"password\""), "{}", shown.html);
    let own = [("csrf", shown.csrf.as_str())];
    let back = location(&person.submit(&shown.action("continue"), &own).await);
    assert!(location(&person.open(&back).await).contains("code="));

    let shown = person.page(&choose).await;
    let own = [("csrf", shown.csrf.as_str())];
    let url = location(&person.submit(&shown.action("another"), &own).await);
    let form = person.open(&url).await;
    let form = person::Shown::of(&url, &form);
    assert!(form.html.contains("name=\"password\""));
    let back = location(&person.log_in(&form, "chen", PASSWORD).await);
    assert!(location(&person.open(&back).await).contains("code="));

    let shown = person.page(&choose).await;
    assert!(shown.html.contains("Alex Chen"), "the other account took the place of the first");
    let own = [("csrf", shown.csrf.as_str())];
    let declined = person.submit(&shown.action("cancel"), &own).await;
    let url = Url::parse(&location(&declined)).unwrap();
    assert_eq!(param(&url, "error").as_deref(), Some("access_denied"));
    assert_eq!(param(&url, "state").as_deref(), Some("st4te"));
    assert_eq!(person.submit(&shown.action("cancel"), &own).await.status, 410, "once");
    server.stop().await;
}
