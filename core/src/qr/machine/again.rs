//! When to ask again after an error, and when to believe it. Whatever a server wants is bounded.

use super::{Phase, QrMachine};
use crate::qr::{Reason, Timer, timing};
use crate::{BackendError, retry};

impl QrMachine {
    /// A create failed.
    pub(super) fn create_again(&mut self, error: BackendError) {
        self.failures += 1;
        let wait = match retry::after(self.failures, timing::CREATE_TRIES, &error) {
            None if error.is_odd() && self.doubt() => Some(retry::back_off(self.failures)),
            wait => wait,
        };
        let Some(wait) = wait else {
            let reason = match error {
                _ if !error.is_transient() => Reason::Refused,
                BackendError::Busy { .. } => Reason::Busy,
                _ => Reason::Unavailable,
            };
            return self.fail(error, reason);
        };
        self.note_wait(&error, wait);
        // Else it is made up for as soon as it may be asked again.
        if self.may_ask() {
            self.arm(Timer::Retry, wait, wait / 4);
        }
    }

    /// A poll failed.
    pub(super) fn check_again(&mut self, error: BackendError) {
        let wait = match error {
            BackendError::Busy { retry_after: Some(s) } => retry::asked_for(s).min(timing::LONGEST_WAIT),
            BackendError::Busy { retry_after: None } => {
                self.penalty = (self.penalty + timing::SLOW_DOWN).min(timing::LONGEST_PENALTY);
                0
            }
            _ if error.is_transient() || (error.is_odd() && self.doubt()) => {
                self.failures += 1;
                retry::back_off(self.failures)
            }
            // Three times not there is not there.
            BackendError::Http { status: 404 } => return self.expire(),
            _ => return self.fail(error, Reason::Refused),
        };
        self.note_wait(&error, wait);
        self.ask_after(wait);
    }

    /// A redeem failed, and may yet work: its answer can be had until the server's time for it is over.
    pub(super) fn redeem_again(&mut self, error: BackendError) {
        let Phase::Redeeming { until, .. } = self.phase else { return };
        self.failures += 1;
        let left = until.saturating_sub(self.now);
        if left == 0 {
            return self.fail(error, Reason::TooLate);
        }
        let wait = match error {
            BackendError::Busy { retry_after: Some(s) } => retry::asked_for(s).min(timing::LONGEST_WAIT),
            _ => retry::back_off(self.failures),
        }
        .min(left);
        self.note_wait(&error, wait);
        if self.may_ask() {
            self.arm(Timer::Retry, wait, (wait / 4).min(left - wait));
        } else {
            self.arm_end_of_redeeming();
        }
    }

    /// Without a network the time to redeem runs out all the same.
    pub(super) fn arm_end_of_redeeming(&mut self) {
        if let Phase::Redeeming { until, .. } = self.phase {
            self.arm(Timer::Retry, until.saturating_sub(self.now), 0);
        }
    }

    /// Whether an answer that seems to be a gateway's is to be asked for once more.
    pub(super) fn doubt(&mut self) -> bool {
        self.doubts += 1;
        self.doubts < timing::ODD_TRIES
    }

    /// Notes a wait that the server wants and that is long enough to be shown.
    fn note_wait(&mut self, error: &BackendError, wait: u64) {
        let wanted = matches!(error, BackendError::Busy { retry_after: Some(_) }) && wait >= timing::WAIT_TO_TELL;
        self.wait_until = wanted.then_some(self.now + wait);
    }
}
