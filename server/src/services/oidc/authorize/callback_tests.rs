//! Visits of the login page, and what Authing's old callbacks get.

use super::super::answer::{Answer, Outcome};
use super::super::error::ErrorCode;
use super::*;
use crate::config::Config;
use crate::demo;

const CALLBACK: &str = "https://shop.example/back?from=login";
const LISTED: &str = "https://shop.example/other";

fn app(callback_url: Option<&str>, callback_mode: CallbackMode) -> AppConfig {
    AppConfig {
        callback_url: callback_url.map(str::to_owned),
        callback_mode,
        redirect_uris: vec![LISTED.to_owned()],
        ..demo::app("https://own.example")
    }
}

fn visited(redirect_uri: Option<&str>) -> Visited {
    Visited { redirect_uri: redirect_uri.map(str::to_owned), ..Visited::default() }
}

#[test]
fn a_visit_is_a_login_for_the_callback_alone() {
    let of = |callback, mode, uri| {
        let request = of_visit(&app(callback, mode), visited(uri))?;
        Some((request.redirect_uri, request.brings))
    };
    let (code, user) = (CallbackMode::CodeFlow, CallbackMode::UserInUrl);
    assert_eq!(of(None, code, None), None);
    assert_eq!(of(None, user, None), None);
    assert_eq!(of(Some(CALLBACK), code, None), Some((CALLBACK.to_owned(), Brings::Issuer)));
    assert_eq!(of(Some(CALLBACK), user, None), Some((CALLBACK.to_owned(), Brings::User)));
    // With an address of its own the page of the widget goes on there; in the old way that brings the user.
    for uri in [CALLBACK, LISTED] {
        assert_eq!(of(Some(CALLBACK), code, Some(uri)), None);
        assert_eq!(of(Some(CALLBACK), user, Some(uri)), Some((uri.to_owned(), Brings::User)));
    }
    for uri in
        ["https://evil.example/", "//evil.example", "", "https://shop.example/back", "https://shop.example/other/"]
    {
        assert_eq!(of(Some(CALLBACK), user, Some(uri)), None, "{uri}");
    }
    assert_eq!(of(Some("https://shop.example/#/back"), code, None), None, "it can carry no answer");
}

#[test]
fn an_operator_who_ends_the_old_way_ends_the_logins_that_are_under_way() {
    let (code, user) = (app(Some(CALLBACK), CallbackMode::CodeFlow), app(Some(CALLBACK), CallbackMode::UserInUrl));
    for brings in [Brings::Code, Brings::Issuer] {
        assert!(brings.is_allowed(&code) && brings.is_allowed(&user));
    }
    assert!(Brings::User.is_allowed(&user) && !Brings::User.is_allowed(&code));
}

fn user() -> UserRow {
    UserRow {
        id: "u1".to_owned(),
        username: Some("lin".to_owned()),
        nickname: Some("林 & \"Wei\" +1#é".to_owned()),
        photo: Some("/lin.png".to_owned()),
        phone: Some("+8613800000001".to_owned()),
        email: None,
    }
}

fn of(user: &UserRow) -> Secret {
    data(user, |photo| format!("https://own.example{photo}"))
}

fn url(outcome: Outcome) -> String {
    let request = of_visit(&app(Some(CALLBACK), CallbackMode::UserInUrl), visited(None)).unwrap();
    request.answer(outcome).url("https://own.example/oidc")
}

#[test]
fn the_old_way_is_read_by_every_reader_of_addresses() {
    let url = url(Outcome::User { data: of(&user()), ticket: Secret::new("t+/=") });
    let query = url.strip_prefix("https://shop.example/back?from=login&").unwrap();
    assert!(!query.contains(['+', ' ', '#', '"', '\'', '<']) && query.is_ascii(), "{query}");
    let read: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let names: Vec<_> = read.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["code", "message", "data", "ticket"]);
    assert_eq!((read[0].1.as_str(), read[3].1.as_str()), ("200", "t+/="));
    let data: serde_json::Value = serde_json::from_str(&read[2].1).unwrap();
    assert_eq!(data["nickname"], "林 & \"Wei\" +1#é");
    assert_eq!((&data["id"], &data["photo"]), (&"u1".into(), &"https://own.example/lin.png".into()));
}

