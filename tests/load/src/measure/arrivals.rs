//! When visitors come: at times that do not wait for the server.
//!
//! Latencies are counted from these times. A client that sends its next request when it has the answer to the last one
//! asks less while the server is slow, and so measures a slow server as a fast one.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::time::{Instant, sleep_until};

/// Independent arrivals: the gaps between them are exponential.
#[derive(Debug)]
pub(crate) struct Arrivals {
    next: Instant,
    mean: Duration,
    random: StdRng,
}

impl Arrivals {
    /// `rate` arrivals a second, from now on.
    pub(crate) fn new(rate: f64, seed: u64) -> Self {
        Self { next: Instant::now(), mean: Duration::from_secs_f64(rate.recip()), random: StdRng::seed_from_u64(seed) }
    }

    /// Waits for the next arrival and answers its time, which has passed when the generator is late.
    pub(crate) async fn next(&mut self) -> Instant {
        let gap = self.gap();
        self.next += gap;
        sleep_until(self.next).await;
        self.next
    }

    fn gap(&mut self) -> Duration {
        let share: f64 = self.random.random();
        self.mean.mul_f64(-(1.0 - share).ln())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn gaps_have_the_mean_that_was_asked_for_and_differ() {
        let mut arrivals = Arrivals::new(100.0, 1);
        let gaps: Vec<Duration> = (0..20_000).map(|_| arrivals.gap()).collect();
        let mean = gaps.iter().sum::<Duration>() / 20_000;
        assert!((9_500..10_500).contains(&mean.as_micros()), "{mean:?}");
        let longer = gaps.iter().filter(|gap| **gap > Duration::from_millis(20)).count();
        assert!((2_400..3_000).contains(&longer), "{longer} of 20,000 are twice the mean, not one of e²");
    }
}
