//! Wrong passwords.

use guard_server::store::{Failures, Store};

use crate::fixture::START;

const WINDOW: i64 = 600_000;

pub(crate) async fn wrong_passwords_add_up_until_the_window_is_over(store: &dyn Store) {
    let account = [1; 32];
    let add = |now| store.add_failure(account, now - WINDOW, now);
    let count = async |now| store.failures(account, now - WINDOW).await.map(|failures| failures.count);
    assert_eq!(count(START).await.unwrap(), 0);
    assert_eq!(add(START).await.unwrap(), 1);
    assert_eq!(add(START + 1000).await.unwrap(), 2);
    assert_eq!(count(START + 1000).await.unwrap(), 2);
    // The window slides with the last one.
    assert_eq!(count(START + 1000 + WINDOW - 1).await.unwrap(), 2);
    assert_eq!(count(START + 1000 + WINDOW).await.unwrap(), 0);
    assert_eq!(add(START + 1000 + WINDOW - 1).await.unwrap(), 3);
    let last = START + 1000 + WINDOW - 1;
    assert_eq!(add(last + WINDOW).await.unwrap(), 1, "those before are forgotten");
    assert_eq!(count(last + WINDOW).await.unwrap(), 1);
}

pub(crate) async fn forgetting_is_for_one_account(store: &dyn Store) {
    let since = START - WINDOW;
    for account in [[1; 32], [2; 32]] {
        assert_eq!(store.add_failure(account, since, START).await.unwrap(), 1);
    }
    store.clear_failures([1; 32]).await.unwrap();
    assert_eq!(store.failures([1; 32], since).await.unwrap().count, 0);
    assert_eq!(store.failures([2; 32], since).await.unwrap().count, 1);
}

pub(crate) async fn the_time_of_the_last_wrong_password_is_kept(store: &dyn Store) {
    let since = START - WINDOW;
    assert_eq!(store.failures([1; 32], since).await.unwrap(), Failures::default());
    for now in [START, START + 7] {
        store.add_failure([1; 32], since, now).await.unwrap();
    }
    assert_eq!(store.failures([1; 32], since).await.unwrap(), Failures { count: 2, last_at: START + 7 });
}
