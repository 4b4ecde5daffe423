//! The machine's moves on what the person and the browser do.

use super::{Phase, QrMachine};
use crate::BackendError;
use crate::qr::{Effect, Reason, Status, Timer, timing};

impl QrMachine {
    pub(super) fn stop(&mut self) {
        self.give_up();
        if !self.is_success() {
            self.phase = Phase::Idle;
        }
        self.epoch = self.epoch.next();
    }

    pub(super) fn refresh(&mut self) {
        if matches!(self.phase, Phase::Idle) || self.is_success() {
            return;
        }
        self.rotations = 0;
        self.begin(None);
    }

    /// The person does not want to wait: neither for the server's time nor for a network that the browser misses.
    pub(super) fn ask_now(&mut self) {
        self.online = true;
        self.wait_until = None;
        self.resume(0);
    }

    pub(super) fn set_shown(&mut self, shown: bool) {
        if std::mem::replace(&mut self.shown, shown) == shown {
            return;
        }
        if shown {
            self.resume(timing::HANGING);
        } else {
            self.put_off();
        }
    }

    pub(super) fn set_online(&mut self, online: bool) {
        let changed = std::mem::replace(&mut self.online, online) != online;
        if online {
            self.failures = 0;
            // Told twice, it is another network: what was asked over the old one may never be answered.
            self.resume(0);
        } else if changed {
            self.put_off();
        }
    }

    /// Plans no request where none may be made.
    fn put_off(&mut self) {
        if !self.may_ask() {
            self.clear(Timer::Poll);
            self.clear(Timer::Retry);
            self.arm_end_of_redeeming();
        }
    }

    /// Asks at once for what was put off, and anew for what has waited `hanging` ms or more: its connection may be dead.
    fn resume(&mut self, hanging: u64) {
        match &self.phase {
            Phase::Ended { rotates: true, .. } if self.may_rotate() => return self.rotate(),
            Phase::Idle | Phase::Ended { .. } => return,
            Phase::Loading { .. } | Phase::Live(_) | Phase::Redeeming { .. } => {}
        }
        if self.pending && self.may_ask() && self.now - self.asked_at >= hanging {
            self.cancel_request();
        }
        match &self.phase {
            // Its time was not counted meanwhile.
            _ if self.pending && self.may_ask() => self.arm(self.next(), timing::ANSWER + timing::HANGING, 0),
            Phase::Live(live) if live.closing => self.ask_last(),
            _ => self.ask_when_due(),
        }
    }

    /// The page was not run for `ms`, or the clock on the wall was set: only the server knows which, so it is asked.
    pub(super) fn slept(&mut self, ms: u64) {
        self.wait_until = None;
        if let Phase::Live(live) = &mut self.phase {
            live.before_sleep.get_or_insert(live.deadline);
            live.deadline = live.deadline.saturating_sub(ms);
            let over = live.deadline <= self.now;
            if self.may_ask() {
                self.cancel_request();
            }
            if over {
                return self.close();
            }
            self.arm_deadline();
        }
        self.resume(0);
    }

    pub(super) fn unshowable(&mut self) {
        if matches!(&self.phase, Phase::Live(live) if live.scan.is_none()) {
            self.effects.push(Effect::Fail(BackendError::Unshowable));
            self.end_by_itself(Status::Error, Some(Reason::Unavailable));
        }
    }

    pub(super) fn logged_in_elsewhere(&mut self) {
        if matches!(self.phase, Phase::Loading { .. } | Phase::Live(_)) {
            self.end_by_itself(Status::Expired, Some(Reason::LoggedInElsewhere));
        }
    }

    /// The page goes away, maybe for ever: a phone must not agree to a login that nobody fetches. Should the page come
    /// back, being shown makes a new code.
    pub(super) fn left(&mut self) {
        self.shown = false;
        if matches!(self.phase, Phase::Loading { .. } | Phase::Live(_) | Phase::Redeeming { .. }) {
            self.begin(None);
        }
    }
}
