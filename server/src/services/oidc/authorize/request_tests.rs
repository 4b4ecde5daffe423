//! Every way to ask wrongly, and who is told.

use super::*;
use crate::demo;

const OWN: &str = "https://shop.example/cb";

fn app() -> AppConfig {
    AppConfig {
        id: "shop".to_owned(),
        redirect_uris: vec![OWN.to_owned(), "https://shop.example/cb#x".to_owned()],
        callback_url: Some("https://shop.example/first".to_owned()),
        ..demo::app("https://own.example")
    }
}

/// A request in which each of `changes` takes the place of what a good one says; an empty value takes it out.
fn with(changes: &[(&str, &str)]) -> String {
    let challenge = "a".repeat(43);
    let good = [
        ("client_id", "shop"),
        ("redirect_uri", OWN),
        ("response_type", "code"),
        ("scope", "openid profile"),
        ("state", "s"),
        ("nonce", "n"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    let kept = good.iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    form_of(kept.chain(changes))
}

fn form_of<'a>(pairs: impl Iterator<Item = &'a (&'a str, &'a str)>) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn read_as(text: &str, is_public: bool) -> Result<AuthRequest, Refused> {
    let app = app();
    AuthRequest::read(&Params::parse(text.as_bytes()), |id| (id == app.id).then_some(&app), |_| is_public)
}

fn read_of(changes: &[(&str, &str)]) -> Result<AuthRequest, Refused> {
    read_as(&with(changes), true)
}

#[track_caller]
fn told(result: Result<AuthRequest, Refused>) -> (ErrorCode, ResponseMode, Option<String>) {
    match result {
        Err(Refused::Application(answer)) => match (answer.outcome, answer.redirect_uri.as_str()) {
            (Outcome::Error(code, _), OWN) => (code, answer.mode, answer.state),
            other => panic!("{}", other.1),
        },
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn code_of(changes: &[(&str, &str)]) -> ErrorCode {
    let (code, mode, state) = told(read_of(changes));
    assert_eq!((mode, state.as_deref()), (ResponseMode::Query, Some("s")));
    code
}

#[test]
fn a_good_request_is_read_whole() {
    let request = read_of(&[
        ("prompt", "login consent"),
        ("max_age", "60"),
        ("login_hint", "lin"),
        ("ui_locales", "zh-CN en"),
        ("response_mode", "web_message"),
        ("tenant_id", "unknown parameters are passed over"),
    ]);
    let expected = AuthRequest {
        app_id: "shop".to_owned(),
        redirect_uri: OWN.to_owned(),
        mode: ResponseMode::WebMessage,
        brings: Brings::Code,
        state: Some("s".to_owned()),
        scope: "openid profile".to_owned(),
        nonce: Some("n".to_owned()),
        challenge: Some("a".repeat(43)),
        prompt: Prompt::Login,
        max_age: Some(60),
        login_hint: Some("lin".to_owned()),
        ui_locales: Some("zh-CN en".to_owned()),
        expected_user: None,
    };
    assert_eq!(request, Ok(expected));
    assert!(read_of(&[("redirect_uri", "https://shop.example/first")]).is_ok(), "callback_url counts, too");
}

#[test]
fn an_unknown_application_is_told_on_a_page() {
    for id in ["", "Shop", "shop ", "other", "shop\0"] {
        assert_eq!(read_of(&[("client_id", id)]), Err(Refused::Page(PageError::UnknownApplication)), "{id}");
    }
    let twice = with(&[("client_id", "shop"), ("client_id", "shop")]);
    assert_eq!(read_as(&twice, true), Err(Refused::Page(PageError::UnknownApplication)));
}

/// The list of R-14, and what else a URI can be bent to.
const TRICKS: &[&str] = &[
    "",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\t//evil.example",
    "/cb",
    "cb",
    "https:evil.example",
    "https:/shop.example/cb",
    "https:\\\\shop.example\\cb",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://shop.example@evil.example/cb",
    "https://user@shop.example/cb",
    "https://evil.example/https://shop.example/cb",
    "https://evil.example?https://shop.example/cb",
    "https://evil.example#https://shop.example/cb",
    "HTTPS://shop.example/cb",
    "hTTps://shop.example/cb",
    "https://SHOP.example/cb",
    "https://shop.example:443/cb",
    "https://shop.example./cb",
    "http://shop.example/cb",
    "https://shop.example.evil.example/cb",
    "https://evilshop.example/cb",
    "https://www.shop.example/cb",
    "https://shop.example/CB",
    "https://shop.example/cb/",
    "https://shop.example/cb/../evil",
    "https://shop.example/x/../cb",
    "https://shop.example/./cb",
    "https://shop.example//cb",
    "https://shop.example/%63b",
    "https://shop.example/cb%2f..%2fevil",
    "https://shop.example/cb?",
    "https://shop.example/cb?next=https://evil.example",
    "https://shop.example/cb#",
    "https://shop.example/cb#x",
    "https://shop.example/cb\r\nLocation: https://evil.example",
    "https://shop.example/cb%0d%0aLocation:%20https://evil.example",
    " https://shop.example/cb",
    "https://shop.example/cb ",
    "https://shop.example/cb\0",
    "https://shop.example/cb\u{200b}",
    "https://ｓhop.example/cb",
    "https://shop。example/cb",
    "https://shop.example/cb,https://evil.example",
    "*",
    "null",
];

#[test]
fn a_redirect_uri_is_one_of_its_own_to_the_letter_or_a_page_says_so() {
    for trick in TRICKS {
        let refused = Err(Refused::Page(PageError::RedirectNotRegistered));
        assert_eq!(read_of(&[("redirect_uri", trick)]), refused, "{trick:?}");
        // Whatever else is wrong: no answer goes anywhere.
        let wrong = [("redirect_uri", *trick), ("response_type", "token"), ("response_mode", "x"), ("scope", "")];
        assert_eq!(read_of(&wrong), refused, "{trick:?}");
    }
    for pair in [[OWN, OWN], [OWN, "https://evil.example"], ["https://evil.example", OWN]] {
        let twice = with(&[("redirect_uri", pair[0]), ("redirect_uri", pair[1])]);
        assert_eq!(read_as(&twice, true), Err(Refused::Page(PageError::RedirectNotRegistered)));
    }
}

#[test]
fn an_application_has_the_addresses_of_no_other() {
    let refused = Err(Refused::Page(PageError::RedirectNotRegistered));
    assert_eq!(read_of(&[("redirect_uri", "https://own.example/")]), refused);
}

#[test]
fn what_is_asked_wrongly_is_told_to_the_application() {
    use ErrorCode::*;
    for (changes, code) in [
        (&[("response_type", "")][..], InvalidRequest),
        (&[("response_type", "Code")], UnsupportedResponseType),
        (&[("response_type", "code id_token"), ("response_mode", "query")], UnsupportedResponseType),
        (&[("response_type", "none")], UnsupportedResponseType),
        (&[("scope", "")], InvalidScope),
        (&[("scope", "profile")], InvalidScope),
        (&[("scope", "openid2 OPENID")], InvalidScope),
        (&[("scope", "openid\n")], InvalidScope),
        (&[("scope", "openid \"")], InvalidScope),
        (&[("scope", "openid ü")], InvalidScope),
        (&[("response_mode", "jwt")], InvalidRequest),
        (&[("response_mode", "Query")], InvalidRequest),
        (&[("prompt", "none login")], InvalidRequest),
        (&[("prompt", "login none")], InvalidRequest),
        (&[("prompt", "none none")], InvalidRequest),
        (&[("prompt", "create")], InvalidRequest),
        (&[("max_age", "-1")], InvalidRequest),
        (&[("max_age", "1.5")], InvalidRequest),
        (&[("max_age", "soon")], InvalidRequest),
        (&[("max_age", "4294967296")], InvalidRequest),
        (&[("request", "e30.e30.")], RequestNotSupported),
        (&[("request_uri", "https://shop.example/r")], RequestUriNotSupported),
        (&[("registration", "{}")], RegistrationNotSupported),
        (&[("nonce", "a"), ("nonce", "b")], InvalidRequest),
        (&[("scope", "openid"), ("scope", "openid")], InvalidRequest),
        (&[("x", "a"), ("x", "a")], InvalidRequest),
    ] {
        assert_eq!(code_of(changes), code, "{changes:?}");
    }
}

#[test]
fn an_application_without_a_secret_needs_a_challenge_that_hides_the_verifier() {
    let long = "a".repeat(44);
    for changes in [
        &[("code_challenge", ""), ("code_challenge_method", "")][..],
        &[("code_challenge", "")],
        &[("code_challenge_method", "")],
        &[("code_challenge_method", "plain")],
        &[("code_challenge_method", "s256")],
        &[("code_challenge", "short")],
        &[("code_challenge", &long)],
        &[("code_challenge", "a+/=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")],
    ] {
        assert_eq!(code_of(changes), ErrorCode::InvalidRequest, "{changes:?}");
    }
}

#[test]
fn an_application_with_a_secret_may_leave_the_challenge_out_and_not_weaken_it() {
    let of = |changes: &[(&str, &str)]| read_as(&with(changes), false);
    assert_eq!(of(&[("code_challenge", ""), ("code_challenge_method", "")]).unwrap().challenge, None);
    for changes in [[("code_challenge", "")], [("code_challenge_method", "")], [("code_challenge_method", "plain")]] {
        assert_eq!(told(of(&changes)).0, ErrorCode::InvalidRequest, "{changes:?}");
    }
}

#[test]
fn an_error_goes_the_way_that_was_asked_for() {
    for mode in ResponseMode::ALL {
        assert_eq!(told(read_of(&[("response_mode", mode.name()), ("scope", "")])).1, mode);
    }
    for kind in ["token", "id_token", "id_token token", "code id_token"] {
        let (code, mode, _) = told(read_of(&[("response_type", kind)]));
        assert_eq!((code, mode), (ErrorCode::UnsupportedResponseType, ResponseMode::Fragment), "{kind}");
    }
}

#[test]
fn a_state_that_came_twice_or_is_endless_is_not_repeated() {
    let (code, _, state) = told(read_of(&[("state", "a"), ("state", "b")]));
    assert_eq!((code, state), (ErrorCode::InvalidRequest, None));
    let endless = "x".repeat(LONGEST + 1);
    let (code, _, state) = told(read_of(&[("state", &endless)]));
    assert_eq!((code, state), (ErrorCode::InvalidRequest, None));
    for name in ["nonce", "login_hint", "ui_locales"] {
        assert_eq!(code_of(&[(name, &endless)]), ErrorCode::InvalidRequest, "{name}");
    }
}

#[test]
fn each_prompt_is_understood_in_any_order() {
    for (words, prompt) in [
        ("", Prompt::Needed),
        ("consent", Prompt::Needed),
        ("none", Prompt::None),
        ("login", Prompt::Login),
        ("select_account", Prompt::SelectAccount),
        ("select_account login", Prompt::Login),
        ("login select_account", Prompt::Login),
        ("consent select_account", Prompt::SelectAccount),
    ] {
        assert_eq!(Prompt::read(words), Ok(prompt), "{words}");
    }
}

#[test]
fn debug_shows_no_state_nonce_or_challenge() {
    let shown =
        format!("{:?}", read_of(&[("state", "s3cret"), ("nonce", "s3cret"), ("login_hint", "s3cret")]).unwrap());
    assert!(!shown.contains("s3cret") && !shown.contains("aaaa"), "{shown}");
}
