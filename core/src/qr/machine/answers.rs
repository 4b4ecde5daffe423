//! The machine's moves on a backend's answers.

use std::rc::Rc;

use guard_protocol::Secret;

use super::{Live, Phase, QrMachine, Scan};
use crate::qr::{Check, Effect, Exchange, Progress, QrCode, Reason, Status, Timer, timing};
use crate::{Authentication, BackendError, FactorNeeded, Outcome};

impl QrMachine {
    pub(super) fn created(&mut self, result: Result<QrCode, BackendError>) {
        let Phase::Loading { .. } = self.phase else { return };
        if !self.answered() {
            return;
        }
        match result {
            Ok(code) => {
                self.failures = 0;
                self.phase = Phase::Live(Live {
                    deadline: self.now + life(code.expires_in),
                    before_sleep: None,
                    interval: code.interval.map_or(self.policy.interval(), interval),
                    seq: code.seq,
                    scan: None,
                    hurry: false,
                    closing: false,
                    code: Rc::new(code),
                });
                self.arm_deadline();
                self.ask_later(true);
            }
            Err(failure) => self.create_again(failure),
        }
    }

    pub(super) fn checked(&mut self, result: Result<Check, BackendError>) {
        if !matches!(self.phase, Phase::Live(_)) || !self.answered() {
            return;
        }
        let Phase::Live(live) = &mut self.phase else { return };
        match result {
            Ok(check) => {
                self.failures = 0;
                self.doubts = 0;
                let known = live.seq;
                if let Some(s) = check.interval {
                    live.interval = interval(s);
                }
                if check.seq.is_some_and(|seq| seq < known)
                    && matches!(check.progress, Progress::Waiting | Progress::Scanned { .. })
                {
                    // Somebody on the way has kept an old answer.
                    return self.ask_later(false);
                }
                live.seq = check.seq.unwrap_or(known);
                let advanced = live.seq != known;
                self.progressed(check, advanced);
            }
            Err(BackendError::Gone) => self.expired(),
            Err(failure) => self.check_again(failure),
        }
    }

    pub(super) fn progressed(&mut self, check: Check, advanced: bool) {
        let Phase::Live(live) = &mut self.phase else { return };
        // The server knows the code: whatever the clock on the wall did, this side's own clock was right.
        let awake = live.before_sleep.take();
        if let Some(deadline) = awake {
            live.deadline = deadline;
        }
        match check.progress {
            Progress::Waiting => {
                let left = check.expires_in.map_or(live.deadline.saturating_sub(self.now), life);
                let lives = if check.expires_in.is_some() { left > timing::GRACE } else { awake.is_some() && left > 0 };
                if live.closing && !lives {
                    return self.expire();
                }
                let deadline = self.now + left;
                // Whole seconds and the way here blur it: only a real change moves the ring.
                if live.closing || awake.is_some() || deadline.abs_diff(live.deadline) > timing::DRIFT {
                    live.deadline = deadline;
                    live.closing = false;
                    self.clear(Timer::Grace);
                    self.arm_deadline();
                }
                self.ask_later(advanced);
            }
            Progress::Scanned { scanner, number } => {
                let scan = Scan { scanner, number };
                let first = live.scan.is_none();
                live.scan = Some(scan);
                live.hurry = false;
                match check.expires_in {
                    Some(s) => live.deadline = self.now + life(s),
                    None if first => live.deadline = live.deadline.max(self.now + timing::AFTER_SCAN),
                    None => {}
                }
                if live.deadline <= self.now {
                    return self.expire();
                }
                live.closing = false;
                self.clear(Timer::Grace);
                self.arm_deadline();
                self.ask_later(first || advanced);
            }
            Progress::Ticket(ticket) => {
                let (code, scan) = (live.code.clone(), live.scan.take());
                let time = check.expires_in.map_or(timing::REDEEM_TIME, life).max(timing::REDEEM_LEAST);
                self.clear_all();
                self.phase = Phase::Redeeming { code, scan, ticket, until: self.now + time, allowed: false };
                self.effects.push(Effect::AskPage(self.epoch));
            }
            Progress::Authenticated(authentication) => self.succeed(authentication),
            Progress::Cancelled => self.end(Status::Cancelled, Some(Reason::Declined)),
            Progress::Expired => self.expired(),
            Progress::NeedsFactor(needed) => self.need_factor(needed),
            Progress::Failed(failure) => self.fail(failure, Reason::Refused),
        }
    }

    /// The page has been asked whether the login may go on.
    pub(super) fn decided(&mut self, go_on: bool) {
        let Phase::Redeeming { ticket, allowed: allowed @ false, .. } = &mut self.phase else { return };
        if !go_on {
            return self.end_by_itself(Status::Cancelled, Some(Reason::Vetoed));
        }
        *allowed = true;
        if self.policy.exchange {
            self.ask();
        } else {
            let authentication = ticket_alone(ticket.clone());
            self.succeed(authentication);
        }
    }

    pub(super) fn redeemed(&mut self, result: Result<Outcome, BackendError>) {
        if !matches!(self.phase, Phase::Redeeming { .. }) || !self.answered() {
            return;
        }
        let error = match result {
            Ok(Outcome::Authenticated(authentication)) => {
                self.failures = 0;
                return self.succeed(authentication);
            }
            Ok(Outcome::NeedsFactor(needed)) => return self.need_factor(needed),
            Ok(Outcome::Refused(refusal)) => refusal.into(),
            Err(error) => error,
        };
        let odd = error.is_odd() && error != FORBIDDEN;
        if odd && self.doubt() {
            return self.redeem_again(error);
        }
        let Phase::Redeeming { code, ticket, .. } = &self.phase else { return };
        let refused = matches!(error, BackendError::Refused(_) | BackendError::Http { .. });
        if refused && code.exchange == Exchange::BoxOrPage {
            let authentication = ticket_alone(ticket.clone());
            return self.succeed(authentication);
        }
        match error {
            BackendError::Gone => self.fail(BackendError::Gone, Reason::TooLate),
            error if error.is_transient() => self.redeem_again(error),
            error => self.fail(error, Reason::TooLate),
        }
    }

    fn need_factor(&mut self, needed: FactorNeeded) {
        self.effects.push(Effect::NeedFactor(needed));
        self.end(Status::Error, Some(Reason::MfaRequired));
    }
}

/// The answer of a stock server to a box that may not exchange tickets: no gateway's, so it is believed at once.
const FORBIDDEN: BackendError = BackendError::Http { status: 403 };

/// A life of `s` seconds in ms; bounded.
fn life(s: u32) -> u64 {
    u64::from(s.min(timing::LONGEST_LIFE)) * 1_000
}

/// Time between two polls that the server wants, in ms; bounded.
fn interval(s: u32) -> u64 {
    (u64::from(s) * 1_000).min(timing::LONGEST_INTERVAL)
}

/// A login whose ticket the page exchanges.
fn ticket_alone(ticket: Secret) -> Authentication {
    Authentication { user: None, ticket: Some(ticket) }
}
