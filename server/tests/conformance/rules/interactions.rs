//! Requests that wait for a person.

use std::sync::atomic::{AtomicUsize, Ordering};

use guard_server::store::{INTERACTION_MS, Interaction, Stale, Store};

use crate::fixture::START;

const END: i64 = START + INTERACTION_MS;

fn interaction(id: &str) -> Interaction {
    Interaction {
        id: id.to_owned(),
        secret_hash: [3; 32],
        request: r#"{"app_id":"shop"}"#.to_owned(),
        chosen: None,
        created_at: START,
        expires_at: END,
    }
}

pub(crate) async fn a_request_waits_to_the_millisecond(store: &dyn Store) {
    store.add_interaction(interaction("one")).await.unwrap();
    assert_eq!(store.interaction("one", END - 1).await.unwrap(), Some(interaction("one")));
    assert_eq!(store.interaction("one", END).await.unwrap(), None);
    for other in ["", "two", "one ", "one\0"] {
        assert_eq!(store.interaction(other, START).await.unwrap(), None, "{other:?}");
    }
}

pub(crate) async fn an_id_is_of_one_request(store: &dyn Store) {
    store.add_interaction(interaction("one")).await.unwrap();
    let other = Interaction { secret_hash: [4; 32], ..interaction("one") };
    assert!(store.add_interaction(other).await.is_err());
    assert_eq!(store.interaction("one", START).await.unwrap(), Some(interaction("one")));
}

pub(crate) async fn a_choice_is_noted_while_the_request_waits(store: &dyn Store) {
    store.add_interaction(interaction("one")).await.unwrap();
    store.add_interaction(interaction("two")).await.unwrap();
    assert!(store.choose("one", "sid", END - 1).await.unwrap());
    assert!(!store.choose("one", "late", END).await.unwrap());
    assert!(!store.choose("three", "sid", START).await.unwrap());
    let chosen = async |id| store.interaction(id, START).await.unwrap().unwrap().chosen;
    assert_eq!((chosen("one").await.as_deref(), chosen("two").await), (Some("sid"), None));
    assert!(store.choose("one", "other", START).await.unwrap());
    assert_eq!(chosen("one").await.as_deref(), Some("other"));
}

pub(crate) async fn a_request_is_answered_once(store: &dyn Store) {
    for id in ["one", "two"] {
        store.add_interaction(interaction(id)).await.unwrap();
    }
    assert!(!store.end_interaction("one", END).await.unwrap());
    let ended = AtomicUsize::new(0);
    let end = async || {
        if store.end_interaction("one", START).await.unwrap() {
            ended.fetch_add(1, Ordering::SeqCst);
        }
    };
    futures_util::future::join_all((0..16).map(|_| end())).await;
    assert_eq!(ended.into_inner(), 1);
    assert_eq!(store.interaction("one", START).await.unwrap(), None);
    assert!(store.interaction("two", START).await.unwrap().is_some());
}

pub(crate) async fn requests_that_are_over_go(store: &dyn Store) {
    store.add_interaction(interaction("one")).await.unwrap();
    assert_eq!(store.sweep_slice(Stale::Interactions, END - 1).await.unwrap(), 0);
    assert_eq!(store.sweep_slice(Stale::Interactions, END).await.unwrap(), 1);
    assert_eq!(store.sweep_slice(Stale::Interactions, END).await.unwrap(), 0);
}
