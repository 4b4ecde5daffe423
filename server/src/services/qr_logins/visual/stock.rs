//! Pictures of codes that do not exist yet. Each is handed out once, and none that is too old.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::clock::Millis;
use crate::wechat::Picture;

/// How long a picture may lie, ms. WeChat's codes never end, but the mini program's picture in their centre may change.
const KEPT: Millis = 6 * 3600 * 1000;

/// A picture that was made ahead.
#[derive(Debug)]
pub(super) struct Ready {
    /// The id of the code that it will be.
    pub(super) id: String,
    /// The picture.
    pub(super) picture: Picture,
    /// When it was made.
    pub(super) made_at: Millis,
}

/// The pictures of one application.
#[derive(Debug)]
pub(super) struct Stock {
    full: usize,
    ready: Mutex<VecDeque<Ready>>,
    taken: Notify,
}

impl Stock {
    /// An empty stock that is full with so many.
    pub(super) fn new(full: usize) -> Self {
        Self { full, ready: Mutex::default(), taken: Notify::new() }
    }

    /// The pictures but for those that are too old. A panic elsewhere can't have broken them, so poison is passed over.
    fn ready(&self, now: Millis) -> MutexGuard<'_, VecDeque<Ready>> {
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        ready.retain(|ready| ready.made_at + KEPT > now);
        ready
    }

    /// Takes the oldest.
    pub(super) fn take(&self, now: Millis) -> Option<Ready> {
        let taken = self.ready(now).pop_front();
        self.taken.notify_one();
        taken
    }

    /// Adds one.
    pub(super) fn put(&self, ready: Ready) {
        self.ready(ready.made_at).push_back(ready);
    }

    /// How many more it takes.
    pub(super) fn missing(&self, now: Millis) -> usize {
        self.full.saturating_sub(self.ready(now).len())
    }

    /// Waits until one is taken.
    pub(super) async fn taken(&self) {
        self.taken.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn put(stock: &Stock, id: &str, made_at: Millis) {
        let picture = Picture { media_type: "image/png", bytes: Bytes::new() };
        stock.put(Ready { id: id.to_owned(), picture, made_at });
    }

    #[test]
    fn each_is_taken_once_and_the_oldest_first() {
        let stock = Stock::new(3);
        assert_eq!(stock.missing(0), 3);
        for id in ["a", "b"] {
            put(&stock, id, 0);
        }
        assert_eq!(stock.missing(0), 1);
        let taken: Vec<_> = (0..3).map(|_| stock.take(0).map(|ready| ready.id)).collect();
        assert_eq!(taken, [Some("a".to_owned()), Some("b".to_owned()), None]);
        assert_eq!(stock.missing(0), 3);
    }

    #[test]
    fn none_is_handed_out_that_is_too_old() {
        let stock = Stock::new(2);
        put(&stock, "old", 0);
        put(&stock, "young", 1);
        assert_eq!(stock.missing(KEPT - 1), 0);
        assert_eq!(stock.missing(KEPT), 1);
        assert_eq!(stock.take(KEPT).unwrap().id, "young");
    }

    #[tokio::test]
    async fn whoever_fills_it_hears_of_what_was_taken_before() {
        let stock = Stock::new(1);
        put(&stock, "a", 0);
        stock.take(0);
        stock.taken().await;
    }
}
