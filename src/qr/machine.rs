//! The QR login as a function from state and event to state and effects: no I/O, no clock but the times that events
//! carry. Run by `browser::QrRunner`; the races that it must win are in `races.rs`.

use std::rc::Rc;

use guard_protocol::Secret;

use super::timing::{self, back_off};
use super::{
    Check, Effect, Epoch, Event, Progress, QrCode, Reason, Scanner, Status, StatusChange, Timer, Transport, View,
};
use crate::failure::Failure;
use crate::grant::Grant;

/// Leads one QR login from loading to its end.
#[derive(Debug)]
pub struct QrMachine {
    epoch: Epoch,
    phase: Phase,
    auto_refresh: bool,
    shown: bool,
    online: bool,
    /// A request is under way: there is never a second one.
    pending: bool,
    /// When that request was made.
    asked_at: u64,
    /// Requests that failed in a row.
    failures: u32,
    rotations: u32,
    /// What `slow_down` answers have added to the interval, in ms.
    penalty: u64,
    armed: Vec<Timer>,
    told: Option<(Status, Option<Reason>)>,
    now: u64,
    effects: Vec<Effect>,
}

#[derive(Debug)]
enum Phase {
    Idle,
    Loading { reason: Option<Reason> },
    Live(Live),
    Redeeming { code: Rc<QrCode>, scan: Option<Scan>, ticket: Secret },
    Ended { status: Status, reason: Option<Reason>, rotates: bool },
}

/// A code that can still be scanned or confirmed.
#[derive(Debug)]
struct Live {
    code: Rc<QrCode>,
    deadline: u64,
    interval: u64,
    seq: u64,
    scan: Option<Scan>,
    hurry: bool,
    /// The deadline has passed; the poll under way, or the next one, decides.
    closing: bool,
}

#[derive(Clone, Debug, PartialEq)]
struct Scan {
    scanner: Scanner,
    number: Option<String>,
}

impl QrMachine {
    /// A machine at rest. `auto_refresh`: a code that runs out in sight is replaced without being asked.
    pub fn new(auto_refresh: bool) -> Self {
        Self {
            epoch: Epoch::default(),
            phase: Phase::Idle,
            auto_refresh,
            shown: true,
            online: true,
            pending: false,
            asked_at: 0,
            failures: 0,
            rotations: 0,
            penalty: 0,
            armed: Vec::new(),
            told: None,
            now: 0,
            effects: Vec::new(),
        }
    }

    /// Takes `event`, which happened at `now` (ms on a clock that only goes forward), and tells what to do.
    pub fn step(&mut self, now: u64, event: Event) -> Vec<Effect> {
        self.now = self.now.max(now);
        if event.epoch().is_none_or(|epoch| epoch == self.epoch) {
            self.take(event);
            self.tell();
        }
        std::mem::take(&mut self.effects)
    }

    /// The epoch of the current code.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// The status now.
    pub fn status(&self) -> Status {
        self.status_and_reason().0
    }

