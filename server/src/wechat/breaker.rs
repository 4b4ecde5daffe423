//! A circuit breaker: what has failed several times is left alone for a while, then tried once; it closes by itself. Pure:
//! time comes with each call.

use crate::clock::Millis;

/// When a breaker opens, and for how long.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Failures in a row after which it opens.
    pub(super) failures: u32,
    /// The first pause, ms; each further one is twice as long.
    pub(super) first: Millis,
    /// The longest pause, ms.
    pub(super) longest: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// All calls pass; so many have failed in a row.
    Closed { failures: u32 },
    /// No call passes until then.
    Open { until: Millis, pause: Millis },
    /// One call is under way; what comes of it decides.
    Trial { pause: Millis },
}

/// A breaker.
#[derive(Clone, Copy, Debug)]
pub(super) struct Breaker {
    pace: Pace,
    state: State,
}

/// What became of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opened {
    /// Nothing that was not so before.
    No,
    /// It has just opened.
    Yes,
}

impl Breaker {
    /// A closed breaker.
    pub(super) fn new(pace: Pace) -> Self {
        Self { pace, state: State::Closed { failures: 0 } }
    }

    /// Whether a call may be made at `now`. Whoever makes one tells how it ended.
    pub(super) fn admit(&mut self, now: Millis) -> bool {
        match self.state {
            State::Closed { .. } => true,
            State::Open { until, pause } if until <= now => {
                self.state = State::Trial { pause };
                true
            }
            State::Open { .. } | State::Trial { .. } => false,
        }
    }

    /// A call was answered; answers whether that closed it.
    pub(super) fn succeeded(&mut self) -> bool {
        let closes = !matches!(self.state, State::Closed { .. });
        self.state = State::Closed { failures: 0 };
        closes
    }

    /// A call was not answered.
    pub(super) fn failed(&mut self, now: Millis) -> Opened {
        let (pause, opened) = match self.state {
            State::Closed { failures } if failures + 1 < self.pace.failures => {
                self.state = State::Closed { failures: failures + 1 };
                return Opened::No;
            }
            State::Closed { .. } => (self.pace.first, Opened::Yes),
            State::Trial { pause } => ((pause * 2).min(self.pace.longest), Opened::No),
            // One that was under way when it opened.
            State::Open { .. } => return Opened::No,
        };
        self.state = State::Open { until: now + pause, pause };
        opened
    }

    /// Nobody heard how a call ended: who asked went away. The next one is the trial, then.
    pub(super) fn abandoned(&mut self, now: Millis) {
        if let State::Trial { pause } = self.state {
            self.state = State::Open { until: now, pause };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace { failures: 3, first: 100, longest: 300 };

    fn opened() -> Breaker {
        let mut breaker = Breaker::new(PACE);
        for expected in [Opened::No, Opened::No, Opened::Yes] {
            assert!(breaker.admit(0));
            assert_eq!(breaker.failed(0), expected);
        }
        breaker
    }

    #[test]
    fn it_opens_after_failures_in_a_row_alone() {
        let mut breaker = Breaker::new(PACE);
        for _ in 0..5 {
            breaker.failed(0);
            breaker.failed(0);
            assert!(!breaker.succeeded() && breaker.admit(0));
        }
        let mut breaker = opened();
        assert!(!breaker.admit(0) && !breaker.admit(99));
    }

    #[test]
    fn one_call_is_let_through_after_the_pause_and_closes_it() {
        let mut breaker = opened();
        assert!(breaker.admit(100));
        assert!(!breaker.admit(100), "one alone");
        assert!(breaker.succeeded());
        assert!(breaker.admit(100) && breaker.admit(100));
        assert_eq!(breaker.failed(100), Opened::No, "the count begins anew");
    }

    #[test]
    fn pauses_double_up_to_the_longest() {
        let mut breaker = opened();
        let mut now = 0;
        for pause in [100, 200, 300, 300] {
            assert!(!breaker.admit(now + pause - 1), "{pause}");
            now += pause;
            assert!(breaker.admit(now), "{pause}");
            assert_eq!(breaker.failed(now), Opened::No);
        }
    }

    #[test]
    fn a_trial_that_nobody_waits_for_is_followed_by_another() {
        let mut breaker = opened();
        assert!(breaker.admit(100));
        breaker.abandoned(100);
        assert!(breaker.admit(100));
        let mut closed = Breaker::new(PACE);
        closed.abandoned(0);
        assert!(closed.admit(0));
    }

    #[test]
    fn calls_under_way_when_it_opens_make_no_pause_longer() {
        let mut breaker = opened();
        assert_eq!(breaker.failed(50), Opened::No);
        assert!(breaker.admit(100));
    }
}
