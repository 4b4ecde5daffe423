//! A wait for news of a code: until it changes, until it is over, or until the wait is.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::QrLogins;
use crate::clock::Millis;
use crate::wake::Subscription;

/// The wait of one caller. Dropping it (the client went away) ends it.
#[must_use = "dropping it ends the wait"]
pub(in crate::services) struct Wait {
    until: Instant,
    closing: watch::Receiver<bool>,
    news: Subscription,
    is_over: bool,
}

impl QrLogins {
    /// Begins the wait for the code `id`, of `seconds` at most, as the client asks and the server allows. Called before
    /// the look that counts, so that a change between look and wait is not missed.
    pub(in crate::services) fn wait(&self, id: &str, seconds: u32) -> Wait {
        let seconds = seconds.min(self.times.max_wait_s);
        Wait {
            until: Instant::now() + Duration::from_secs(seconds.into()),
            closing: self.context.closing.clone(),
            news: self.context.wake.subscribe(id),
            is_over: seconds == 0,
        }
    }
}

impl Wait {
    /// Whether what is seen now is to be answered, changed or not.
    pub(in crate::services) fn is_over(&self) -> bool {
        self.is_over || *self.closing.borrow()
    }

    /// Waits until another look is worth it; `left` is how long the code still lives.
    pub(in crate::services) async fn next(&mut self, left: Millis) {
        // A moment more than what is left, so that the code is over when it is looked at again.
        let left = Duration::from_millis(left.unsigned_abs() + 5);
        let until = self.until.min(Instant::now() + left);
        tokio::select! {
            () = self.news.changed() => {}
            () = sleep_until(until) => self.is_over = true,
            _ = self.closing.changed() => self.is_over = true,
        }
    }
}
