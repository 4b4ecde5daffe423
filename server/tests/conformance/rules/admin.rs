//! What an operator sees and changes.

use guard_server::store::{CodeState, Confirmed, NewBrowser, Redeemed, SLICE, SessionKind, SessionRef, Store, UserRow};

use crate::fixture::{
    CHALLENGE, NUMBER, SESSION, START, add_users, assert_is, by_phone, code, confirm, confirmed, consumed, redeem,
    scanned, session, user,
};

/// `lin` with a password, the sessions 1 and 2, and the browser 7 with the child 1; `chen` with the session 3.
async fn logged_in(store: &dyn Store) {
    let lin = UserRow { username: Some("lin".to_owned()), ..user("lin") };
    store.add_user(lin, Some("phc".to_owned()), START).await.unwrap();
    add_users(store).await;
    for (id, token) in [("lin", 1), ("lin", 2), ("chen", 3)] {
        store.add_session(id, session(token)).await.unwrap();
    }
    let browser = NewBrowser { cookie_hash: [7; 32], sid: "sid".to_owned(), now: START, expires_at: START + SESSION };
    assert!(store.open_browser([1; 32], browser).await.unwrap());
}

/// The tokens among 1 to 3, and 7 for the browser, that are valid.
async fn valid(store: &dyn Store) -> Vec<u8> {
    let mut valid = Vec::new();
    for token in 1..=3 {
        if store.session([token; 32], START).await.unwrap().is_some() {
            valid.push(token);
        }
    }
    if store.browser_user([7; 32], START).await.unwrap().is_some() {
        valid.push(7);
    }
    valid
}

async fn hash(store: &dyn Store) -> Option<String> {
    store.credentials("lin").await.unwrap().unwrap().password_hash
}

pub(crate) async fn accounts_are_listed_in_slices(store: &dyn Store) {
    let ids: Vec<_> = (0..SLICE + 3).map(|n| format!("user-{n:05}")).collect();
    for id in ids.iter().rev() {
        store.add_user(user(id), None, START).await.unwrap();
    }
    store.disable_user(&ids[1], START + 5).await.unwrap();
    let first = store.accounts(None).await.unwrap();
    assert_eq!(first.len(), SLICE as usize);
    let rest = store.accounts(Some(&first[first.len() - 1].user.id)).await.unwrap();
    let listed: Vec<_> = first.iter().chain(&rest).map(|account| account.user.id.clone()).collect();
    assert_eq!(listed, ids);
    assert_eq!((first[0].created_at, first[0].disabled_at, first[1].disabled_at), (START, None, Some(START + 5)));
    assert_eq!(store.account(&ids[1]).await.unwrap().as_ref(), Some(&first[1]));
    assert_eq!(store.account("nobody").await.unwrap(), None);
}

pub(crate) async fn a_disabled_user_has_no_password_and_no_session(store: &dyn Store) {
    logged_in(store).await;
    assert!(!store.disable_user("nobody", START).await.unwrap());
    assert_eq!(valid(store).await, [1, 2, 3, 7]);
    assert!(store.disable_user("lin", START).await.unwrap());
    assert_eq!(hash(store).await, None, "and the name is still known, so that it is answered alike");
    assert_eq!(valid(store).await, [3]);
    store.add_session("lin", session(1)).await.unwrap();
    assert_eq!(valid(store).await, [3], "nor does a session count that a login opened meanwhile");
    assert!(store.disable_user("lin", START + 9).await.unwrap());
    assert_eq!(store.account("lin").await.unwrap().unwrap().disabled_at, Some(START), "since the first time");
}

pub(crate) async fn a_disabled_users_phone_confirms_nothing(store: &dyn Store) {
    scanned(store).await;
    assert!(store.disable_user("lin", START).await.unwrap());
    assert_is(&code(store).await, CodeState::Cancelled, 2);
    let outcome = store.confirm(confirm(by_phone(1), Some(NUMBER), 5)).await.unwrap();
    assert_eq!(outcome, Confirmed::Gone);
    assert_eq!(store.code("other").await.unwrap().unwrap().state, CodeState::Scanned, "that of another user goes on");
}

pub(crate) async fn a_used_code_of_a_disabled_user_stays_used(store: &dyn Store) {
    consumed(store).await;
    let before = code(store).await;
    assert!(store.disable_user("lin", START).await.unwrap());
    assert_is(&code(store).await, CodeState::Consumed, before.seq);
}