    /// What there is to be seen.
    pub fn view(&self) -> View {
        let (status, reason) = self.status_and_reason();
        let mut view = View {
            status,
            reason,
            code: None,
            deadline: None,
            hurry: false,
            rotates: self.may_rotate(),
            scanner: None,
            number: None,
        };
        match &self.phase {
            Phase::Live(live) => {
                view.deadline = Some(live.deadline);
                view.hurry = live.hurry;
                if live.scan.is_none() && !live.closing {
                    view.code = Some(live.code.clone());
                }
                if let Some(scan) = &live.scan {
                    view.scanner = Some(scan.scanner.clone());
                    view.number.clone_from(&scan.number);
                }
            }
            Phase::Redeeming { scan: Some(scan), .. } => view.scanner = Some(scan.scanner.clone()),
            _ => {}
        }
        view
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Start if matches!(self.phase, Phase::Idle) => self.begin(None),
            Event::Start => {}
            Event::Stop => self.stop(),
            Event::Refresh => self.refresh(),
            Event::Shown(shown) => self.set_shown(shown),
            Event::Online(online) => self.set_online(online),
            Event::Slept(ms) => self.slept(ms),
            Event::Unshowable => self.unshowable(),
            Event::LoggedInElsewhere => self.logged_in_elsewhere(),
            Event::Created(_, result) => self.created(result),
            Event::Checked(_, result) => self.checked(result),
            Event::Redeemed(_, result) => self.redeemed(result),
            Event::Vetoed(_) if matches!(self.phase, Phase::Redeeming { .. }) => {
                self.end(Status::Cancelled, Some(Reason::Vetoed));
            }
            Event::Vetoed(_) => {}
            Event::Elapsed(_, timer) => self.elapsed(timer),
        }
    }

    // What the person and the browser do.

    fn stop(&mut self) {
        self.give_up();
        if !self.is_success() {
            self.phase = Phase::Idle;
        }
        self.epoch = self.epoch.next();
    }

    fn refresh(&mut self) {
        if matches!(self.phase, Phase::Idle) || self.is_success() {
            return;
        }
        self.rotations = 0;
        self.begin(None);
    }

    fn set_shown(&mut self, shown: bool) {
        if std::mem::replace(&mut self.shown, shown) == shown {
            return;
        }
        if shown {
            self.resume();
        } else if !self.may_ask() {
            self.clear(Timer::Poll);
            self.clear(Timer::Retry);
        }
    }

    fn set_online(&mut self, online: bool) {
        if std::mem::replace(&mut self.online, online) == online {
            return;
        }
        if online {
            self.failures = 0;
            self.resume();
        } else {
            self.clear(Timer::Poll);
            self.clear(Timer::Retry);
        }
    }

    /// Asks at once for what was put off.
    fn resume(&mut self) {
        match &self.phase {
            Phase::Ended { rotates: true, .. } if self.may_rotate() => self.rotate(),
            Phase::Live(live) if live.closing => self.ask_last(),
            Phase::Idle | Phase::Ended { .. } => {}
            Phase::Loading { .. } | Phase::Live(_) | Phase::Redeeming { .. } => self.ask(),
        }
    }

    fn slept(&mut self, ms: u64) {
        let Phase::Live(live) = &mut self.phase else { return };
        live.deadline = live.deadline.saturating_sub(ms);
        if live.deadline <= self.now {
            self.close();
        } else {
            self.arm_deadline();
            self.ask();
        }
    }

    fn unshowable(&mut self) {
        if matches!(&self.phase, Phase::Live(live) if live.scan.is_none()) {
            self.give_up();
            self.effects.push(Effect::Fail(Failure::Unshowable));
            self.end(Status::Error, Some(Reason::Unavailable));
        }
    }

    fn logged_in_elsewhere(&mut self) {
        if matches!(self.phase, Phase::Loading { .. } | Phase::Live(_)) {
            self.give_up();
            self.end(Status::Expired, Some(Reason::LoggedInElsewhere));
        }
    }

    // What the backend answers.

    fn created(&mut self, result: Result<QrCode, Failure>) {
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

    fn checked(&mut self, result: Result<Check, Failure>) {
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
                    self.ask_after(back_off(self.failures));
                }
            }
            Err(failure) => self.fail(failure, Reason::Refused),
        }
    }

    fn progressed(&mut self, check: Check, advanced: bool) {
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

    fn redeemed(&mut self, result: Result<Grant, Failure>) {
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

    fn elapsed(&mut self, timer: Timer) {
        let Some(index) = self.armed.iter().position(|armed| *armed == timer) else { return };
        self.armed.swap_remove(index);
        match timer {
            Timer::Poll | Timer::Retry => self.ask(),
            Timer::Deadline => self.close(),
            Timer::Grace => self.expire(),
            Timer::Hurry => {
                if let Phase::Live(live) = &mut self.phase {
                    live.hurry = true;
                }
            }
        }
    }

    // Moves.

    /// Starts over with a new code.
    fn begin(&mut self, reason: Option<Reason>) {
        self.give_up();
        self.epoch = self.epoch.next();
        self.failures = 0;
        self.penalty = 0;
        self.phase = Phase::Loading { reason };
        self.ask();
    }

    fn rotate(&mut self) {
        self.rotations += 1;
        self.begin(Some(Reason::Rotated));
    }

    /// The deadline has passed: the code leaves the screen, and one last poll decides, since a phone may have been
    /// quicker.
    fn close(&mut self) {
        let Phase::Live(live) = &mut self.phase else { return };
        live.closing = true;
        self.clear(Timer::Hurry);
        self.ask_last();
    }

    fn ask_last(&mut self) {
        if self.may_ask() {
            self.arm(Timer::Grace, timing::GRACE, 0);
            self.ask();
        } else if !self.online {
            self.expire();
        }
    }

    fn expire(&mut self) {
        let scanned = matches!(&self.phase, Phase::Live(live) if live.scan.is_some());
        if !scanned && self.may_rotate() {
            return self.rotate();
        }
        self.end(Status::Expired, Some(Reason::TimedOut));
        if let Phase::Ended { rotates, .. } = &mut self.phase {
            *rotates = !scanned;
        }
    }

    fn retry_or_fail(&mut self, failure: Failure, tries: u32) {
        self.failures += 1;
        if !failure.is_transient() {
            return self.fail(failure, Reason::Refused);
        }
        if self.failures >= tries {
            let reason = if matches!(failure, Failure::Busy { .. }) { Reason::Busy } else { Reason::Unavailable };
            return self.fail(failure, reason);
        }
        if self.may_ask() {
            let wait = match failure {
                Failure::Busy { retry_after: Some(s) } => u64::from(s) * 1_000,
                _ => back_off(self.failures),
            };
            self.arm(Timer::Retry, wait, wait / 4);
        }
    }

    fn fail(&mut self, failure: Failure, reason: Reason) {
        self.effects.push(Effect::Fail(failure));
        self.end(Status::Error, Some(reason));
    }

    fn succeed(&mut self, grant: Grant) {
        self.end(Status::Success, None);
        self.effects.push(Effect::Finish(grant));
    }

    fn end(&mut self, status: Status, reason: Option<Reason>) {
        self.clear_all();
        self.cancel_request();
        self.phase = Phase::Ended { status, reason, rotates: false };
    }

    /// Lets go of the code: the phone will be told that it is no longer valid.
    fn give_up(&mut self) {
        self.clear_all();
        self.cancel_request();
        if let Phase::Live(Live { code, .. }) | Phase::Redeeming { code, .. } = &self.phase {
            self.effects.push(Effect::Abandon(code.clone()));
        }
    }

    // Requests.

    /// Whether a request may be made: not while offline, and not while hidden before a phone has scanned.
    fn may_ask(&self) -> bool {
        let scanned = match &self.phase {
            Phase::Live(live) => live.scan.is_some(),
            Phase::Redeeming { .. } => true,
            _ => false,
        };
        self.online && (self.shown || scanned)
    }

    /// Makes the request that the phase needs, unless one is under way.
    fn ask(&mut self) {
        if self.pending || !self.may_ask() {
            return;
        }
        self.clear(Timer::Poll);
        self.clear(Timer::Retry);
        let epoch = self.epoch;
        self.effects.push(match &self.phase {
            Phase::Loading { .. } => Effect::Create(epoch),
            Phase::Live(live) => {
                let long = live.code.transport == Transport::LongPoll && !live.closing;
                let wait = if long { timing::LONG_POLL_WAIT } else { 0 };
                Effect::Check { epoch, code: live.code.clone(), seq: live.seq, wait }
            }
            Phase::Redeeming { code, ticket, .. } => {
                Effect::Redeem { epoch, code: code.clone(), ticket: ticket.clone() }
            }
            Phase::Idle | Phase::Ended { .. } => return,
        });
        self.pending = true;
        self.asked_at = self.now;
    }

    /// Polls when it is time: a long poll goes on at once if there was a change, and never asks faster than the
    /// interval, even of a server that does not wait.
    fn ask_later(&mut self, changed: bool) {
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
    fn ask_after(&mut self, wait: u64) {
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

    fn cancel_request(&mut self) {
        if std::mem::take(&mut self.pending) {
            self.effects.push(Effect::CancelRequests);
        }
    }

    // Timers.

    fn arm_deadline(&mut self) {
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

    fn arm(&mut self, timer: Timer, after: u64, jitter: u64) {
        if !self.armed.contains(&timer) {
            self.armed.push(timer);
        }
        self.effects.push(Effect::SetTimer { epoch: self.epoch, timer, after, jitter });
    }

    fn clear(&mut self, timer: Timer) {
        if let Some(index) = self.armed.iter().position(|armed| *armed == timer) {
            self.armed.swap_remove(index);
            self.effects.push(Effect::ClearTimer(timer));
        }
    }

    fn clear_all(&mut self) {
        for timer in std::mem::take(&mut self.armed) {
            self.effects.push(Effect::ClearTimer(timer));
        }
    }

    // What is told.

    fn status_and_reason(&self) -> (Status, Option<Reason>) {
        match &self.phase {
            Phase::Idle => (Status::Loading, None),
            Phase::Loading { .. } if !self.online => (Status::Offline, None),
            Phase::Loading { reason } => (Status::Loading, *reason),
            Phase::Live(live) if live.scan.is_some() => (Status::Scanned, None),
            Phase::Live(_) if !self.online || self.failures >= timing::FAILURES_TO_TELL => (Status::Offline, None),
            Phase::Live(_) => (Status::Ready, None),
            Phase::Redeeming { .. } => (Status::Confirmed, None),
            Phase::Ended { status, reason, .. } => (*status, *reason),
        }
    }

    fn tell(&mut self) {
        let now = self.status_and_reason();
        if matches!(self.phase, Phase::Idle) {
            self.told = None;
            return;
        }
        if self.told.replace(now) == Some(now) {
            return;
        }
        let view = self.view();
        let expires_in = view
            .deadline
            .map(|deadline| u32::try_from(deadline.saturating_sub(self.now).div_ceil(1_000)).unwrap_or(u32::MAX));
        let change = StatusChange { status: now.0, reason: now.1, expires_in, scanner: view.scanner };
        // Before `Finish`, so that the host hears of the success before it acts on the login.
        let at = self.effects.iter().position(|effect| matches!(effect, Effect::Finish(_)));
        self.effects.insert(at.unwrap_or(self.effects.len()), Effect::Notify(change));
    }

    fn may_rotate(&self) -> bool {
        self.auto_refresh && self.shown && self.online && self.rotations < timing::MAX_ROTATIONS
    }

    fn is_success(&self) -> bool {
        matches!(self.phase, Phase::Ended { status: Status::Success, .. })
    }
}
