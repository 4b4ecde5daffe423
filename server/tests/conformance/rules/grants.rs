//! Grants of the OpenID provider: their codes, access and refresh tokens.

use guard_server::clock::Millis;
use guard_server::store::{
    EndedGrant, NewBrowser, NewGrant, NewRefreshToken, NewSession, NewTokens, SessionRef, Stale, Store,
};

use crate::fixture::{SESSION, START, add_users, session};

/// How long a code lasts.
const CODE: Millis = 60_000;
/// How long a refresh token lasts.
const REFRESH: Millis = 10 * SESSION;

fn grant(id: &str, code: u8, user: &str, sid: &str) -> NewGrant {
    NewGrant {
        id: id.to_owned(),
        user_id: user.to_owned(),
        app_id: "shop".to_owned(),
        sid: sid.to_owned(),
        scope: "openid email".to_owned(),
        auth_time: START - 5,
        amr: "password".to_owned(),
        nonce: Some("n\0".to_owned()),
        redirect_uri: "https://shop.example/cb".to_owned(),
        challenge: Some("c".to_owned()),
        code_hash: [code; 32],
        now: START,
        code_expires_at: START + CODE,
    }
}

/// The access token of this number, and the refresh token of the next.
fn tokens(access: u8, now: Millis) -> NewTokens {
    NewTokens {
        access: NewSession { app_id: String::new(), method: "oidc", now, expires_at: now + SESSION, ..session(access) },
        scope: "openid".to_owned(),
        refresh: Some(NewRefreshToken { token_hash: [access + 1; 32], expires_at: now + REFRESH }),
    }
}

/// A grant of `lin` with the code 50, which has given the access token 1 and the refresh token 2, beside one of `chen`.
async fn granted(store: &dyn Store) {
    add_users(store).await;
    store.add_grant(grant("g", 50, "lin", "browser")).await.unwrap();
    store.add_grant(grant("other", 60, "chen", "elsewhere")).await.unwrap();
    assert!(store.use_code([50; 32], tokens(1, START)).await.unwrap());
    assert!(store.use_code([60; 32], tokens(11, START)).await.unwrap());
}

/// Which of the tokens of `lin` count: access, refresh, code.
async fn lasts(store: &dyn Store) -> [bool; 3] {
    [
        store.session([1; 32], START).await.unwrap().is_some(),
        store.refresh_token([2; 32]).await.unwrap().is_some(),
        store.grant_of_code([50; 32]).await.unwrap().is_some(),
    ]
}

async fn assert_others_last(store: &dyn Store) {
    assert!(store.session([11; 32], START).await.unwrap().is_some());
    assert!(store.refresh_token([12; 32]).await.unwrap().is_some());
}

pub(crate) async fn a_code_is_exchanged_once_and_in_time(store: &dyn Store) {
    add_users(store).await;
    store.add_grant(grant("g", 50, "lin", "browser")).await.unwrap();
    assert!(store.grant_of_code([51; 32]).await.unwrap().is_none());
    let found = store.grant_of_code([50; 32]).await.unwrap().unwrap();
    assert_eq!((found.id.as_str(), found.user.id.as_str(), found.app_id.as_str()), ("g", "lin", "shop"));
    assert_eq!((found.sid.as_str(), found.scope.as_str(), found.amr.as_str()), ("browser", "openid email", "password"));
    assert_eq!((found.auth_time, found.code_expires_at, found.code_used_at), (START - 5, START + CODE, None));
    assert_eq!((found.redirect_uri.as_str(), found.challenge.as_deref()), ("https://shop.example/cb", Some("c")));
    assert!(found.nonce.is_some());
    assert!(!store.use_code([51; 32], tokens(1, START)).await.unwrap(), "another code");
    assert!(!store.use_code([50; 32], tokens(1, START + CODE)).await.unwrap(), "too late");
    assert!(store.session([1; 32], START + CODE).await.unwrap().is_none());
    assert!(store.use_code([50; 32], tokens(1, START + CODE - 1)).await.unwrap());
    assert!(!store.use_code([50; 32], tokens(3, START + 1)).await.unwrap(), "a second time");
    assert!(store.session([3; 32], START + 1).await.unwrap().is_none());
    assert_eq!(store.grant_of_code([50; 32]).await.unwrap().unwrap().code_used_at, Some(START + CODE - 1));
}

