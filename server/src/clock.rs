//! The server's clock, behind a trait so that tests can set it. Every deadline in the store is counted by it.

use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = i64;

/// Tells the time.
pub trait Clock: Debug + Send + Sync {
    /// Now.
    fn now(&self) -> Millis;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Millis {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
    }
}

/// A clock that moves only when told. Clones share the time.
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// A clock that shows `now`.
    pub fn new(now: Millis) -> Self {
        Self(Arc::new(AtomicI64::new(now)))
    }

    /// Moves it on by `by` ms.
    pub fn advance(&self, by: Millis) {
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Millis {
        self.0.load(Ordering::SeqCst)
    }
}

/// `time` as RFC 3339 text in UTC, to the second; none for a time that has no year of four digits.
pub fn rfc3339(time: Millis) -> Option<String> {
    OffsetDateTime::from_unix_timestamp(time.div_euclid(1000)).ok()?.format(&Rfc3339).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_in_utc_to_the_second() {
        assert_eq!(rfc3339(0).as_deref(), Some("1970-01-01T00:00:00Z"));
        assert_eq!(rfc3339(951_782_400_000).as_deref(), Some("2000-02-29T00:00:00Z"));
        assert_eq!(rfc3339(1_709_251_199_999).as_deref(), Some("2024-02-29T23:59:59Z"));
        assert_eq!(rfc3339(1_798_761_600_000).as_deref(), Some("2027-01-01T00:00:00Z"));
        assert_eq!(rfc3339(Millis::MAX), None);
    }
}
