//! The QR login as a function from state and event to state and effects: no I/O, no clock but the times that events
//! carry. Run by `browser::QrRunner`; the races that it must win are in `races.rs`.

mod again;
mod answers;
mod asking;
mod browser;
mod ends;
mod timers;

use std::rc::Rc;

use guard_protocol::Secret;

use super::{Effect, Epoch, Event, QrCode, Reason, Scanner, Status, StatusChange, Timer, View, timing};
use crate::BackendError;

/// The rules that a page may set for its QR login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// A code that runs out in sight is replaced without being asked.
    pub auto_refresh: bool,
    /// Polls go out on [`Event::Beat`], not on a timer of the machine's alone.
    pub paced: bool,
    /// The ticket is exchanged here; else the page gets it as it is.
    pub exchange: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self { auto_refresh: true, paced: false, exchange: true }
    }
}

impl Policy {
    /// Time between two polls when the backend gives none, in ms: a page with a timer of its own sets the pace.
    fn interval(self) -> u64 {
        if self.paced { 0 } else { timing::POLL_INTERVAL }
    }
}

/// Leads one QR login from loading to its end.
#[derive(Debug)]
pub struct QrMachine {
    epoch: Epoch,
    phase: Phase,
    policy: Policy,
    shown: bool,
    online: bool,
    /// The poll waits for a beat of the page's timer.
    awaits_beat: bool,
    /// That beat has come.
    beat: bool,
    /// A request is under way: there is never a second one.
    pending: bool,
    /// When that request was made.
    asked_at: u64,
    /// Requests that failed in a row.
    failures: u32,
    /// Answers in a row that are not the server's own, it seems.
    doubts: u32,
    /// Until when the server wants not to be asked.
    wait_until: Option<u64>,
    /// The code that was given up last.
    abandoned: Option<Epoch>,
    rotations: u32,
    /// Time that `slow_down` answers have added to the interval, in ms.
    penalty: u64,
    armed: Vec<Timer>,
    told: Option<(Status, Option<Reason>)>,
    now: u64,
    effects: Vec<Effect>,
}

#[derive(Debug)]
enum Phase {
    Idle,
    Loading {
        reason: Option<Reason>,
    },
    Live(Live),
    /// `until`: end of the server's time to redeem; `allowed`: the page lets the login go on.
    Redeeming {
        code: Rc<QrCode>,
        scan: Option<Scan>,
        ticket: Secret,
        until: u64,
        allowed: bool,
    },
    Ended {
        status: Status,
        reason: Option<Reason>,
        rotates: bool,
        error: Option<BackendError>,
    },
}

/// A code that can still be scanned or confirmed.
#[derive(Debug)]
struct Live {
    code: Rc<QrCode>,
    deadline: u64,
    /// The deadline as it was before the machine seemed to sleep, until the server says whether it did.
    before_sleep: Option<u64>,
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
    /// A machine at rest.
    pub fn new(policy: Policy) -> Self {
        Self {
            epoch: Epoch::default(),
            phase: Phase::Idle,
            policy,
            shown: true,
            online: true,
            awaits_beat: false,
            beat: false,
            pending: false,
            asked_at: 0,
            failures: 0,
            doubts: 0,
            wait_until: None,
            abandoned: None,
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

    /// The picture of the state.
    pub fn view(&self) -> View {
        let (status, reason) = self.status_and_reason();
        let wait = self.wait_until.filter(|_| self.online);
        let mut view = View { reason, wait, rotates: self.may_rotate(), ..View::of(status) };
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
            Phase::Ended { error, .. } => view.error.clone_from(error),
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
            Event::AskNow => self.ask_now(),
            Event::Left => self.left(),
            Event::Shown(shown) => self.set_shown(shown),
            Event::Online(online) => self.set_online(online),
            Event::Slept(ms) => self.slept(ms),
            Event::Unshowable => self.unshowable(),
            Event::LoggedInElsewhere => self.logged_in_elsewhere(),
            Event::Created(_, result) => self.created(result),
            Event::Checked(_, result) => self.checked(result),
            Event::Redeemed(_, result) => self.redeemed(result),
            Event::Decided(_, go_on) => self.decided(go_on),
            Event::Beat => self.beat(),
            Event::Elapsed(_, timer) => self.elapsed(timer),
        }
    }

    // Telling.

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
        let change =
            StatusChange { status: now.0, reason: now.1, expires_in, scanner: view.scanner, number: view.number };
        // Before `Finish`, so that the host hears of the success before it acts on the login.
        let at = self.effects.iter().position(|effect| matches!(effect, Effect::Finish(_)));
        self.effects.insert(at.unwrap_or(self.effects.len()), Effect::Notify(change));
    }

    fn may_rotate(&self) -> bool {
        self.policy.auto_refresh && self.shown && self.online && self.rotations < timing::MAX_ROTATIONS
    }

    fn is_success(&self) -> bool {
        matches!(self.phase, Phase::Ended { status: Status::Success, .. })
    }
}