pub(crate) async fn of_many_exchanges_at_once_one_counts(store: &dyn Store) {
    add_users(store).await;
    store.add_grant(grant("g", 50, "lin", "browser")).await.unwrap();
    let by_code = (0..8).map(|n| store.use_code([50; 32], tokens(100 + 2 * n, START)));
    let won = futures_util::future::join_all(by_code).await;
    let won: Vec<_> = won.into_iter().enumerate().filter(|(_, won)| *won.as_ref().unwrap()).collect();
    assert_eq!(won.len(), 1);
    let refresh = [101 + 2 * u8::try_from(won[0].0).unwrap(); 32];
    let by_token = (0..8).map(|n| store.use_refresh_token(refresh, tokens(150 + 2 * n, START)));
    let won = futures_util::future::join_all(by_token).await;
    assert_eq!(won.into_iter().filter(|won| *won.as_ref().unwrap()).count(), 1);
}

pub(crate) async fn a_refresh_token_is_exchanged_once_and_in_time(store: &dyn Store) {
    granted(store).await;
    let found = store.refresh_token([2; 32]).await.unwrap().unwrap();
    assert_eq!((found.grant.id.as_str(), found.used_at, found.expires_at), ("g", None, START + REFRESH));
    assert!(!store.use_refresh_token([2; 32], tokens(3, START + REFRESH)).await.unwrap(), "too late");
    let last = START + REFRESH - 1;
    assert!(store.use_refresh_token([2; 32], tokens(3, last)).await.unwrap());
    assert!(!store.use_refresh_token([2; 32], tokens(5, last)).await.unwrap(), "a second time");
    assert_eq!(store.refresh_token([2; 32]).await.unwrap().unwrap().used_at, Some(last));
    assert_eq!(store.refresh_token([4; 32]).await.unwrap().unwrap().grant.id, "g");
    assert!(store.session([3; 32], last).await.unwrap().is_some());
    assert!(store.refresh_token([6; 32]).await.unwrap().is_none());
}

pub(crate) async fn an_access_token_is_a_session_of_its_grant(store: &dyn Store) {
    granted(store).await;
    let found = store.session([1; 32], START).await.unwrap().unwrap();
    assert_eq!((found.user.id.as_str(), found.app_id.as_str(), found.created_at), ("lin", "shop", START));
    assert_eq!((found.grant_id.as_deref(), found.scope.as_deref()), (Some("g"), Some("openid")));
    assert!(store.session([1; 32], START + SESSION).await.unwrap().is_none());
    store.add_session("lin", session(9)).await.unwrap();
    let login = store.session([9; 32], START).await.unwrap().unwrap();
    assert_eq!((login.grant_id, login.scope), (None, None));
    let more = NewTokens { refresh: None, ..tokens(20, START) };
    assert!(store.add_access_token("g", more.clone()).await.unwrap());
    assert_eq!(store.session([20; 32], START).await.unwrap().unwrap().grant_id.as_deref(), Some("g"));
    assert!(!store.add_access_token("gone", NewTokens { refresh: None, ..tokens(21, START) }).await.unwrap());
    assert!(store.session([21; 32], START).await.unwrap().is_none());
}

pub(crate) async fn a_grant_ends_with_all_that_is_its_own(store: &dyn Store) {
    granted(store).await;
    let ended = EndedGrant { app_id: "shop".to_owned(), user_id: "lin".to_owned(), sid: "browser".to_owned() };
    assert_eq!(store.end_grant("g").await.unwrap(), Some(ended));
    assert_eq!(store.end_grant("g").await.unwrap(), None);
    assert_eq!(lasts(store).await, [false; 3]);
    assert_others_last(store).await;
}

