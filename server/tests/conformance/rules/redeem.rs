//! A ticket becomes a session, once.

use guard_server::clock::Millis;
use guard_server::store::{CodeState, NewCode, NewSession, REPEAT_MS, Redeem, Redeemed, Scan, Store};

use crate::fixture::{
    CHALLENGE, REDEEM, SESSION, START, add_users, agree, assert_is, by_phone, code, confirm, confirmed, consumed,
    new_code, plain, redeem, scan, scanned, scanned_plain,
};

/// [`redeem`] of the ticket 5 with the right verifier at `now`.
fn at(now: Millis) -> Redeem {
    let redeem = redeem(5, Some(CHALLENGE));
    Redeem { session: NewSession { now, ..redeem.session }, ..redeem }
}

fn done(changed: Option<&str>) -> Redeemed {
    let changed = changed.map(str::to_owned);
    Redeemed::Done { user_id: "lin".to_owned(), session_ends: START + SESSION, bound: true, changed }
}

async fn user_of_session(store: &dyn Store, token: u8) -> Option<String> {
    store.session_user([token; 32], START).await.unwrap().map(|user| user.id)
}

pub(crate) async fn a_ticket_makes_one_session(store: &dyn Store) {
    confirmed(store).await;
    let met = store.consume(&at(START + 5)).await.unwrap();
    assert!(met.met.changed);
    assert_eq!(met.session_ends, Some(START + SESSION));
    let kept = met.met.code.unwrap();
    assert_is(&kept, CodeState::Consumed, 3);
    assert_eq!(kept.consumed_at, Some(START + 5));
    assert_eq!(code(store).await, kept, "what is answered is what is kept");
    assert_eq!(user_of_session(store, 5).await.as_deref(), Some("lin"));
    // Another token for the same ticket.
    let other = Redeem { session: crate::fixture::session(6), ..at(START + 6) };
    assert_eq!(store.redeem(other).await.unwrap(), Redeemed::Gone);
    assert_eq!(user_of_session(store, 6).await, None);
    assert_eq!(code(store).await, kept);
}

pub(crate) async fn a_session_is_of_the_codes_application(store: &dyn Store) {
    add_users(store).await;
    store.create_code(NewCode { app_id: "shop".to_owned(), ..new_code("code") }).await.unwrap();
    store.scan(scan("code", 1, "lin")).await.unwrap();
    agree(store).await;
    assert_eq!(store.redeem(at(START)).await.unwrap(), done(Some("code")));
    assert_eq!(store.session([5; 32], START).await.unwrap().unwrap().app_id, "shop");
}

pub(crate) async fn a_redeem_needs_the_verifier(store: &dyn Store) {
    confirmed(store).await;
    for challenge in [None, Some("other"), Some("")] {
        let wrong = redeem(5, challenge);
        assert!(!store.consume(&wrong).await.unwrap().met.changed, "{challenge:?}");
        assert_eq!(store.redeem(wrong).await.unwrap(), Redeemed::WrongVerifier);
    }
    assert_eq!(user_of_session(store, 5).await, None);
    assert_is(&code(store).await, CodeState::Confirmed, 2);
    assert_eq!(store.redeem(at(START)).await.unwrap(), done(Some("code")));
    assert_eq!(store.redeem(redeem(5, None)).await.unwrap(), Redeemed::WrongVerifier, "nor is it repeated without");
}

pub(crate) async fn a_plain_redeem_needs_none(store: &dyn Store) {
    scanned_plain(store).await;
    assert!(store.agree(&confirm(plain("code", "lin"), None, 5)).await.unwrap().changed);
    let redeemed = store.redeem(redeem(5, None)).await.unwrap();
    let Redeemed::Done { user_id, bound: false, changed: Some(_), .. } = redeemed else { panic!("{redeemed:?}") };
    assert_eq!(user_id, "lin");
}

pub(crate) async fn a_redeem_needs_a_confirmed_code(store: &dyn Store) {
    confirmed(store).await;
    assert!(store.abandon("code", CHALLENGE).await.unwrap());
    assert!(!store.consume(&at(START)).await.unwrap().met.changed);
    assert_eq!(store.redeem(at(START)).await.unwrap(), Redeemed::Gone);
    assert_eq!(user_of_session(store, 5).await, None);
    assert_is(&code(store).await, CodeState::Expired, 3);
}

pub(crate) async fn a_redeem_needs_time_left(store: &dyn Store) {
    confirmed(store).await;
    let late = store.consume(&at(START + REDEEM)).await.unwrap();
    assert_eq!((late.met.changed, late.session_ends), (false, None));
    assert_eq!(store.redeem(at(START + REDEEM)).await.unwrap(), Redeemed::Gone);
    assert_eq!(store.redeem(at(START + REDEEM - 1)).await.unwrap(), done(Some("code")));
}

pub(crate) async fn a_redeem_needs_the_ticket(store: &dyn Store) {
    confirmed(store).await;
    let met = store.consume(&redeem(6, Some(CHALLENGE))).await.unwrap();
    assert_eq!((met.met.changed, met.met.code, met.session_ends), (false, None, None));
    assert_eq!(store.redeem(redeem(6, Some(CHALLENGE))).await.unwrap(), Redeemed::Gone);
    assert_is(&code(store).await, CodeState::Confirmed, 2);
}

pub(crate) async fn a_redeem_is_repeated_until_its_window_is_over(store: &dyn Store) {
    consumed(store).await;
    let last = START + REDEEM - 1;
    let repeat = store.consume(&at(last)).await.unwrap();
    assert!(!repeat.met.changed);
    assert_eq!(store.redeem(at(last)).await.unwrap(), done(None));
    assert_eq!(store.redeem(at(last + 1)).await.unwrap(), Redeemed::Gone);
    assert!(store.end_session([5; 32]).await.unwrap());
    assert_eq!(store.redeem(at(START)).await.unwrap(), Redeemed::Gone, "what was logged out does not come back");
    assert_is(&code(store).await, CodeState::Consumed, 3);
}

pub(crate) async fn a_late_redeem_is_repeated_for_half_a_minute(store: &dyn Store) {
    confirmed(store).await;
    let consumed_at = START + REDEEM - 1;
    assert_eq!(store.redeem(at(consumed_at)).await.unwrap(), done(Some("code")));
    assert_eq!(store.redeem(at(consumed_at + REPEAT_MS - 1)).await.unwrap(), done(None));
    assert_eq!(store.redeem(at(consumed_at + REPEAT_MS)).await.unwrap(), Redeemed::Gone);
}

pub(crate) async fn of_many_redeems_at_once_one_makes_the_session(store: &dyn Store) {
    scanned(store).await;
    for round in 0..5_u8 {
        let id = format!("round-{round}");
        let ticket = round + 20;
        store.create_code(new_code(&id)).await.unwrap();
        store.scan(Scan { numbers: Vec::new(), ..scan(&id, ticket, "lin") }).await.unwrap();
        store.confirm(confirm(by_phone(ticket), None, ticket)).await.unwrap();
        let redeems = (0..8).map(|_| store.redeem(redeem(ticket, Some(CHALLENGE))));
        let outcomes: Vec<_> = futures_util::future::join_all(redeems).await.into_iter().map(Result::unwrap).collect();
        let first = outcomes.iter().filter(|outcome| **outcome == done(Some(&id))).count();
        let repeats = outcomes.iter().filter(|outcome| **outcome == done(None)).count();
        assert_eq!((first, repeats), (1, 7), "{outcomes:?}");
        assert_is(&store.code(&id).await.unwrap().unwrap(), CodeState::Consumed, 3);
    }
}
