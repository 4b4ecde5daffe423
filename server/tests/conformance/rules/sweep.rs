//! What time makes useless goes, and nothing before.

use guard_server::clock::Millis;
use guard_server::store::{
    Confirm, FAILURES_KEPT_MS, KEPT_MS, NewSession, REPEAT_MS, Redeem, SLICE, Scan, Stale, Store,
};

use crate::fixture::{
    CHALLENGE, END, EXTENSION, NUMBER, REDEEM, SESSION, START, add_users, by_phone, confirm, created, new_code, redeem,
    scan, session,
};

/// The code is there until just before `end`, and then no more.
async fn assert_goes_at(store: &dyn Store, end: Millis) {
    store.sweep(end - 1).await.unwrap();
    assert!(store.code("code").await.unwrap().is_some(), "too soon");
    store.sweep(end).await.unwrap();
    assert!(store.code("code").await.unwrap().is_none(), "too late");
}

pub(crate) async fn a_code_goes_a_minute_after_its_end(store: &dyn Store) {
    created(store).await;
    store.create_code(guard_server::store::NewCode { expires_at: END + 1, ..new_code("later") }).await.unwrap();
    assert!(store.abandon("code", CHALLENGE).await.unwrap(), "however it ended");
    assert_goes_at(store, END + KEPT_MS).await;
    assert!(store.code("later").await.unwrap().is_some());
    store.create_code(new_code("code")).await.unwrap();
}

pub(crate) async fn a_scan_keeps_a_code_longer(store: &dyn Store) {
    created(store).await;
    let last = END - 1;
    assert!(store.claim(&Scan { now: last, ..scan("code", 1, "lin") }).await.unwrap().changed);
    assert_goes_at(store, last + EXTENSION + KEPT_MS).await;
}

/// Scanned and confirmed at `now`.
async fn confirmed_at(store: &dyn Store, now: Millis) {
    created(store).await;
    assert!(store.claim(&Scan { now, ..scan("code", 1, "lin") }).await.unwrap().changed);
    let confirm = Confirm { now, redeem_until: now + REDEEM, ..confirm(by_phone(1), Some(NUMBER), 5) };
    assert!(store.agree(&confirm).await.unwrap().changed);
}

pub(crate) async fn a_confirmed_code_stays_for_its_redeem_window(store: &dyn Store) {
    confirmed_at(store, END - 1).await;
    assert_goes_at(store, END - 1 + REDEEM + KEPT_MS).await;
}

pub(crate) async fn a_used_code_stays_for_its_repeats(store: &dyn Store) {
    confirmed_at(store, END - 1).await;
    let last = END - 1 + REDEEM - 1;
    let redeem = redeem(5, Some(CHALLENGE));
    let redeem = Redeem { session: NewSession { now: last, ..redeem.session }, ..redeem };
    assert!(store.consume(&redeem).await.unwrap().met.changed);
    assert_goes_at(store, last + REPEAT_MS + KEPT_MS).await;
}

pub(crate) async fn ended_sessions_and_old_failures_go(store: &dyn Store) {
    add_users(store).await;
    store.add_session("lin", session(1)).await.unwrap();
    store.add_failure([1; 32], 0, START).await.unwrap();
    let end = START + SESSION;
    assert_eq!(store.sweep_slice(Stale::Sessions, end - 1).await.unwrap(), 0);
    assert_eq!(store.sweep_slice(Stale::Sessions, end).await.unwrap(), 1);
    let end = START + FAILURES_KEPT_MS;
    assert_eq!(store.sweep(end - 1).await.unwrap(), 0);
    assert_eq!(store.sweep(end).await.unwrap(), 1);
    assert_eq!(store.failures([1; 32], 0).await.unwrap().count, 0);
}

pub(crate) async fn a_slice_has_an_end(store: &dyn Store) {
    let rows = SLICE + 7;
    for n in 0..rows {
        store.create_code(new_code(&format!("code-{n}"))).await.unwrap();
    }
    store.create_code(guard_server::store::NewCode { expires_at: END + 1, ..new_code("code") }).await.unwrap();
    assert_eq!(store.sweep_slice(Stale::Codes, END + KEPT_MS).await.unwrap(), SLICE);
    assert_eq!(store.sweep(END + KEPT_MS).await.unwrap(), 7);
    assert!(store.code("code").await.unwrap().is_some());
}
