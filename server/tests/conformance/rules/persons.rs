//! A code that a person of WeChat has read: the person stands with it, shares a number once, agrees under an account,
//! and may end the login.

use guard_server::store::{
    AskNumber, Asked, CodeState, Confirm, Confirmed, KeepNumber, NewBrowser, PHONE_LOGIN_MS, Redeemed, Scan, Scanned,
    Stale, Store, VerifiedNumber, WeChatPerson,
};

use crate::fixture::{
    CHALLENGE, END, NUMBER, SESSION, START, WRONG, agree, assert_is, by_phone, cancel, code, confirm, created, redeem,
    scan, scanned,
};

fn person(openid: &str) -> WeChatPerson {
    WeChatPerson { app_id: "wx1".to_owned(), openid: openid.to_owned(), unionid: Some(format!("u-{openid}")) }
}

fn number() -> VerifiedNumber {
    VerifiedNumber { country: "86".to_owned(), number: "13800138000".to_owned() }
}

/// A scan by the phone of a person who has no account.
fn scan_of(phone: u8, openid: &str) -> Scan {
    Scan { user_id: None, person: Some(person(openid)), ..scan("code", phone, "") }
}

fn consent(phone: u8, user_id: &str) -> Confirm {
    Confirm { user_id: Some(user_id.to_owned()), ..confirm(by_phone(phone), Some(NUMBER), 5) }
}

fn ask(phone: u8) -> AskNumber {
    let number = Some(NUMBER.to_owned());
    AskNumber { handshake_hash: [phone; 32], number, now: START, until: START + 1000 }
}

fn keep(phone: u8) -> KeepNumber {
    KeepNumber { handshake_hash: [phone; 32], number: Some(number()), until: START + 1000 }
}

/// The person `o1` has scanned the code with the phone 1; the phone 9 of the user `chen` has the other.
async fn opened(store: &dyn Store) {
    created(store).await;
    assert!(matches!(store.scan(scan_of(1, "o1")).await.unwrap(), Scanned::Won(_)));
    assert!(matches!(store.scan(scan("other", 9, "chen")).await.unwrap(), Scanned::Won(_)));
}

pub(crate) async fn a_person_without_an_account_stands_with_the_code(store: &dyn Store) {
    opened(store).await;
    let kept = code(store).await;
    assert_is(&kept, CodeState::Scanned, 1);
    assert_eq!((kept.user_id, kept.person, kept.shared), (None, Some(person("o1")), None));
    assert_eq!(kept.address_ref, Some([8; 32]));
    let other = store.code("other").await.unwrap().unwrap();
    assert_eq!((other.user_id.as_deref(), other.person), (Some("chen"), None));
}

pub(crate) async fn who_scans_again_may_be_another_person(store: &dyn Store) {
    opened(store).await;
    store.keep_number(&keep(1)).await.unwrap();
    let again = Scan { handshake_hash: [2; 32], ..scan_of(1, "o1") };
    assert!(store.renew(&again).await.unwrap().changed);
    assert_eq!(code(store).await.shared, Some(number()), "the same person's number stays");
    let other = Scan { earlier: Some([2; 32]), ..scan_of(3, "o3") };
    assert!(store.renew(&other).await.unwrap().changed);
    let kept = code(store).await;
    assert_eq!((kept.person, kept.shared), (Some(person("o3")), None));
    assert_eq!(store.ask_number(ask(3)).await.unwrap(), Asked::Ask, "a number of their own");
    let by_login = Scan { earlier: Some([3; 32]), ..scan("code", 4, "lin") };
    assert!(store.renew(&by_login).await.unwrap().changed);
    let kept = code(store).await;
    assert_eq!((kept.user_id.as_deref(), kept.person), (Some("lin"), None));
    let back = Scan { earlier: Some([4; 32]), ..scan_of(5, "o5") };
    assert!(store.renew(&back).await.unwrap().changed);
    assert_eq!(code(store).await.user_id, None);
    assert_eq!(store.ask_number(ask(5)).await.unwrap(), Asked::Ask, "nobody waits for another person's");
}

pub(crate) async fn a_person_agrees_under_an_account(store: &dyn Store) {
    opened(store).await;
    let outcome = store.confirm(consent(1, "lin")).await.unwrap();
    assert_eq!(outcome, Confirmed::Done { id: "code".to_owned(), changed: true });
    let kept = code(store).await;
    assert_is(&kept, CodeState::Confirmed, 2);
    assert_eq!(kept.user_id.as_deref(), Some("lin"));
    let again = store.confirm(consent(1, "chen")).await.unwrap();
    assert_eq!(again, Confirmed::Done { id: "code".to_owned(), changed: false });
    assert_eq!(code(store).await.user_id.as_deref(), Some("lin"), "decided is decided");
    let redeemed = store.redeem(redeem(5, Some(CHALLENGE))).await.unwrap();
    assert!(matches!(redeemed, Redeemed::Done { user_id, .. } if user_id == "lin"));
}

