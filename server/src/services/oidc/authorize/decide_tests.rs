//! Every prompt with every state of the browser.

use super::*;
use crate::services::oidc::authorize::{Brings, ResponseMode};

const NOW: Millis = 1_800_000_000_000;

fn request(prompt: Prompt, max_age: Option<u32>) -> AuthRequest {
    AuthRequest {
        app_id: "shop".to_owned(),
        redirect_uri: "https://shop.example/cb".to_owned(),
        mode: ResponseMode::Query,
        brings: Brings::Code,
        state: None,
        scope: "openid".to_owned(),
        nonce: None,
        challenge: None,
        prompt,
        max_age,
        login_hint: None,
        ui_locales: None,
        expected_user: None,
    }
}

fn browser(ago: Millis) -> BrowserNow {
    BrowserNow { sid: "sid".to_owned(), user_id: "lin".to_owned(), auth_time: NOW - ago }
}

fn visit(ago: Millis, chosen: Option<&str>) -> Visit {
    Visit { since: NOW - ago, chosen: chosen.map(str::to_owned) }
}

const LOGIN: Decision = Decision::Ask(Need::Login);
const CHOICE: Decision = Decision::Ask(Need::Choice);

fn error_of(decision: Decision) -> Option<ErrorCode> {
    if let Decision::Error(code, _) = decision { Some(code) } else { None }
}

#[test]
fn who_is_not_logged_in_logs_in_whatever_is_asked() {
    for prompt in [Prompt::Needed, Prompt::Login, Prompt::SelectAccount] {
        for visit in [None, Some(visit(1000, None)), Some(visit(1000, Some("sid")))] {
            assert_eq!(decide(&request(prompt, None), None, visit.as_ref(), NOW), LOGIN, "{prompt:?}");
        }
    }
    assert_eq!(error_of(decide(&request(Prompt::None, None), None, None, NOW)), Some(ErrorCode::LoginRequired));
}

#[test]
fn each_prompt_asks_a_person_who_is_logged_in_for_its_own() {
    let at = |prompt, visit: Option<Visit>| decide(&request(prompt, None), Some(&browser(5000)), visit.as_ref(), NOW);
    assert_eq!(at(Prompt::Needed, None), Decision::Answer);
    assert_eq!(at(Prompt::None, None), Decision::Answer);
    assert_eq!(at(Prompt::Login, None), LOGIN);
    assert_eq!(at(Prompt::SelectAccount, None), CHOICE);
    // The page has been seen, and nothing done.
    assert_eq!(at(Prompt::Login, Some(visit(1000, None))), LOGIN);
    assert_eq!(at(Prompt::SelectAccount, Some(visit(1000, None))), CHOICE);
    // Continued.
    assert_eq!(at(Prompt::Login, Some(visit(1000, Some("sid")))), LOGIN, "to continue is not to log in");
    assert_eq!(at(Prompt::SelectAccount, Some(visit(1000, Some("sid")))), Decision::Answer);
    assert_eq!(at(Prompt::SelectAccount, Some(visit(1000, Some("other")))), CHOICE, "another session was chosen");
    // Logged in since.
    for prompt in [Prompt::Needed, Prompt::None, Prompt::Login, Prompt::SelectAccount] {
        assert_eq!(at(prompt, Some(visit(5000, None))), Decision::Answer, "{prompt:?}");
    }
}

#[test]
fn a_login_is_young_enough_up_to_max_age() {
    let at = |prompt, max_age, ago| decide(&request(prompt, Some(max_age)), Some(&browser(ago)), None, NOW);
    assert_eq!(at(Prompt::Needed, 60, 60_000), Decision::Answer);
    assert_eq!(at(Prompt::Needed, 60, 60_001), LOGIN);
    assert_eq!(error_of(at(Prompt::None, 60, 60_001)), Some(ErrorCode::LoginRequired));
    assert_eq!(at(Prompt::Needed, 0, 0), LOGIN, "0 is as prompt=login");
    assert_eq!(at(Prompt::Needed, u32::MAX, NOW), Decision::Answer);
    let late = visit(3_600_000, None);
    assert_eq!(
        decide(&request(Prompt::Needed, Some(0)), Some(&browser(3_599_000)), Some(&late), NOW),
        Decision::Answer,
        "who has logged in for the request is not asked twice, however long the way back takes"
    );
    let old = visit(1000, Some("sid"));
    assert_eq!(decide(&request(Prompt::SelectAccount, Some(60)), Some(&browser(61_000)), Some(&old), NOW), LOGIN);
}

#[test]
fn another_person_than_the_expected_one_logs_in() {
    let of = |expected: &str, prompt, visit: Option<Visit>| {
        let request = AuthRequest { expected_user: Some(expected.to_owned()), ..request(prompt, None) };
        decide(&request, Some(&browser(5000)), visit.as_ref(), NOW)
    };
    assert_eq!(of("lin", Prompt::None, None), Decision::Answer);
    assert_eq!(of("chen", Prompt::Needed, None), LOGIN);
    assert_eq!(of("chen", Prompt::Needed, Some(visit(6000, Some("sid")))), LOGIN, "not by logging in as somebody else");
    assert_eq!(error_of(of("chen", Prompt::None, None)), Some(ErrorCode::LoginRequired));
}
