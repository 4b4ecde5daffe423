//! The machine's moves on a backend's answers.

use std::rc::Rc;

use guard_protocol::Secret;

use super::{Live, Phase, QrMachine, Scan};
use crate::qr::{Check, Effect, Exchange, Progress, QrCode, Reason, Status, Timer, timing};
use crate::{Authentication, BackendError, FactorNeeded, Outcome, retry};

impl QrMachine {
    pub(super) fn created(&mut self, result: Result<QrCode, BackendError>) {
        let Phase::Loading { .. } = self.phase else { return };
        self.pending = false;
        match result {
            Ok(code) => {
                self.failures = 0;
                self.phase = Phase::Live(Live {
                    deadline: self.now + u64::from(code.expires_in) * 1_000,
                    interval: code.interval.map_or(self.policy.interval(), |s| u64::from(s) * 1_000),
                    seq: code.seq,
                    scan: None,
                    hurry: false,
                    closing: false,
                    code: Rc::new(code),
                });
                self.arm_deadline();
                self.ask_later(true);
            }
            Err(failure) => self.retry_or_fail(failure, timing::CREATE_TRIES),
        }
    }

    pub(super) fn checked(&mut self, result: Result<Check, BackendError>) {
        let Phase::Live(live) = &mut self.phase else { return };
        self.pending = false;
        match result {
            Ok(check) => {
                self.failures = 0;
                let advanced = check.seq.is_some_and(|seq| seq != live.seq);
                live.seq = check.seq.unwrap_or(live.seq);
                if let Some(interval) = check.interval {
                    live.interval = u64::from(interval) * 1_000;
                }
                self.progressed(check, advanced);
            }
            Err(BackendError::Gone) => self.expire(),
            Err(BackendError::Busy { retry_after }) => {
                if retry_after.is_none() {
                    self.penalty += timing::SLOW_DOWN;
                }
                if live.closing {
                    self.expire();
                } else {
                    self.ask_after(retry_after.map_or(0, |s| u64::from(s) * 1_000));
                }
            }
            Err(failure) if failure.is_transient() => {
                self.failures += 1;
                if live.closing {
                    self.expire();
                } else {
                    self.ask_after(retry::back_off(self.failures));
                }
            }
            Err(failure) => self.fail(failure, Reason::Refused),
        }
    }

    pub(super) fn progressed(&mut self, check: Check, advanced: bool) {
        let Phase::Live(live) = &mut self.phase else { return };
        match check.progress {
            Progress::Waiting if live.closing => self.expire(),
            Progress::Waiting => {
                if let Some(s) = check.expires_in {
                    let deadline = self.now + u64::from(s) * 1_000;
                    // Whole seconds and the way here blur it: only a real change moves the ring.
                    if deadline.abs_diff(live.deadline) > timing::DRIFT {
                        live.deadline = deadline;
                        self.arm_deadline();
                    }
                }
                self.ask_later(advanced);
            }
            Progress::Scanned { scanner, number } => {
                let scan = Scan { scanner, number };
                let first = live.scan.is_none();
                live.scan = Some(scan);
                live.hurry = false;
                match check.expires_in {
                    Some(s) => live.deadline = self.now + u64::from(s) * 1_000,
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
                self.clear_all();
                self.phase = Phase::Redeeming { code, scan, ticket, allowed: false };
                self.effects.push(Effect::AskPage(self.epoch));
            }
            Progress::Authenticated(authentication) => self.succeed(authentication),
            Progress::Cancelled => self.end(Status::Cancelled, Some(Reason::Declined)),
            Progress::Expired => self.expire(),
            Progress::NeedsFactor(needed) => self.need_factor(needed),
            Progress::Failed(failure) => self.fail(failure, Reason::Refused),
        }
    }

    /// The page has been asked whether the login may go on.
    pub(super) fn decided(&mut self, go_on: bool) {
        let Phase::Redeeming { ticket, allowed: allowed @ false, .. } = &mut self.phase else { return };
        if !go_on {
            return self.end(Status::Cancelled, Some(Reason::Vetoed));
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
        let Phase::Redeeming { code, ticket, .. } = &self.phase else { return };
        self.pending = false;
        let error = match result {
            Ok(Outcome::Authenticated(authentication)) => {
                self.failures = 0;
                return self.succeed(authentication);
            }
            Ok(Outcome::NeedsFactor(needed)) => return self.need_factor(needed),
            Ok(Outcome::Refused(refusal)) => refusal.into(),
            Err(error) => error,
        };
        let refused = matches!(error, BackendError::Refused(_) | BackendError::Http { .. });
        if refused && code.exchange == Exchange::BoxOrPage {
            let authentication = ticket_alone(ticket.clone());
            return self.succeed(authentication);
        }
        match error {
            BackendError::Gone => self.fail(BackendError::Gone, Reason::TooLate),
            error => self.retry_or_fail(error, timing::REDEEM_TRIES),
        }
    }

    fn need_factor(&mut self, needed: FactorNeeded) {
        self.effects.push(Effect::NeedFactor(needed));
        self.end(Status::Error, Some(Reason::MfaRequired));
    }
}

/// A login whose ticket the page exchanges.
fn ticket_alone(ticket: Secret) -> Authentication {
    Authentication { user: None, ticket: Some(ticket) }
}
