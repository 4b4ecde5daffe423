//! Browsers' own sessions, and the logins that are their children.

use guard_server::store::{NewBrowser, Stale, Store};

use crate::fixture::{SESSION, START, add_users, session};

fn browser(cookie: u8) -> NewBrowser {
    NewBrowser { cookie_hash: [cookie; 32], sid: format!("sid-{cookie}"), now: START, expires_at: START + SESSION }
}

async fn user(store: &dyn Store, cookie: u8, now: i64) -> Option<String> {
    store.browser_user([cookie; 32], now).await.unwrap().map(|user| user.id)
}

pub(crate) async fn a_browser_is_of_whoever_logged_in(store: &dyn Store) {
    add_users(store).await;
    store.add_session("lin", session(1)).await.unwrap();
    assert!(store.open_browser([1; 32], browser(7)).await.unwrap());
    assert_eq!(user(store, 7, START + SESSION - 1).await.as_deref(), Some("lin"));
    assert_eq!(user(store, 7, START + SESSION).await, None);
    assert_eq!(user(store, 1, START).await, None, "the token of a login is no cookie");
    assert!(store.session([7; 32], START).await.unwrap().is_none(), "nor the other way round");
}

pub(crate) async fn a_browser_needs_a_valid_login(store: &dyn Store) {
    add_users(store).await;
    assert!(!store.open_browser([1; 32], browser(7)).await.unwrap());
    store.add_session("lin", session(1)).await.unwrap();
    let late = NewBrowser { now: START + SESSION, expires_at: START + 2 * SESSION, ..browser(7) };
    assert!(!store.open_browser([1; 32], late).await.unwrap());
    assert_eq!(user(store, 7, START).await, None);
}

pub(crate) async fn a_browser_ends_with_its_children(store: &dyn Store) {
    add_users(store).await;
    for token in [1, 2, 3] {
        store.add_session("lin", session(token)).await.unwrap();
    }
    assert!(store.open_browser([1; 32], browser(7)).await.unwrap());
    assert!(store.open_browser([2; 32], browser(8)).await.unwrap());
    assert!(store.end_browser([7; 32]).await.unwrap());
    assert!(!store.end_browser([7; 32]).await.unwrap());
    assert_eq!(user(store, 7, START).await, None);
    assert!(store.session([1; 32], START).await.unwrap().is_none());
    assert_eq!(user(store, 8, START).await.as_deref(), Some("lin"), "the other browser goes on");
    for token in [2, 3] {
        assert!(store.session([token; 32], START).await.unwrap().is_some(), "{token}");
    }
}

pub(crate) async fn a_child_ends_alone(store: &dyn Store) {
    add_users(store).await;
    store.add_session("lin", session(1)).await.unwrap();
    assert!(store.open_browser([1; 32], browser(7)).await.unwrap());
    assert!(store.end_session([1; 32]).await.unwrap());
    assert_eq!(user(store, 7, START).await.as_deref(), Some("lin"));
}

pub(crate) async fn ended_browsers_go(store: &dyn Store) {
    add_users(store).await;
    store.add_session("lin", session(1)).await.unwrap();
    assert!(store.open_browser([1; 32], browser(7)).await.unwrap());
    assert_eq!(store.sweep_slice(Stale::Browsers, START + SESSION - 1).await.unwrap(), 0);
    assert_eq!(store.sweep_slice(Stale::Browsers, START + SESSION).await.unwrap(), 1);
}

pub(crate) async fn a_browser_tells_when_and_how_the_person_logged_in(store: &dyn Store) {
    add_users(store).await;
    store.add_session("lin", session(1)).await.unwrap();
    let later = NewBrowser { now: START + 5, ..browser(7) };
    assert!(store.open_browser([1; 32], later).await.unwrap());
    let kept = store.browser([7; 32], START + 5).await.unwrap().unwrap();
    assert_eq!((kept.sid.as_str(), kept.auth_time, kept.method.as_str()), ("sid-7", START, "qr"), "those of the login");
    assert_eq!((kept.user.id.as_str(), kept.expires_at), ("lin", START + SESSION));
    assert!(store.add_browser("chen", "password", browser(8)).await.unwrap());
    let kept = store.browser([8; 32], START).await.unwrap().unwrap();
    assert_eq!((kept.sid.as_str(), kept.auth_time, kept.method.as_str()), ("sid-8", START, "password"));
    assert_eq!(kept.user.id, "chen");
}

pub(crate) async fn nobody_who_is_shut_out_or_unknown_gets_a_browser(store: &dyn Store) {
    add_users(store).await;
    store.disable_user("lin", START).await.unwrap();
    assert!(!store.add_browser("lin", "password", browser(7)).await.unwrap());
    assert!(!store.add_browser("nobody", "password", browser(8)).await.unwrap());
    assert!(store.browser([7; 32], START).await.unwrap().is_none());
}

pub(crate) async fn a_person_keeps_the_public_id_under_a_new_cookie(store: &dyn Store) {
    add_users(store).await;
    assert!(store.add_browser("lin", "password", browser(7)).await.unwrap());
    let again = NewBrowser { sid: "sid-7".to_owned(), now: START + 9, ..browser(8) };
    assert!(store.add_browser("lin", "password", again).await.unwrap());
    assert!(store.end_browser([7; 32]).await.unwrap());
    let kept = store.browser([8; 32], START + 9).await.unwrap().unwrap();
    assert_eq!((kept.sid.as_str(), kept.auth_time), ("sid-7", START + 9));
}
