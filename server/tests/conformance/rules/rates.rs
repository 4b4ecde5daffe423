//! How often something was done within a window.

use guard_server::store::{Rate, Stale, Store};

use crate::fixture::START;

const WINDOW: i64 = 60_000;
const KEY: [u8; 32] = [1; 32];

async fn count(store: &dyn Store, key: [u8; 32], now: i64) -> Rate {
    store.count(key, now, now + WINDOW).await.unwrap()
}

pub(crate) async fn a_window_counts_from_its_first_to_its_end(store: &dyn Store) {
    let end = START + WINDOW;
    assert_eq!(store.rate(KEY, START).await.unwrap(), None);
    assert_eq!(count(store, KEY, START).await, Rate { count: 1, ends_at: end });
    assert_eq!(count(store, KEY, START + 1).await, Rate { count: 2, ends_at: end });
    assert_eq!(count(store, KEY, end - 1).await, Rate { count: 3, ends_at: end });
    assert_eq!(store.rate(KEY, end - 1).await.unwrap(), Some(Rate { count: 3, ends_at: end }));
    assert_eq!(store.rate(KEY, end).await.unwrap(), None);
    assert_eq!(count(store, KEY, end).await, Rate { count: 1, ends_at: end + WINDOW }, "a new window");
}

pub(crate) async fn each_key_has_a_count_of_its_own(store: &dyn Store) {
    for _ in 0..3 {
        count(store, KEY, START).await;
    }
    assert_eq!(count(store, [2; 32], START).await.count, 1);
    assert_eq!(count(store, KEY, START).await.count, 4);
}

pub(crate) async fn of_many_at_once_each_counts(store: &dyn Store) {
    let all = futures_util::future::join_all((0..20).map(|_| count(store, KEY, START))).await;
    let mut counts: Vec<_> = all.into_iter().map(|rate| rate.count).collect();
    counts.sort_unstable();
    assert_eq!(counts, (1..=20).collect::<Vec<_>>());
}

pub(crate) async fn windows_that_are_over_go(store: &dyn Store) {
    count(store, KEY, START).await;
    assert_eq!(store.sweep_slice(Stale::Rates, START + WINDOW - 1).await.unwrap(), 0);
    assert_eq!(store.sweep_slice(Stale::Rates, START + WINDOW).await.unwrap(), 1);
}
