//! The browser gives a code up.

use guard_server::store::{CodeState, NewCode, Store};

use crate::fixture::{CHALLENGE, agree, assert_is, by_phone, cancel, code, consumed, created, new_code, scan, scanned};

pub(crate) async fn a_living_code_is_given_up(store: &dyn Store) {
    scanned(store).await;
    agree(store).await;
    store.create_code(new_code("new")).await.unwrap();
    for (id, seq) in [("new", 1), ("other", 2), ("code", 3)] {
        assert!(store.abandon(id, CHALLENGE).await.unwrap(), "{id}");
        assert_is(&store.code(id).await.unwrap().unwrap(), CodeState::Expired, seq);
    }
}

pub(crate) async fn giving_up_needs_the_challenge(store: &dyn Store) {
    created(store).await;
    store.create_code(NewCode { challenge: None, ..new_code("plain") }).await.unwrap();
    for (id, challenge) in [("code", "other"), ("code", ""), ("plain", ""), ("plain", CHALLENGE)] {
        assert!(!store.abandon(id, challenge).await.unwrap(), "{id} {challenge}");
        assert_is(&store.code(id).await.unwrap().unwrap(), CodeState::Created, 0);
    }
}

pub(crate) async fn giving_up_is_of_one_code(store: &dyn Store) {
    created(store).await;
    assert!(!store.abandon("unknown", CHALLENGE).await.unwrap());
    assert!(store.abandon("other", CHALLENGE).await.unwrap());
    assert_is(&code(store).await, CodeState::Created, 0);
}

pub(crate) async fn what_is_over_is_not_given_up(store: &dyn Store) {
    consumed(store).await;
    assert!(!store.abandon("code", CHALLENGE).await.unwrap(), "consumed");
    assert_is(&code(store).await, CodeState::Consumed, 3);
    assert!(store.decline(&cancel(by_phone(9))).await.unwrap().changed);
    assert!(!store.abandon("other", CHALLENGE).await.unwrap(), "cancelled");
    store.create_code(new_code("new")).await.unwrap();
    store.claim(&scan("new", 3, "lin")).await.unwrap();
    assert!(store.abandon("new", CHALLENGE).await.unwrap());
    assert!(!store.abandon("new", CHALLENGE).await.unwrap(), "given up");
    assert_is(&store.code("new").await.unwrap().unwrap(), CodeState::Expired, 2);
}