pub(crate) async fn a_grant_ends_with_its_access_token(store: &dyn Store) {
    granted(store).await;
    assert!(store.end_session([1; 32]).await.unwrap());
    assert!(!store.end_session([1; 32]).await.unwrap());
    assert_eq!(lasts(store).await, [false; 3]);
    let reference = SessionRef::of(&[11; 32]);
    assert_eq!(store.revoke(reference).await.unwrap().as_deref(), Some("chen"), "by an operator, too");
    assert!(store.refresh_token([12; 32]).await.unwrap().is_none());
}

pub(crate) async fn grants_end_with_the_browser_that_they_came_of(store: &dyn Store) {
    granted(store).await;
    store.add_grant(grant("second", 70, "lin", "browser")).await.unwrap();
    assert_eq!(store.end_grants_of("browser").await.unwrap().len(), 2);
    assert_eq!(store.end_grants_of("browser").await.unwrap(), []);
    assert_eq!(lasts(store).await, [false; 3]);
    assert!(store.grant_of_code([70; 32]).await.unwrap().is_none());
    assert_others_last(store).await;
}

pub(crate) async fn grants_end_with_a_browser_that_an_operator_revokes(store: &dyn Store) {
    granted(store).await;
    let browser = |n: u8, sid: &str| NewBrowser {
        cookie_hash: [n; 32],
        sid: sid.to_owned(),
        now: START,
        expires_at: START + SESSION,
    };
    assert!(store.add_browser("lin", "password", browser(80, "browser")).await.unwrap());
    assert!(store.add_browser("chen", "password", browser(81, "elsewhere")).await.unwrap());
    assert_eq!(store.revoke(SessionRef::of(&[82; 32])).await.unwrap(), None);
    assert_eq!(lasts(store).await, [true; 3], "that was no session");
    assert_eq!(store.revoke(SessionRef::of(&[80; 32])).await.unwrap().as_deref(), Some("lin"));
    assert_eq!(lasts(store).await, [false; 3]);
    assert!(store.browser_user([80; 32], START).await.unwrap().is_none());
    assert_others_last(store).await;
}

pub(crate) async fn grants_end_with_the_users_sessions(store: &dyn Store) {
    granted(store).await;
    assert_eq!(store.revoke_all("lin").await.unwrap(), 1);
    assert_eq!(lasts(store).await, [false; 3]);
    assert_others_last(store).await;
    for (n, id) in [(1, "disabled"), (2, "password"), (3, "removed")] {
        store.add_grant(grant(id, 100 + n, "lin", "browser")).await.unwrap();
        match n {
            1 => assert!(store.disable_user("lin", START).await.unwrap()),
            2 => assert!(store.set_password("lin", "new".to_owned()).await.unwrap()),
            _ => assert!(store.remove_user("lin").await.unwrap()),
        }
        assert!(store.grant_of_code([100 + n; 32]).await.unwrap().is_none(), "{id}");
        store.enable_user("lin").await.unwrap();
        assert!(store.grant_of_code([100 + n; 32]).await.unwrap().is_none(), "{id}, enabled again");
    }
}

pub(crate) async fn what_is_over_goes_and_what_lasts_keeps_its_grant(store: &dyn Store) {
    add_users(store).await;
    store.add_grant(grant("unused", 50, "lin", "browser")).await.unwrap();
    store.add_grant(grant("used", 60, "lin", "browser")).await.unwrap();
    assert!(store.use_code([60; 32], tokens(1, START)).await.unwrap());
    assert_eq!(store.sweep_slice(Stale::Grants, START + CODE - 1).await.unwrap(), 0);
    assert_eq!(store.sweep_slice(Stale::Grants, START + CODE).await.unwrap(), 1, "the code that nobody fetched");
    assert!(store.use_refresh_token([2; 32], tokens(3, START + 9)).await.unwrap());
    assert_eq!(store.sweep_slice(Stale::RefreshTokens, START + REFRESH - 1).await.unwrap(), 0);
    assert_eq!(store.sweep_slice(Stale::RefreshTokens, START + REFRESH).await.unwrap(), 1);
    assert_eq!(store.sweep_slice(Stale::Grants, START + REFRESH + 8).await.unwrap(), 0, "the next token lasts");
    assert_eq!(store.sweep_slice(Stale::Grants, START + REFRESH + 9).await.unwrap(), 1);
}
