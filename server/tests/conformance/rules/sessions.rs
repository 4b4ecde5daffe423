//! Logins.

use guard_server::store::Store;

use crate::fixture::{SESSION, START, add_users, session};

pub(crate) async fn a_session_lasts_to_the_millisecond(store: &dyn Store) {
    add_users(store).await;
    store.add_session("lin", session(1)).await.unwrap();
    store.add_session("chen", session(2)).await.unwrap();
    let kept = store.session([1; 32], START).await.unwrap().unwrap();
    assert_eq!((kept.app_id.as_str(), kept.expires_at), ("demo", START + SESSION));
    let user = async |token: u8, now| store.session_user([token; 32], now).await.unwrap().map(|user| user.id);
    assert_eq!(user(1, START + SESSION - 1).await.as_deref(), Some("lin"));
    assert_eq!(user(2, START).await.as_deref(), Some("chen"));
    assert_eq!(user(1, START + SESSION).await, None);
    assert_eq!(user(3, START).await, None);
}

pub(crate) async fn a_session_ends_once(store: &dyn Store) {
    add_users(store).await;
    store.add_session("lin", session(1)).await.unwrap();
    store.add_session("lin", session(2)).await.unwrap();
    assert!(store.end_session([1; 32]).await.unwrap());
    assert!(!store.end_session([1; 32]).await.unwrap());
    assert!(store.session_user([1; 32], START).await.unwrap().is_none());
    assert!(store.session_user([2; 32], START).await.unwrap().is_some(), "the other one goes on");
}

pub(crate) async fn a_token_makes_one_session(store: &dyn Store) {
    add_users(store).await;
    store.add_session("lin", session(1)).await.unwrap();
    assert!(store.add_session("chen", session(1)).await.is_err());
    assert!(store.add_session("nobody", session(2)).await.is_err());
    assert_eq!(store.session_user([1; 32], START).await.unwrap().unwrap().id, "lin");
}
