//! When the machine asks the backend, and what: never two requests at a time, none while offline, none while hidden
//! before a phone has scanned.

use super::{Phase, QrMachine};
use crate::qr::{Effect, Timer, Transport, timing};

impl QrMachine {
    /// Whether a request may be made: not while offline, and not while hidden before a phone has scanned.
    pub(super) fn may_ask(&self) -> bool {
        let scanned = match &self.phase {
            Phase::Live(live) => live.scan.is_some(),
            Phase::Redeeming { .. } => true,
            _ => false,
        };
        self.online && (self.shown || scanned)
    }

    /// Makes the request that the phase needs, unless one is under way.
    pub(super) fn ask(&mut self) {
        if self.pending || !self.may_ask() {
            return;
        }
        self.clear(Timer::Poll);
        self.clear(Timer::Retry);
        if self.policy.paced && matches!(self.phase, Phase::Live(_)) && !std::mem::take(&mut self.beat) {
            self.awaits_beat = true;
            return;
        }
        self.awaits_beat = false;
        let epoch = self.epoch;
        let mut wait_of_answer = timing::ANSWER;
        self.effects.push(match &self.phase {
            Phase::Loading { .. } => Effect::Create(epoch),
            Phase::Live(live) => {
                // After a failure a short answer tells soonest that the server is back.
                let long = live.code.transport == Transport::LongPoll && !live.closing && self.failures == 0;
                let wait = if long { timing::LONG_POLL_WAIT } else { 0 };
                wait_of_answer += u64::from(wait) * 1_000;
                Effect::Check { epoch, code: live.code.clone(), seq: live.seq, wait }
            }
            Phase::Redeeming { code, ticket, allowed: true, .. } => {
                Effect::Redeem { epoch, code: code.clone(), ticket: ticket.clone() }
            }
            Phase::Redeeming { .. } | Phase::Idle | Phase::Ended { .. } => return,
        });
        self.pending = true;
        self.asked_at = self.now;
        self.wait_until = None;
        self.arm(self.next(), wait_of_answer, 0);
    }

    /// Makes the request that the phase needs, unless the server wants not to be asked yet.
    pub(super) fn ask_when_due(&mut self) {
        match self.wait_until {
            Some(until) if until > self.now => {
                if self.may_ask() {
                    self.arm(self.next(), until - self.now, 0);
                }
            }
            _ => self.ask(),
        }
    }

    /// The timer to the phase's next request; while one is under way, to the end of its time.
    pub(super) fn next(&self) -> Timer {
        if matches!(self.phase, Phase::Live(_)) { Timer::Poll } else { Timer::Retry }
    }

    /// Notes that the request under way was answered; `false` when there is none, so that it is nobody's answer.
    pub(super) fn answered(&mut self) -> bool {
        let expected = std::mem::take(&mut self.pending);
        if expected {
            self.clear(self.next());
        }
        expected
    }

    /// Makes the poll that waits for the beat of the page's timer.
    pub(super) fn beat(&mut self) {
        if self.awaits_beat {
            self.beat = true;
            self.ask();
            self.beat = false;
        }
    }

    /// Polls when it is time: a long poll goes on at once if there was a change, and never asks faster than the
    /// interval, even of a server that does not wait.
    pub(super) fn ask_later(&mut self, changed: bool) {
        let Phase::Live(live) = &self.phase else { return };
        let interval = live.interval + self.penalty;
        match live.code.transport {
            Transport::LongPoll if changed => self.ask(),
            Transport::LongPoll => match interval.saturating_sub(self.now - self.asked_at) {
                0 => self.ask(),
                wait => self.ask_after(wait),
            },
            Transport::ShortPoll if !self.shown => self.ask_after(interval.max(timing::HIDDEN_INTERVAL)),
            Transport::ShortPoll => self.ask_after(interval),
        }
    }

    /// Polls after `wait` ms, but never sooner than the interval.
    pub(super) fn ask_after(&mut self, wait: u64) {
        let Phase::Live(live) = &self.phase else { return };
        if self.may_ask() {
            let jitter = if self.failures > 0 { wait / 4 } else { 0 };
            let least = match live.code.transport {
                Transport::ShortPoll => live.interval + self.penalty,
                Transport::LongPoll => self.penalty,
            };
            self.arm(Timer::Poll, wait.max(least), jitter);
        }
    }

    pub(super) fn cancel_request(&mut self) {
        self.awaits_beat = false;
        if std::mem::take(&mut self.pending) {
            self.clear(self.next());
            self.effects.push(Effect::CancelRequests);
        }
    }
}
