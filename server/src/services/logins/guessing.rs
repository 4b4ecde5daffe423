//! What wrong passwords lead to: a decision over what the store has counted, and nothing else.
//!
//! They are counted for each name *and* where they come from, so that a stranger cannot keep a person out who comes from
//! elsewhere. Where that is: a browser in which the account has logged in before, which its cookie proves; else the
//! network. Two counts more slow those down who spread their guesses, and never a browser that is known: the wrong
//! passwords of a name from everywhere, and those of a network for all names.

use crate::clock::Millis;
use crate::config::PasswordLimits;
use crate::store::{Failures, Rate};

/// The delay after the last free attempt. It doubles with each further wrong password.
const FIRST_DELAY: Millis = 30_000;
/// How many times the attempts of one place a name takes from everywhere.
const FROM_EVERYWHERE: u32 = 100;
/// How many times the attempts of one name a network has for all names.
const FOR_ALL_NAMES: u32 = 10;

/// Wrong passwords that the store has counted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Met {
    /// Of this name from this place.
    pub(super) here: Failures,
    /// What strangers have tried besides; none for a browser that is known.
    pub(super) strangers: Option<Strangers>,
}

/// Wrong passwords of those whose browser is not known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Strangers {
    /// Of this name from everywhere.
    pub(super) everywhere: Failures,
    /// Of this network for all names.
    pub(super) network: Option<Rate>,
}

/// What is to be done with a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Look whether it is right.
    Verify,
    /// Not before so many ms are over: too many wrong passwords for this name.
    Locked(Millis),
    /// Not before so many ms are over: too many wrong passwords of this network.
    Slowed(Millis),
}

/// The rules, as configured.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    attempts: u32,
    longest: Millis,
}

impl From<PasswordLimits> for Rules {
    fn from(limits: PasswordLimits) -> Self {
        Self { attempts: limits.attempts, longest: Millis::from(limits.lock_s) * 1000 }
    }
}

impl Rules {
    /// Since when wrong passwords count at `now`. They must outlast the longest delay, or there would be free attempts
    /// again after each.
    pub(super) fn since(self, now: Millis) -> Millis {
        now - 2 * self.longest
    }

    /// When the window ends in which the wrong passwords of a network are counted, if it begins at `now`.
    pub(super) fn network_window(self, now: Millis) -> Millis {
        now + self.longest
    }

    /// How many attempts are free after `failures`.
    pub(super) fn remaining(self, failures: u32) -> u32 {
        self.attempts.saturating_sub(failures)
    }

    /// What is to be done with a guess at `now`.
    pub(super) fn judge(self, met: &Met, now: Millis) -> Verdict {
        let mut until = met.here.last_at + self.delay(met.here.count);
        if let Some(Strangers { everywhere, network }) = met.strangers {
            if everywhere.count >= self.attempts.saturating_mul(FROM_EVERYWHERE) {
                until = until.max(everywhere.last_at + FIRST_DELAY.min(self.longest));
            }
            let most = self.attempts.saturating_mul(FOR_ALL_NAMES);
            if let Some(rate) = network.filter(|rate| rate.count >= most && rate.ends_at > now && until <= now) {
                return Verdict::Slowed(rate.ends_at - now);
            }
        }
        if until > now { Verdict::Locked(until - now) } else { Verdict::Verify }
    }

    /// How long to wait after the last of `failures`.
    fn delay(self, failures: u32) -> Millis {
        match failures.checked_sub(self.attempts) {
            None => 0,
            Some(further) => FIRST_DELAY.checked_mul(1 << further.min(30)).unwrap_or(Millis::MAX).min(self.longest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = 1_800_000_000_000;
    const RULES: Rules = Rules { attempts: 5, longest: 900_000 };

    fn failures(count: u32, ago: Millis) -> Failures {
        Failures { count, last_at: NOW - ago }
    }

    fn here(count: u32, ago: Millis) -> Met {
        Met { here: failures(count, ago), strangers: None }
    }

    fn strangers(everywhere: Failures, network: u32) -> Met {
        let network = (network > 0).then_some(Rate { count: network, ends_at: NOW + 1000 });
        Met { strangers: Some(Strangers { everywhere, network }), ..Met::default() }
    }

    #[test]
    fn the_delay_doubles_with_each_wrong_password_up_to_the_longest() {
        let delays = (4..=12).map(|count| match RULES.judge(&here(count, 0), NOW) {
            Verdict::Locked(left) => left / 1000,
            _ => 0,
        });
        assert_eq!(delays.collect::<Vec<_>>(), [0, 30, 60, 120, 240, 480, 900, 900, 900]);
        assert_eq!(RULES.judge(&here(u32::MAX, 0), NOW), Verdict::Locked(900_000));
        let short = Rules { longest: 7_000, ..RULES };
        assert_eq!(short.judge(&here(5, 0), NOW), Verdict::Locked(7_000));
    }

    #[test]
    fn a_delay_is_over_to_the_millisecond() {
        assert_eq!(RULES.judge(&here(5, 29_999), NOW), Verdict::Locked(1));
        assert_eq!(RULES.judge(&here(5, 30_000), NOW), Verdict::Verify);
        assert!(
            RULES.since(NOW) < NOW - RULES.longest,
            "what leads to the longest delay is remembered when it is over"
        );
    }

    #[test]
    fn guesses_from_everywhere_slow_strangers_and_do_not_lock_them_out() {
        assert_eq!(RULES.judge(&strangers(failures(499, 0), 0), NOW), Verdict::Verify);
        for count in [500, 501, 5_000_000] {
            assert_eq!(
                RULES.judge(&strangers(failures(count, 0), 0), NOW),
                Verdict::Locked(30_000),
                "it does not grow"
            );
        }
        assert_eq!(RULES.judge(&strangers(failures(5_000_000, 30_000), 0), NOW), Verdict::Verify);
    }

    #[test]
    fn a_network_that_tries_many_names_is_slowed() {
        assert_eq!(RULES.judge(&strangers(Failures::default(), 49), NOW), Verdict::Verify);
        assert_eq!(RULES.judge(&strangers(Failures::default(), 50), NOW), Verdict::Slowed(1000));
    }

    #[test]
    fn a_lock_is_told_before_the_networks_delay() {
        let met = Met { here: failures(5, 0), ..strangers(Failures::default(), 50) };
        assert_eq!(RULES.judge(&met, NOW), Verdict::Locked(30_000));
    }

    #[test]
    fn what_is_left_is_told_until_nothing_is() {
        assert_eq!([0, 4, 5, 9].map(|count| RULES.remaining(count)), [5, 1, 0, 0]);
    }
}
