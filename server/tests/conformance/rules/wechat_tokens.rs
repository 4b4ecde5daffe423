//! WeChat's access tokens, which all nodes share.

use guard_protocol::Secret;
use guard_server::clock::Millis;
use guard_server::store::{Stale, Store, WeChatToken};

use crate::fixture::START;

const APP: &str = "wx1";
/// WeChat's tokens live two hours.
const END: Millis = START + 7_200_000;

async fn keep(store: &dyn Store, app_id: &str, token: &str, expires_at: Millis) {
    store.keep_wechat_token(app_id, &WeChatToken { token: Secret::new(token), expires_at }).await.unwrap();
}

async fn valid(store: &dyn Store, app_id: &str, now: Millis) -> Option<String> {
    store.wechat_token(app_id, now).await.unwrap().map(|kept| kept.token.expose().to_owned())
}

pub(crate) async fn a_token_is_valid_to_the_millisecond(store: &dyn Store) {
    assert_eq!(valid(store, APP, START).await, None);
    let token = WeChatToken { token: Secret::new("first"), expires_at: END };
    store.keep_wechat_token(APP, &token).await.unwrap();
    assert_eq!(store.wechat_token(APP, END - 1).await.unwrap(), Some(token));
    assert_eq!(store.wechat_token(APP, END).await.unwrap(), None);
}

pub(crate) async fn each_mini_program_has_a_token_of_its_own(store: &dyn Store) {
    keep(store, APP, "first", END).await;
    keep(store, "wx2", "second", END + 1).await;
    assert_eq!(valid(store, APP, START).await.as_deref(), Some("first"));
    assert_eq!(valid(store, "wx2", START).await.as_deref(), Some("second"));
    store.drop_wechat_token("wx2", &Secret::new("first")).await.unwrap();
    assert_eq!(valid(store, APP, START).await.as_deref(), Some("first"));
}

pub(crate) async fn the_token_that_lives_longer_stays(store: &dyn Store) {
    keep(store, APP, "first", END).await;
    keep(store, APP, "as long", END).await;
    keep(store, APP, "shorter", END - 1).await;
    assert_eq!(valid(store, APP, START).await.as_deref(), Some("first"), "another node was quicker");
    keep(store, APP, "longer", END + 1).await;
    assert_eq!(valid(store, APP, END).await.as_deref(), Some("longer"));
}

pub(crate) async fn a_refused_token_is_dropped_and_no_other(store: &dyn Store) {
    keep(store, APP, "second", END).await;
    store.drop_wechat_token(APP, &Secret::new("first")).await.unwrap();
    assert_eq!(valid(store, APP, START).await.as_deref(), Some("second"), "another node has renewed it already");
    store.drop_wechat_token(APP, &Secret::new("second")).await.unwrap();
    assert_eq!(valid(store, APP, START).await, None);
    keep(store, APP, "third", END - 1).await;
    assert_eq!(valid(store, APP, START).await.as_deref(), Some("third"));
}

pub(crate) async fn tokens_that_are_over_go(store: &dyn Store) {
    keep(store, APP, "first", END).await;
    keep(store, "wx2", "second", END + 1).await;
    assert_eq!(store.sweep_slice(Stale::WeChatTokens, END - 1).await.unwrap(), 0);
    assert_eq!(store.sweep_slice(Stale::WeChatTokens, END).await.unwrap(), 1);
    assert_eq!(valid(store, "wx2", END).await.as_deref(), Some("second"));
}
