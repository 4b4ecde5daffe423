//! The person agrees, with the right number, a wrong one, or none.

use guard_server::clock::Millis;
use guard_server::store::{Cancelled, CodeState, Confirm, Confirmed, NewCode, Scan, Selector, Store};

use crate::fixture::{
    CHALLENGE, END, NUMBER, REDEEM, START, WRONG, add_users, agree, assert_is, by_phone, cancel, code, confirm,
    confirmed, created, new_code, plain, redeem, scan, scanned, scanned_plain,
};

fn right() -> Confirm {
    confirm(by_phone(1), Some(NUMBER), 5)
}

fn wrong() -> Confirm {
    confirm(by_phone(1), Some(WRONG), 5)
}

/// The code in each state but `Scanned`, with the handshake of the phone 1.
async fn in_state(store: &dyn Store, state: CodeState) {
    scanned(store).await;
    match state {
        CodeState::Confirmed => agree(store).await,
        CodeState::Consumed => {
            agree(store).await;
            assert!(store.consume(&redeem(5, Some(CHALLENGE))).await.unwrap().met.changed);
        }
        CodeState::Cancelled => assert!(store.decline(&cancel(by_phone(1))).await.unwrap().changed),
        CodeState::Created | CodeState::Scanned | CodeState::Expired => {
            assert!(store.abandon("code", CHALLENGE).await.unwrap());
        }
    }
}

pub(crate) async fn a_consent_needs_the_right_number(store: &dyn Store) {
    scanned(store).await;
    for number in [Some(WRONG), Some(""), Some("042"), None] {
        let met = store.agree(&confirm(by_phone(1), number, 5)).await.unwrap();
        assert!(!met.changed, "{number:?}");
        assert_is(&met.code.unwrap(), CodeState::Scanned, 1);
    }
    let met = store.agree(&right()).await.unwrap();
    let kept = met.code.unwrap();
    assert!(met.changed);
    assert_is(&kept, CodeState::Confirmed, 2);
    assert_eq!((kept.ticket_nonce.as_deref(), kept.redeem_until), (Some(&[5; 32][..]), Some(START + REDEEM)));
    assert_eq!(code(store).await, kept, "what is answered is what is kept");
}

pub(crate) async fn a_missing_number_changes_nothing(store: &dyn Store) {
    scanned(store).await;
    let missing = confirm(by_phone(1), None, 5);
    assert_eq!(store.confirm(missing.clone()).await.unwrap(), Confirmed::NumberMissing);
    assert!(!store.stop_mismatch(&missing).await.unwrap().changed, "none is not a wrong one");
    assert_is(&code(store).await, CodeState::Scanned, 1);
}

pub(crate) async fn a_wrong_number_stops_the_code(store: &dyn Store) {
    scanned(store).await;
    assert!(!store.stop_mismatch(&right()).await.unwrap().changed, "the right one does not");
    let outcome = store.confirm(wrong()).await.unwrap();
    assert_eq!(outcome, Confirmed::WrongNumber { id: "code".to_owned() });
    assert_is(&code(store).await, CodeState::Cancelled, 2);
    assert_eq!(store.confirm(right()).await.unwrap(), Confirmed::Gone);
}

pub(crate) async fn a_code_without_numbers_needs_none(store: &dyn Store) {
    created(store).await;
    store.claim(&Scan { numbers: Vec::new(), ..scan("code", 1, "lin") }).await.unwrap();
    assert!(!store.stop_mismatch(&wrong()).await.unwrap().changed);
    let outcome = store.confirm(confirm(by_phone(1), None, 5)).await.unwrap();
    assert_eq!(outcome, Confirmed::Done { id: "code".to_owned(), changed: true });
}

pub(crate) async fn a_consent_needs_a_scanned_code(store: &dyn Store) {
    in_state(store, CodeState::Cancelled).await;
    assert!(!store.agree(&right()).await.unwrap().changed);
    assert_is(&code(store).await, CodeState::Cancelled, 2);
    assert_eq!(store.confirm(right()).await.unwrap(), Confirmed::Gone);
}

async fn at(store: &dyn Store, confirm: Confirm, now: Millis) -> bool {
    store.agree(&Confirm { now, ..confirm }).await.unwrap().changed
}

pub(crate) async fn a_consent_needs_time_left(store: &dyn Store) {
    scanned(store).await;
    assert!(!at(store, right(), END).await);
    assert_eq!(store.confirm(Confirm { now: END, ..right() }).await.unwrap(), Confirmed::Gone);
    assert_is(&code(store).await, CodeState::Scanned, 1);
    assert!(at(store, right(), END - 1).await);
}

