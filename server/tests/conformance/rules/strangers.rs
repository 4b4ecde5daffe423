//! Other phones that try a code which one has scanned.

use guard_server::store::{CodeState, MAX_STRANGERS, Scan, Scanned, Store};

use crate::fixture::{END, assert_is, by_phone, cancel, code, confirmed, created, scan, scanned};

pub(crate) async fn a_stranger_counts_once(store: &dyn Store) {
    scanned(store).await;
    let met = store.count_stranger(&scan("code", 2, "chen")).await.unwrap();
    assert!(met.changed);
    assert_is(&met.code.unwrap(), CodeState::Scanned, 1);
    for _ in 0..MAX_STRANGERS * 2 {
        assert!(!store.count_stranger(&scan("code", 2, "chen")).await.unwrap().changed);
        let outcome = store.scan(scan("code", 2, "chen")).await.unwrap();
        assert_eq!(outcome, Scanned::Taken { killed: false });
    }
    assert_is(&code(store).await, CodeState::Scanned, 1);
}

pub(crate) async fn the_third_stranger_ends_the_code(store: &dyn Store) {
    scanned(store).await;
    for phone in [2, 3] {
        let outcome = store.scan(scan("code", phone, "chen")).await.unwrap();
        assert_eq!(outcome, Scanned::Taken { killed: false });
        assert_is(&code(store).await, CodeState::Scanned, 1);
    }
    assert_eq!(store.scan(scan("code", 4, "chen")).await.unwrap(), Scanned::Taken { killed: true });
    assert_is(&code(store).await, CodeState::Expired, 2);
    assert_eq!(store.scan(scan("code", 5, "chen")).await.unwrap(), Scanned::Gone);
    assert_eq!(store.scan(scan("code", 1, "lin")).await.unwrap(), Scanned::Gone, "for the first phone, too");
}

pub(crate) async fn the_phone_itself_is_no_stranger(store: &dyn Store) {
    scanned(store).await;
    assert!(!store.count_stranger(&scan("code", 1, "lin")).await.unwrap().changed);
}

pub(crate) async fn strangers_count_on_a_scanned_code_only(store: &dyn Store) {
    created(store).await;
    assert!(!store.count_stranger(&scan("code", 2, "chen")).await.unwrap().changed, "created");
    assert!(store.claim(&scan("code", 1, "lin")).await.unwrap().changed);
    assert!(store.count_stranger(&scan("code", 2, "chen")).await.unwrap().changed);
    assert!(store.decline(&cancel(by_phone(1))).await.unwrap().changed);
    assert!(!store.count_stranger(&scan("code", 3, "chen")).await.unwrap().changed, "cancelled");
    let Scanned::Won(_) = store.scan(scan("other", 6, "lin")).await.unwrap() else { panic!("not won") };
    let confirm = crate::fixture::confirm(by_phone(6), Some(crate::fixture::NUMBER), 6);
    assert!(store.agree(&confirm).await.unwrap().changed);
    let met = store.count_stranger(&scan("other", 3, "chen")).await.unwrap();
    assert!(!met.changed, "confirmed");
    assert_is(&met.code.unwrap(), CodeState::Confirmed, 2);
}

pub(crate) async fn strangers_count_while_there_is_time(store: &dyn Store) {
    scanned(store).await;
    let at = |now, phone| Scan { now, ..scan("code", phone, "chen") };
    assert!(!store.count_stranger(&at(END, 2)).await.unwrap().changed);
    assert!(store.count_stranger(&at(END - 1, 2)).await.unwrap().changed);
}

pub(crate) async fn strangers_count_for_the_code_they_tried(store: &dyn Store) {
    confirmed(store).await;
    for phone in [2, 3, 4] {
        assert!(store.count_stranger(&scan("other", phone, "lin")).await.unwrap().changed);
    }
    assert_is(&store.code("other").await.unwrap().unwrap(), CodeState::Expired, 2);
    assert_is(&code(store).await, CodeState::Confirmed, 2);
    let met = store.count_stranger(&scan("unknown", 2, "lin")).await.unwrap();
    assert_eq!((met.changed, met.code), (false, None));
}
