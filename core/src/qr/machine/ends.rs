//! How a code begins and ends. One that ends here and not on the server is given up there, so that the phone hears of
//! it.

use super::{Live, Phase, QrMachine};
use crate::qr::{Effect, Reason, Status, Timer, timing};
use crate::{Authentication, BackendError};

impl QrMachine {
    /// Starts over with a new code.
    pub(super) fn begin(&mut self, reason: Option<Reason>) {
        self.give_up();
        self.epoch = self.epoch.next();
        self.failures = 0;
        self.doubts = 0;
        self.penalty = 0;
        self.phase = Phase::Loading { reason };
        self.ask();
    }

    pub(super) fn rotate(&mut self) {
        self.rotations += 1;
        self.begin(Some(Reason::Rotated));
    }

    /// The deadline has passed: the code leaves the screen, and one last poll decides, since a phone may have been
    /// quicker.
    pub(super) fn close(&mut self) {
        let Phase::Live(live) = &mut self.phase else { return };
        live.closing = true;
        self.wait_until = None;
        self.clear(Timer::Hurry);
        self.ask_last();
    }

    pub(super) fn ask_last(&mut self) {
        if self.may_ask() {
            self.arm(Timer::Grace, timing::GRACE, 0);
            self.ask();
        } else if !self.online {
            self.expire();
        }
    }

    /// The code is over by this side's clock, whatever the server thinks.
    pub(super) fn expire(&mut self) {
        self.abandon();
        self.expired();
    }

    /// The code is over on the server.
    pub(super) fn expired(&mut self) {
        let scanned = matches!(&self.phase, Phase::Live(live) if live.scan.is_some());
        if !scanned && self.may_rotate() {
            return self.rotate();
        }
        self.end(Status::Expired, Some(Reason::TimedOut));
        if let Phase::Ended { rotates, .. } = &mut self.phase {
            *rotates = !scanned;
        }
    }

    pub(super) fn fail(&mut self, error: BackendError, reason: Reason) {
        self.effects.push(Effect::Fail(error.clone()));
        self.end_by_itself(Status::Error, Some(reason));
        if let Phase::Ended { error: shown, .. } = &mut self.phase {
            *shown = Some(error);
        }
    }

    pub(super) fn succeed(&mut self, authentication: Authentication) {
        self.end(Status::Success, None);
        self.effects.push(Effect::Finish(authentication));
    }

    /// Ends a code that the server may still hold for good.
    pub(super) fn end_by_itself(&mut self, status: Status, reason: Option<Reason>) {
        self.abandon();
        self.end(status, reason);
    }

    pub(super) fn end(&mut self, status: Status, reason: Option<Reason>) {
        self.clear_all();
        self.cancel_request();
        self.wait_until = None;
        self.phase = Phase::Ended { status, reason, rotates: false, error: None };
    }

    /// Lets go of the code: the phone will be told that it is no longer valid.
    pub(super) fn give_up(&mut self) {
        self.wait_until = None;
        self.clear_all();
        self.cancel_request();
        self.abandon();
    }

    /// Tells the server, once for each code.
    fn abandon(&mut self) {
        if let Phase::Live(Live { code, .. }) | Phase::Redeeming { code, .. } = &self.phase
            && self.abandoned != Some(self.epoch)
        {
            self.abandoned = Some(self.epoch);
            self.effects.push(Effect::Abandon(code.clone()));
        }
    }
}
