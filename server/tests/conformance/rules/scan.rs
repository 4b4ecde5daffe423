//! A phone reads a code: claims and renewals.

use guard_server::store::{Cancelled, CodeState, Confirmed, NewCode, Scan, Scanned, Store};

use crate::fixture::{
    CHALLENGE, END, EXTENSION, NUMBER, START, WRONG, add_users, agree, assert_is, by_phone, cancel, code, confirm,
    confirmed, consumed, created, new_code, plain, scan, scanned,
};

pub(crate) async fn a_new_code_waits(store: &dyn Store) {
    created(store).await;
    let kept = code(store).await;
    assert_is(&kept, CodeState::Created, 0);
    let NewCode { app_id, challenge, origin, browser, os, network, .. } = new_code("code");
    assert_eq!((kept.app_id, kept.challenge, kept.origin), (app_id, challenge, origin));
    assert_eq!((kept.browser, kept.os, kept.network), (browser, os, network));
    assert_eq!((kept.created_at, kept.expires_at), (START, END));
    assert_eq!((kept.user_id, kept.match_number, kept.choices), (None, None, Vec::new()));
    assert_eq!((kept.ticket_nonce, kept.redeem_until, kept.consumed_at), (None, None, None));
    assert_eq!(store.code("unknown").await.unwrap(), None);
    assert_eq!(store.code_of_phone([1; 32]).await.unwrap(), None);
    assert!(store.create_code(new_code("code")).await.is_err(), "an id is one code's");
}

pub(crate) async fn a_claim_takes_a_created_code_once(store: &dyn Store) {
    created(store).await;
    let met = store.claim(&scan("code", 1, "lin")).await.unwrap();
    let won = met.code.unwrap();
    assert!(met.changed);
    assert_is(&won, CodeState::Scanned, 1);
    assert_eq!((won.user_id.as_deref(), won.match_number.as_deref()), (Some("lin"), Some(NUMBER)));
    assert_eq!(won.choices, [WRONG, NUMBER, "99"], "the right one at its place");
    assert_eq!(code(store).await, won, "what is answered is what is kept");
    assert_eq!(store.code_of_phone([1; 32]).await.unwrap(), Some(won.clone()));

    for phone in [1, 2] {
        let met = store.claim(&scan("code", phone, "chen")).await.unwrap();
        assert_eq!((met.changed, met.code), (false, Some(won.clone())), "scanned once, by phone {phone}");
    }
    agree(store).await;
    let met = store.claim(&scan("code", 2, "chen")).await.unwrap();
    assert!(!met.changed, "confirmed");
    assert_is(&met.code.unwrap(), CodeState::Confirmed, 2);
}

pub(crate) async fn a_claim_needs_time_left(store: &dyn Store) {
    created(store).await;
    let late = store.claim(&Scan { now: END, ..scan("code", 1, "lin") }).await.unwrap();
    assert!(!late.changed);
    assert_is(&late.code.unwrap(), CodeState::Created, 0);
    assert!(store.claim(&Scan { now: END - 1, ..scan("code", 1, "lin") }).await.unwrap().changed);
}

pub(crate) async fn a_claim_gives_time_and_takes_none(store: &dyn Store) {
    created(store).await;
    let early = store.claim(&scan("code", 1, "lin")).await.unwrap().code.unwrap();
    assert_eq!(early.expires_at, END);
    let last = END - 1;
    let late = store.claim(&Scan { now: last, ..scan("other", 2, "lin") }).await.unwrap().code.unwrap();
    assert_eq!(late.expires_at, last + EXTENSION);
}

pub(crate) async fn a_claim_is_of_the_code_that_was_read(store: &dyn Store) {
    created(store).await;
    let unknown = store.claim(&scan("unknown", 1, "lin")).await.unwrap();
    assert_eq!((unknown.changed, unknown.code), (false, None));
    assert!(store.claim(&scan("code", 1, "lin")).await.unwrap().changed);
    assert_is(&store.code("other").await.unwrap().unwrap(), CodeState::Created, 0);
    assert_eq!(store.scan(scan("unknown", 1, "lin")).await.unwrap(), Scanned::Unknown);
}

pub(crate) async fn a_claim_without_numbers_asks_for_none(store: &dyn Store) {
    created(store).await;
    let scan = Scan { numbers: Vec::new(), ..scan("code", 1, "lin") };
    let won = store.claim(&scan).await.unwrap().code.unwrap();
    assert_eq!((won.match_number, won.choices), (None, Vec::new()));
}

pub(crate) async fn the_same_phone_scans_again(store: &dyn Store) {
    scanned(store).await;
    let first = code(store).await;
    let numbers = ["10", "11", "12"].map(str::to_owned).to_vec();
    let again = Scan { handshake_hash: [3; 32], numbers, now: START + 60_000, ..scan("code", 1, "lin") };
    let met = store.renew(&again).await.unwrap();
    let won = met.code.unwrap();
    assert!(met.changed);
    assert_is(&won, CodeState::Scanned, 2);
    assert_eq!((&won.match_number, &won.choices), (&first.match_number, &first.choices), "the numbers stay");
    assert_eq!(won.expires_at, first.expires_at, "and so does the deadline");
    assert_eq!(store.code_of_phone([3; 32]).await.unwrap(), Some(won));
    assert_eq!(store.code_of_phone([1; 32]).await.unwrap(), None, "the old handshake is dead");
}