pub(crate) async fn each_kind_of_phone_agrees_to_its_own_codes(store: &dyn Store) {
    opened(store).await;
    let plain = confirm(by_phone(1), Some(NUMBER), 5);
    assert!(!store.agree(&plain).await.unwrap().changed, "as a phone does that asks for less");
    assert_eq!(store.confirm(plain).await.unwrap(), Confirmed::Taken);
    assert_eq!(store.confirm(confirm(by_phone(1), Some(WRONG), 5)).await.unwrap(), Confirmed::Taken);
    assert_is(&code(store).await, CodeState::Scanned, 1);
    assert!(!store.agree(&consent(9, "lin")).await.unwrap().changed);
    assert_eq!(store.confirm(consent(9, "lin")).await.unwrap(), Confirmed::Taken);
    let other = store.code("other").await.unwrap().unwrap();
    assert_eq!((other.state, other.user_id.as_deref()), (CodeState::Scanned, Some("chen")));
    store.cancel(cancel(by_phone(1))).await.unwrap();
    assert_is(&code(store).await, CodeState::Cancelled, 2);
}

pub(crate) async fn an_account_that_is_shut_out_or_gone_agrees_to_nothing(store: &dyn Store) {
    opened(store).await;
    assert!(!store.agree(&consent(1, "nobody")).await.unwrap().changed);
    store.disable_user("lin", START).await.unwrap();
    assert!(!store.agree(&consent(1, "lin")).await.unwrap().changed);
    assert_eq!(store.confirm(consent(1, "lin")).await.unwrap(), Confirmed::Gone);
    assert_is(&code(store).await, CodeState::Scanned, 1);
    assert!(store.agree(&consent(1, "chen")).await.unwrap().changed);
}

pub(crate) async fn a_number_is_asked_for_once(store: &dyn Store) {
    opened(store).await;
    assert_eq!(store.ask_number(ask(1)).await.unwrap(), Asked::Ask);
    assert_eq!(store.ask_number(ask(1)).await.unwrap(), Asked::Waits);
    let late = AskNumber { now: START + 1000, until: START + 2000, ..ask(1) };
    assert_eq!(store.ask_number(AskNumber { now: START + 999, ..late.clone() }).await.unwrap(), Asked::Waits);
    assert_eq!(store.ask_number(late).await.unwrap(), Asked::Ask, "whoever asked has died");
    assert!(store.keep_number(&keep(1)).await.unwrap().changed, "and comes after all");
    assert_eq!(store.ask_number(ask(1)).await.unwrap(), Asked::There(number()));
    assert_eq!(code(store).await.shared, Some(number()));
    let other = VerifiedNumber { number: "13900139000".to_owned(), ..number() };
    assert!(!store.keep_number(&KeepNumber { number: Some(other), ..keep(1) }).await.unwrap().changed);
    assert_eq!(code(store).await.shared, Some(number()), "the first stays");
}

pub(crate) async fn without_an_answer_a_number_may_be_asked_for_again(store: &dyn Store) {
    opened(store).await;
    assert_eq!(store.ask_number(ask(1)).await.unwrap(), Asked::Ask);
    let nothing = KeepNumber { number: None, ..keep(1) };
    assert!(!store.keep_number(&KeepNumber { until: START + 1, ..nothing.clone() }).await.unwrap().changed);
    assert_eq!(store.ask_number(ask(1)).await.unwrap(), Asked::Waits, "somebody else asks");
    assert!(store.keep_number(&nothing).await.unwrap().changed);
    assert_eq!(store.ask_number(ask(1)).await.unwrap(), Asked::Ask);
}

pub(crate) async fn a_number_is_asked_for_in_order_only(store: &dyn Store) {
    opened(store).await;
    let wrong = AskNumber { number: Some(WRONG.to_owned()), ..ask(1) };
    assert_eq!(store.ask_number(wrong).await.unwrap(), Asked::WrongNumber);
    assert_eq!(store.ask_number(AskNumber { number: None, ..ask(1) }).await.unwrap(), Asked::NumberMissing);
    assert_eq!(store.ask_number(ask(2)).await.unwrap(), Asked::Taken, "no phone of any code");
    assert!(!store.ask(&ask(9)).await.unwrap().changed);
    assert_eq!(store.ask_number(ask(9)).await.unwrap(), Asked::Taken, "no person of WeChat");
    assert!(!store.keep_number(&keep(9)).await.unwrap().changed);
    assert!(!store.keep_number(&keep(2)).await.unwrap().changed);
    assert_eq!(store.ask_number(AskNumber { now: END, until: END + 1, ..ask(1) }).await.unwrap(), Asked::Gone);
    assert_eq!(store.ask_number(AskNumber { now: END - 1, until: END, ..ask(1) }).await.unwrap(), Asked::Ask);
    store.confirm(consent(1, "lin")).await.unwrap();
    assert_eq!(store.ask_number(ask(1)).await.unwrap(), Asked::Done { id: "code".to_owned() });
}

