//! Wake-ups for long polls: who waits for a code is told that it changed.
//!
//! A wake-up carries no state; whoever is woken reads the store. A second node therefore needs nothing but the news
//! that a code changed: the store of several nodes hears it from the database and calls [`Wake::publish`] for each id. A
//! lost wake-up costs at most one long poll's wait, since every poll reads the store when it ends.

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

/// Tells waiting polls that a code changed.
pub trait Wake: Debug + Send + Sync {
    /// From now on, hears of changes to the code `id`.
    fn subscribe(&self, id: &str) -> Subscription;
    /// The code `id` has changed. Called after the store's transaction.
    fn publish(&self, id: &str);
    /// Any code may have changed: news were lost.
    fn publish_all(&self);
}

type Waiting = Arc<Mutex<HashMap<String, watch::Sender<()>>>>;

/// Wakes the polls of this process.
#[derive(Clone, Debug, Default)]
pub struct LocalWake {
    waiting: Waiting,
}

impl LocalWake {
    /// How many codes are waited for.
    pub fn codes_waited_for(&self) -> usize {
        lock(&self.waiting).len()
    }
}

impl Wake for LocalWake {
    fn subscribe(&self, id: &str) -> Subscription {
        let mut waiting = lock(&self.waiting);
        let receiver = waiting.entry(id.to_owned()).or_insert_with(|| watch::channel(()).0).subscribe();
        Subscription { receiver, id: id.to_owned(), waiting: Arc::clone(&self.waiting) }
    }

    fn publish(&self, id: &str) {
        if let Some(sender) = lock(&self.waiting).get(id) {
            sender.send_replace(());
        }
    }

    fn publish_all(&self) {
        for sender in lock(&self.waiting).values() {
            sender.send_replace(());
        }
    }
}

/// One poll's ear. Dropping it (the client went away) frees it.
#[derive(Debug)]
pub struct Subscription {
    receiver: watch::Receiver<()>,
    id: String,
    waiting: Waiting,
}

impl Subscription {
    /// Waits for the next change since the last call (or since subscribing).
    pub async fn changed(&mut self) {
        if self.receiver.changed().await.is_err() {
            // The sender lives as long as this subscription does, so this is never reached; waiting is the safe answer.
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut waiting = lock(&self.waiting);
        if waiting.get(&self.id).is_some_and(|sender| sender.receiver_count() <= 1) {
            waiting.remove(&self.id);
        }
    }
}

/// The map holds no invariant that a panic elsewhere could break, so poison is passed over.
fn lock(waiting: &Waiting) -> std::sync::MutexGuard<'_, HashMap<String, watch::Sender<()>>> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_change_between_subscribing_and_waiting_is_heard() {
        let wake = LocalWake::default();
        let mut one = wake.subscribe("a");
        let mut two = wake.subscribe("a");
        wake.publish("a");
        wake.publish("b");
        one.changed().await;
        two.changed().await;
        let mut other = wake.subscribe("b");
        wake.publish_all();
        one.changed().await;
        other.changed().await;
        drop(one);
        drop(other);
        assert_eq!(wake.codes_waited_for(), 1);
        drop(two);
        assert_eq!(wake.codes_waited_for(), 0);
    }
}