pub(crate) async fn a_consent_needs_the_handshake(store: &dyn Store) {
    scanned(store).await;
    let by = |phone| confirm(by_phone(phone), Some(NUMBER), 5);
    let met = store.agree(&by(2)).await.unwrap();
    assert_eq!((met.changed, met.code), (false, None));
    assert_eq!(store.confirm(by(2)).await.unwrap(), Confirmed::Taken);
    assert_is(&code(store).await, CodeState::Scanned, 1);
    // The other code's handshake confirms the other code.
    assert!(store.agree(&by(9)).await.unwrap().changed);
    assert_is(&code(store).await, CodeState::Scanned, 1);
    assert_is(&store.code("other").await.unwrap().unwrap(), CodeState::Confirmed, 2);
}

/// Selectors that mean no code: of another user, of another id, and by id though the code has a challenge.
async fn meant_by_none(store: &dyn Store) -> Vec<Selector> {
    scanned_plain(store).await;
    store.create_code(NewCode { challenge: Some(CHALLENGE.to_owned()), ..new_code("hard") }).await.unwrap();
    assert!(store.claim(&Scan { numbers: Vec::new(), ..scan("hard", 2, "lin") }).await.unwrap().changed);
    vec![plain("code", "chen"), plain("other", "lin"), plain("hard", "lin")]
}

pub(crate) async fn a_plain_consent_needs_user_and_plain_code(store: &dyn Store) {
    for selector in meant_by_none(store).await {
        let met = store.agree(&confirm(selector.clone(), None, 5)).await.unwrap();
        assert_eq!((met.changed, met.code), (false, None), "{selector:?}");
    }
    assert_is(&store.code("hard").await.unwrap().unwrap(), CodeState::Scanned, 1);
    assert!(store.agree(&confirm(plain("code", "lin"), None, 5)).await.unwrap().changed);
    assert_is(&code(store).await, CodeState::Confirmed, 2);
}

pub(crate) async fn a_mismatch_needs_a_scanned_code(store: &dyn Store) {
    in_state(store, CodeState::Confirmed).await;
    let met = store.stop_mismatch(&wrong()).await.unwrap();
    assert!(!met.changed);
    assert_is(&met.code.unwrap(), CodeState::Confirmed, 2);
    let outcome = store.confirm(wrong()).await.unwrap();
    assert_eq!(outcome, Confirmed::Done { id: "code".to_owned(), changed: false }, "decided is decided");
}

pub(crate) async fn a_mismatch_needs_time_left(store: &dyn Store) {
    scanned(store).await;
    assert!(!store.stop_mismatch(&Confirm { now: END, ..wrong() }).await.unwrap().changed);
    assert!(store.stop_mismatch(&Confirm { now: END - 1, ..wrong() }).await.unwrap().changed);
}

pub(crate) async fn a_mismatch_needs_the_handshake(store: &dyn Store) {
    scanned(store).await;
    let met = store.stop_mismatch(&confirm(by_phone(2), Some(WRONG), 5)).await.unwrap();
    assert_eq!((met.changed, met.code), (false, None));
    assert!(store.stop_mismatch(&confirm(by_phone(9), Some(WRONG), 5)).await.unwrap().changed);
    assert_is(&code(store).await, CodeState::Scanned, 1);
}

pub(crate) async fn a_plain_mismatch_needs_user_and_plain_code(store: &dyn Store) {
    created(store).await;
    store.create_code(NewCode { challenge: None, ..new_code("plain") }).await.unwrap();
    for (id, phone) in [("code", 1), ("other", 9), ("plain", 3)] {
        assert!(store.claim(&scan(id, phone, "lin")).await.unwrap().changed);
    }
    for selector in [plain("plain", "chen"), plain("unknown", "lin"), plain("code", "lin")] {
        let met = store.stop_mismatch(&confirm(selector.clone(), Some(WRONG), 5)).await.unwrap();
        assert_eq!((met.changed, met.code), (false, None), "{selector:?}");
    }
    assert!(store.stop_mismatch(&confirm(plain("plain", "lin"), Some(WRONG), 5)).await.unwrap().changed);
    for id in ["code", "other"] {
        assert_is(&store.code(id).await.unwrap().unwrap(), CodeState::Scanned, 1);
    }
}

pub(crate) async fn a_repeated_consent_changes_nothing(store: &dyn Store) {
    add_users(store).await;
    confirmed(store).await;
    let again = Confirm { redeem_until: START + 9 * REDEEM, ..confirm(by_phone(1), Some(NUMBER), 6) };
    let outcome = store.confirm(again.clone()).await.unwrap();
    assert_eq!(outcome, Confirmed::Done { id: "code".to_owned(), changed: false });
    let kept = code(store).await;
    assert_is(&kept, CodeState::Confirmed, 2);
    assert_eq!((kept.ticket_nonce, kept.redeem_until), (Some(vec![5; 32]), Some(START + REDEEM)), "the first ticket");
    assert!(store.consume(&redeem(5, Some(CHALLENGE))).await.unwrap().met.changed);
    assert!(!store.agree(&again).await.unwrap().changed, "consumed");
    assert_eq!(store.cancel(cancel(by_phone(1))).await.unwrap(), Cancelled::Taken);
}
