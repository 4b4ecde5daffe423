//! Latencies, kept as a histogram: whole, in little memory, exact to three digits.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result};
use hdrhistogram::Histogram;

/// The longest latency that is told apart, in µs: ten minutes.
const LONGEST: u64 = 600_000_000;

/// Latencies. Shared by all visitors of a run.
pub(crate) struct Latencies(Mutex<Histogram<u64>>);

impl Latencies {
    pub(crate) fn new() -> Result<Self> {
        let histogram = Histogram::new_with_bounds(1, LONGEST, 3).context("a histogram can't be made")?;
        Ok(Self(Mutex::new(histogram)))
    }

    /// Counts one.
    pub(crate) fn add(&self, latency: Duration) {
        let micros = u64::try_from(latency.as_micros()).unwrap_or(LONGEST);
        self.lock().saturating_record(micros.clamp(1, LONGEST));
    }

    /// How many there are.
    pub(crate) fn count(&self) -> u64 {
        self.lock().len()
    }

    /// What `share` of all stay below: 0.99 for p99.
    pub(crate) fn quantile(&self, share: f64) -> Duration {
        Duration::from_micros(self.lock().value_at_quantile(share))
    }

    fn lock(&self) -> MutexGuard<'_, Histogram<u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Latencies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Latencies({self})")
    }
}

impl fmt::Display for Latencies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [p50, p99, max] = [0.5, 0.99, 1.0].map(|share| milliseconds(self.quantile(share)));
        write!(f, "p50 {p50}, p99 {p99}, max {max}")
    }
}

/// A duration in ms, with a digit behind the point while that tells something.
pub(crate) fn milliseconds(duration: Duration) -> String {
    let ms = duration.as_secs_f64() * 1000.0;
    if ms < 100.0 { format!("{ms:.1} ms") } else { format!("{ms:.0} ms") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_what_was_counted() {
        let latencies = Latencies::new().unwrap();
        (1..=1000).for_each(|ms| latencies.add(Duration::from_millis(ms)));
        latencies.add(Duration::ZERO);
        let p99 = latencies.quantile(0.99).as_millis();
        assert!((985..=995).contains(&p99), "{p99}");
        assert_eq!(latencies.count(), 1001);
        latencies.add(Duration::from_secs(3600));
        assert!(latencies.quantile(1.0) >= Duration::from_secs(599), "an hour counts as the longest");
    }

    #[test]
    fn durations_read_well() {
        assert_eq!(milliseconds(Duration::from_micros(1_234)), "1.2 ms");
        assert_eq!(milliseconds(Duration::from_millis(1_234)), "1234 ms");
    }
}
