//! The machine's timers: which are set, and what follows when one runs out.

use super::{Phase, QrMachine};
use crate::BackendError;
use crate::qr::{Effect, Reason, Timer, timing};

impl QrMachine {
    pub(super) fn elapsed(&mut self, timer: Timer) {
        let Some(index) = self.armed.iter().position(|armed| *armed == timer) else { return };
        self.armed.swap_remove(index);
        match timer {
            Timer::Poll | Timer::Retry if self.pending => self.late(),
            Timer::Poll | Timer::Retry => self.ask_in_time(),
            Timer::Deadline => self.close(),
            Timer::Grace => self.expire(),
            Timer::Hurry => {
                if let Phase::Live(live) = &mut self.phase {
                    live.hurry = true;
                }
            }
        }
    }

    /// The request under way has had its time.
    fn late(&mut self) {
        self.effects.push(Effect::CancelRequests);
        let late = BackendError::Timeout;
        match self.phase {
            Phase::Loading { .. } => self.created(Err(late)),
            Phase::Live(_) => self.checked(Err(late)),
            _ => self.redeemed(Err(late)),
        }
    }

    fn ask_in_time(&mut self) {
        match self.phase {
            Phase::Redeeming { until, .. } if until <= self.now && !self.may_ask() => {
                self.fail(BackendError::Network, Reason::TooLate);
            }
            _ => {
                self.wait_until = None;
                self.ask();
            }
        }
    }

    pub(super) fn arm_deadline(&mut self) {
        let Phase::Live(live) = &mut self.phase else { return };
        let left = live.deadline.saturating_sub(self.now);
        let scanned = live.scan.is_some();
        live.hurry = !scanned && left <= timing::HURRY;
        self.arm(Timer::Deadline, left, 0);
        if scanned || left <= timing::HURRY {
            self.clear(Timer::Hurry);
        } else {
            self.arm(Timer::Hurry, left - timing::HURRY, 0);
        }
    }

    pub(super) fn arm(&mut self, timer: Timer, after: u64, jitter: u64) {
        if !self.armed.contains(&timer) {
            self.armed.push(timer);
        }
        self.effects.push(Effect::SetTimer { epoch: self.epoch, timer, after, jitter });
    }

    pub(super) fn clear(&mut self, timer: Timer) {
        if let Some(index) = self.armed.iter().position(|armed| *armed == timer) {
            self.armed.swap_remove(index);
            self.effects.push(Effect::ClearTimer(timer));
        }
    }

    pub(super) fn clear_all(&mut self) {
        for timer in std::mem::take(&mut self.armed) {
            self.effects.push(Effect::ClearTimer(timer));
        }
    }
}