pub(crate) async fn an_enabled_user_starts_afresh(store: &dyn Store) {
    logged_in(store).await;
    store.disable_user("lin", START).await.unwrap();
    store.add_session("lin", session(1)).await.unwrap();
    assert!(store.enable_user("lin").await.unwrap());
    assert!(!store.enable_user("nobody").await.unwrap());
    assert_eq!(hash(store).await.as_deref(), Some("phc"));
    assert_eq!(valid(store).await, [3], "the session of the time between is gone");
    store.add_session("lin", session(2)).await.unwrap();
    assert_eq!(valid(store).await, [2, 3]);
}

pub(crate) async fn a_new_password_ends_sessions(store: &dyn Store) {
    logged_in(store).await;
    assert!(store.set_password("lin", "new".to_owned()).await.unwrap());
    assert!(!store.set_password("nobody", "new".to_owned()).await.unwrap());
    assert_eq!(hash(store).await.as_deref(), Some("new"));
    assert_eq!(valid(store).await, [3]);
}

pub(crate) async fn a_removed_user_leaves_nothing(store: &dyn Store) {
    confirmed(store).await;
    store.add_session("lin", session(1)).await.unwrap();
    assert!(store.remove_user("lin").await.unwrap());
    assert!(!store.remove_user("lin").await.unwrap());
    assert!(store.user("lin").await.unwrap().is_none());
    assert!(store.code("code").await.unwrap().is_none());
    assert_eq!(valid(store).await, Vec::<u8>::new());
    assert_eq!(store.redeem(redeem(5, Some(CHALLENGE))).await.unwrap(), Redeemed::Gone);
    assert!(store.user("chen").await.unwrap().is_some());
}

pub(crate) async fn sessions_are_listed_by_kind_and_user(store: &dyn Store) {
    logged_in(store).await;
    let list = async |kind, user, after: Option<u8>, now| {
        let after = after.map(|token| SessionRef::of(&[token; 32]));
        store.sessions(kind, user, after, now).await.unwrap()
    };
    let references = |tokens: &[u8]| tokens.iter().map(|token| SessionRef::of(&[*token; 32])).collect::<Vec<_>>();
    let of = |list: &[guard_server::store::SessionEntry]| list.iter().map(|entry| entry.reference).collect::<Vec<_>>();
    let all = list(SessionKind::Application, None, None, START).await;
    assert_eq!(of(&all), references(&[1, 2, 3]));
    assert_eq!((all[0].user_id.as_str(), all[0].app_id.as_deref()), ("lin", Some("demo")));
    assert_eq!((all[0].method.as_deref(), all[0].created_at, all[0].expires_at), (Some("qr"), START, START + SESSION));
    assert_eq!(of(&list(SessionKind::Application, Some("lin"), None, START).await), references(&[1, 2]));
    assert_eq!(of(&list(SessionKind::Application, None, Some(1), START).await), references(&[2, 3]));
    assert_eq!(of(&list(SessionKind::Application, None, None, START + SESSION).await), []);
    let browsers = list(SessionKind::Browser, None, None, START).await;
    assert_eq!(of(&browsers), references(&[7]));
    assert_eq!((browsers[0].user_id.as_str(), browsers[0].app_id.as_deref()), ("lin", None));
    assert_eq!(of(&list(SessionKind::Browser, Some("chen"), None, START).await), []);
    assert_eq!(of(&list(SessionKind::Browser, None, None, START + SESSION).await), []);
}

pub(crate) async fn a_session_is_revoked_by_its_name(store: &dyn Store) {
    logged_in(store).await;
    let revoke = async |token: u8| store.revoke(SessionRef::of(&[token; 32])).await.unwrap();
    assert_eq!(revoke(2).await.as_deref(), Some("lin"));
    assert_eq!(revoke(2).await, None);
    assert_eq!(valid(store).await, [1, 3, 7]);
    assert_eq!(revoke(7).await.as_deref(), Some("lin"));
    assert_eq!(valid(store).await, [3], "a browser's with its children");
}

pub(crate) async fn all_sessions_of_one_user_end(store: &dyn Store) {
    logged_in(store).await;
    assert_eq!(store.revoke_all("nobody").await.unwrap(), 0);
    assert_eq!(store.revoke_all("lin").await.unwrap(), 3);
    assert_eq!(valid(store).await, [3]);
}