#[test]
fn neither_phone_number_nor_picture_of_any_length_is_in_an_address() {
    let long = UserRow { photo: Some(format!("data:image/png;base64,{}", "A".repeat(9_000))), ..user() };
    for row in [user(), long] {
        let url = url(Outcome::User { data: of(&row), ticket: Secret::new("t") });
        assert!(!url.contains("13800000001") && !url.contains("base64") && url.len() < 1_000, "{url}");
    }
}

#[test]
fn a_login_that_was_declined_is_told_in_the_words_of_the_way() {
    let declined = Outcome::Error(ErrorCode::AccessDenied, "the person declined");
    assert!(url(declined.clone()).ends_with("&code=403&message=the%20person%20declined"));
    let request = of_visit(&app(Some(CALLBACK), CallbackMode::CodeFlow), visited(None)).unwrap();
    let url = request.answer(declined).url("https://own.example/oidc");
    assert!(url.contains("error=access_denied") && url.contains("&iss=https%3A%2F%2Fown.example%2Foidc"), "{url}");
}

#[test]
fn an_application_that_begins_is_told_the_issuer_and_nothing_else() {
    let request = of_visit(&app(Some(LISTED), CallbackMode::CodeFlow), visited(None)).unwrap();
    let answer: Answer = request.answer(Outcome::LoggedIn);
    assert_eq!(answer.url("https://own.example/oidc"), format!("{LISTED}?iss=https%3A%2F%2Fown.example%2Foidc"));
}

#[test]
fn debug_shows_no_ticket_and_no_user() {
    let outcome = Outcome::User { data: of(&user()), ticket: Secret::new("t1cket") };
    let shown = format!("{outcome:?}");
    assert!(!shown.contains("t1cket") && !shown.contains("lin"), "{shown}");
}

#[test]
fn the_old_way_is_warned_of_and_needs_a_server_that_can_check() {
    let config = |app: AppConfig| Config { app: Some(app), ..Config::default() };
    let of = |callback: Option<&str>, mode, secret: bool| {
        let mut app = AppConfig { id: "shop".to_owned(), name: "Shop".to_owned(), ..app(callback, mode) };
        if secret {
            app.oidc.auth_method = crate::config::AuthMethod::ClientSecretBasic;
            app.oidc.client_secret = Some(Secret::new("0123456789abcdef0123456789abcdef"));
        }
        let config = config(app);
        let faults = config.check().err().map(|error| error.to_string()).unwrap_or_default();
        (faults, config.warnings().into_iter().map(|warning| warning.to_string()).collect::<Vec<_>>())
    };
    assert_eq!(of(Some(CALLBACK), CallbackMode::CodeFlow, false), (String::new(), Vec::new()));
    let (faults, warnings) = of(Some(CALLBACK), CallbackMode::UserInUrl, true);
    assert!(faults.is_empty(), "{faults}");
    assert!(warnings.len() == 1 && warnings[0].starts_with("`app.callback_mode` = \"user_in_url\" puts the user"));
    let (faults, _) = of(Some(CALLBACK), CallbackMode::UserInUrl, false);
    assert!(faults.contains("`app.callback_mode` \"user_in_url\" needs an `oidc.auth_method`"), "{faults}");
    for (uri, word) in [
        ("http://shop.cn/back", "https"),
        ("https://shop.example/back#x", "`#`"),
        ("https://shop.example/back?data=1", "`data`"),
        ("https://shop.example/back?a=1&tick%65t=", "`ticket`"),
    ] {
        let (faults, _) = of(Some(uri), CallbackMode::UserInUrl, true);
        assert!(faults.contains("`app.callback_url` must") && faults.contains(word), "{uri}: {faults}");
        assert_eq!(of(Some(uri), CallbackMode::CodeFlow, true).0, "", "{uri}");
    }
    for uri in ["http://127.0.0.1:3000/back", "http://localhost/back", "https://shop.cn/back?a=1"] {
        assert_eq!(of(Some(uri), CallbackMode::UserInUrl, true).0, "", "{uri}");
    }
}