pub(crate) async fn a_code_without_numbers_asks_for_a_phone_number_at_once(store: &dyn Store) {
    created(store).await;
    store.claim(&Scan { numbers: Vec::new(), ..scan_of(1, "o1") }).await.unwrap();
    assert_eq!(store.ask_number(AskNumber { number: None, ..ask(1) }).await.unwrap(), Asked::Ask);
    store.decline(&cancel(by_phone(1))).await.unwrap();
    assert_eq!(store.ask_number(ask(1)).await.unwrap(), Asked::Gone);
}

/// The person has agreed as `lin`, and the computer has the session 5.
async fn logged_in(store: &dyn Store) {
    opened(store).await;
    store.confirm(consent(1, "lin")).await.unwrap();
    assert!(store.consume(&redeem(5, Some(CHALLENGE))).await.unwrap().met.changed);
}

pub(crate) async fn a_person_ends_the_login_by_phone(store: &dyn Store) {
    logged_in(store).await;
    let browser = NewBrowser { cookie_hash: [7; 32], sid: "sid".to_owned(), now: START, expires_at: START + SESSION };
    assert!(store.open_browser([5; 32], browser).await.unwrap());
    assert_eq!(store.end_phone_login([2; 32], START).await.unwrap(), None);
    assert!(store.session([5; 32], START).await.unwrap().is_some());
    let ended = store.end_phone_login([1; 32], START).await.unwrap().unwrap();
    assert_eq!((ended.user_id.as_str(), ended.app_id.as_str()), ("lin", "demo"));
    assert_eq!(ended.sid.as_deref(), Some("sid"), "what applications got by it ends, too");
    assert!(store.session([5; 32], START).await.unwrap().is_none());
    assert!(store.browser_user([7; 32], START).await.unwrap().is_none(), "else it would log in again by itself");
    assert_eq!(store.end_phone_login([1; 32], START).await.unwrap(), None, "once");
}

pub(crate) async fn other_phones_end_no_login(store: &dyn Store) {
    scanned(store).await;
    agree(store).await;
    assert!(store.consume(&redeem(5, Some(CHALLENGE))).await.unwrap().met.changed);
    assert_eq!(store.end_phone_login([1; 32], START).await.unwrap(), None);
    assert!(store.session([5; 32], START).await.unwrap().is_some());
}

pub(crate) async fn a_login_is_ended_by_phone_for_a_day_and_while_it_lasts(store: &dyn Store) {
    opened(store).await;
    store.confirm(consent(1, "lin")).await.unwrap();
    let mut long = redeem(5, Some(CHALLENGE));
    long.session.expires_at = START + 2 * PHONE_LOGIN_MS;
    assert!(store.consume(&long).await.unwrap().met.changed);
    assert_eq!(store.end_phone_login([1; 32], START + PHONE_LOGIN_MS).await.unwrap(), None);
    // The code goes; the right to end its login stays.
    store.sweep(START + PHONE_LOGIN_MS - 1).await.unwrap();
    assert!(store.code("code").await.unwrap().is_none());
    assert_eq!(store.sweep_slice(Stale::PhoneLogins, START + PHONE_LOGIN_MS - 1).await.unwrap(), 0);
    let ended = store.end_phone_login([1; 32], START + PHONE_LOGIN_MS - 1).await.unwrap().unwrap();
    assert_eq!(ended.sid, None, "no browser had a session of it");
}

pub(crate) async fn rights_to_end_a_login_go_with_it_or_after_a_day(store: &dyn Store) {
    logged_in(store).await;
    assert_eq!(store.sweep_slice(Stale::PhoneLogins, START + SESSION - 1).await.unwrap(), 0);
    assert_eq!(store.sweep_slice(Stale::PhoneLogins, START + SESSION).await.unwrap(), 1);
    assert!(store.session([5; 32], START).await.unwrap().is_some());
    assert_eq!(store.end_phone_login([1; 32], START).await.unwrap(), None);
}
