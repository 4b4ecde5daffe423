//! What the machine makes of a backend's answers.

use std::rc::Rc;

use super::{Live, Phase, QrMachine, Scan};
use crate::failure::Failure;
use crate::grant::Grant;
use crate::qr::{Check, Effect, Progress, QrCode, Reason, Status, Timer, timing};

impl QrMachine {
    pub(super) fn created(&mut self, result: Result<QrCode, Failure>) {
        let Phase::Loading { .. } = self.phase else { return };
        self.pending = false;
        match result {
            Ok(code) => {
                self.failures = 0;
                self.phase = Phase::Live(Live {
                    deadline: self.now + u64::from(code.expires_in) * 1_000,
                    interval: code.interval.map_or(timing::POLL_INTERVAL, |s| u64::from(s) * 1_000),
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

    pub(super) fn checked(&mut self, result: Result<Check, Failure>) {
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
            Err(Failure::Gone) => self.expire(),
            Err(Failure::Busy { retry_after }) => {
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
                    self.ask_after(timing::back_off(self.failures));
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
                self.phase = Phase::Redeeming { code, scan, ticket };
                self.ask();
            }
            Progress::Granted(grant) => self.succeed(grant),
            Progress::Cancelled => self.end(Status::Cancelled, Some(Reason::Declined)),
            Progress::Expired => self.expire(),
            Progress::Mfa(refusal) => {
                self.effects.push(Effect::NeedMfa(refusal));
                self.end(Status::Error, Some(Reason::MfaRequired));
            }
            Progress::Failed(failure) => self.fail(failure, Reason::Refused),
        }
    }

    pub(super) fn redeemed(&mut self, result: Result<Grant, Failure>) {
        let Phase::Redeeming { .. } = self.phase else { return };
        self.pending = false;
        match result {
            Ok(grant) => {
                self.failures = 0;
                self.succeed(grant);
            }
            Err(Failure::Gone) => self.fail(Failure::Gone, Reason::TooLate),
            Err(failure) => self.retry_or_fail(failure, timing::REDEEM_TRIES),
        }
    }
}