pub(crate) async fn an_earlier_handshake_proves_the_phone(store: &dyn Store) {
    scanned(store).await;
    let of = |earlier| Scan { earlier, ..scan("code", 2, "chen") };
    for earlier in [None, Some([2; 32]), Some([9; 32])] {
        assert!(!store.renew(&of(earlier)).await.unwrap().changed, "{earlier:?}");
    }
    assert_is(&code(store).await, CodeState::Scanned, 1);
    let met = store.renew(&of(Some([1; 32]))).await.unwrap();
    assert!(met.changed);
    assert_eq!(met.code.unwrap().user_id.as_deref(), Some("chen"));
    // From now on the phone is the new account's.
    assert!(!store.renew(&scan("code", 1, "lin")).await.unwrap().changed);
    assert!(store.renew(&Scan { handshake_hash: [4; 32], ..scan("code", 2, "chen") }).await.unwrap().changed);
}

pub(crate) async fn a_renewal_needs_a_scanned_code(store: &dyn Store) {
    add_users(store).await;
    store.create_code(new_code("new")).await.unwrap();
    assert!(!store.renew(&scan("new", 7, "lin")).await.unwrap().changed, "created");
    confirmed(store).await;
    assert!(!store.renew(&scan("code", 1, "lin")).await.unwrap().changed, "confirmed");
    store.decline(&cancel(by_phone(9))).await.unwrap();
    let met = store.renew(&scan("other", 9, "chen")).await.unwrap();
    assert!(!met.changed, "cancelled");
    assert_is(&met.code.unwrap(), CodeState::Cancelled, 2);
    assert!(store.consume(&crate::fixture::redeem(5, Some(CHALLENGE))).await.unwrap().met.changed);
    assert!(!store.renew(&scan("code", 1, "lin")).await.unwrap().changed, "consumed");
}

pub(crate) async fn a_renewal_needs_time_left(store: &dyn Store) {
    scanned(store).await;
    let at = |now| Scan { now, handshake_hash: [3; 32], ..scan("code", 1, "lin") };
    assert!(!store.renew(&at(END)).await.unwrap().changed);
    assert!(store.renew(&at(END - 1)).await.unwrap().changed);
}

pub(crate) async fn a_renewal_is_of_the_code_that_was_read(store: &dyn Store) {
    scanned(store).await;
    // The phone 1 has a code, but not this one.
    let wrong = Scan { handshake_hash: [3; 32], ..scan("other", 1, "lin") };
    assert!(!store.renew(&wrong).await.unwrap().changed);
    let met = store.renew(&Scan { id: "unknown".to_owned(), ..wrong }).await.unwrap();
    assert_eq!((met.changed, met.code), (false, None));
    assert_is(&code(store).await, CodeState::Scanned, 1);
}

pub(crate) async fn of_many_scans_at_once_one_phone_wins(store: &dyn Store) {
    consumed(store).await;
    for round in 0..5 {
        let id = format!("round-{round}");
        store.create_code(new_code(&id)).await.unwrap();
        let scans = (0..8_u8).map(|n| {
            let (phone, user) = if n % 2 == 0 { (round * 2 + 20, "lin") } else { (round * 2 + 21, "chen") };
            // Each scan has a handshake of its own.
            let mut handshake_hash = [phone; 32];
            handshake_hash[0] = n;
            store.scan(Scan { handshake_hash, ..scan(&id, phone, user) })
        });
        let outcomes = futures_util::future::join_all(scans).await;
        let won = |side: usize| {
            let of_side = outcomes.iter().skip(side).step_by(2);
            of_side.filter(|outcome| matches!(outcome.as_ref().unwrap(), Scanned::Won(_))).count()
        };
        // A phone may scan again, so all of one side win and none of the other.
        assert_eq!([won(0), won(1)].iter().sum::<usize>(), 4, "{outcomes:?}");
        assert!(won(0) == 0 || won(1) == 0, "{outcomes:?}");
        assert_is(&store.code(&id).await.unwrap().unwrap(), CodeState::Scanned, 4);
    }
}

/// Not every database can hold one; it must not be an error of the server.
pub(crate) async fn a_text_with_a_zero_byte_is_unknown(store: &dyn Store) {
    scanned(store).await;
    let zero = "co\0de";
    assert_eq!(store.code(zero).await.unwrap(), None);
    assert!(store.credentials(zero).await.unwrap().is_none());
    assert_eq!(store.user(zero).await.unwrap(), None);
    assert_eq!(store.scan(scan(zero, 1, "lin")).await.unwrap(), Scanned::Unknown);
    assert!(!store.abandon(zero, CHALLENGE).await.unwrap());
    assert!(!store.abandon("code", zero).await.unwrap());
    assert_eq!(store.cancel(cancel(plain(zero, "lin"))).await.unwrap(), Cancelled::Taken);
    let outcome = store.confirm(confirm(by_phone(1), Some(zero), 5)).await.unwrap();
    assert_eq!(outcome, Confirmed::WrongNumber { id: "code".to_owned() });
}
