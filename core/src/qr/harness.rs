//! A browser and a backend made of data, for the tests of the machine: a clock, timers, and the requests under way.

use std::collections::BTreeMap;

use guard_protocol::{Secret, User};

use super::{
    Check, Effect, Epoch, Event, Exchange, Policy, Progress, QrCode, QrMachine, Scanner, Status, StatusChange, Timer,
    Transport, Visual,
};
use crate::{Authentication, BackendError, Outcome};

/// A request under way.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asked {
    Create(Epoch),
    Check(Epoch, u32),
    Redeem(Epoch),
}

pub(super) struct Harness {
    pub(super) machine: QrMachine,
    pub(super) now: u64,
    pub(super) timers: BTreeMap<Timer, (Epoch, u64)>,
    pub(super) asked: Option<Asked>,
    /// How many requests were made.
    pub(super) requests: usize,
    pub(super) abandoned: usize,
    /// How many requests were cancelled.
    pub(super) cancelled: usize,
    pub(super) statuses: Vec<Status>,
    /// The last news to the host.
    pub(super) told: Option<StatusChange>,
    pub(super) logins: Vec<Authentication>,
    pub(super) failures: Vec<BackendError>,
    pub(super) factors: usize,
    /// The page stops every login.
    pub(super) vetoes: bool,
    /// How often the page was asked.
    pub(super) questions: usize,
}

impl Harness {
    pub(super) fn new() -> Self {
        Self::with(Policy::default())
    }

    pub(super) fn with(policy: Policy) -> Self {
        Self {
            machine: QrMachine::new(policy),
            now: 1_000,
            timers: BTreeMap::new(),
            asked: None,
            requests: 0,
            abandoned: 0,
            cancelled: 0,
            statuses: Vec::new(),
            told: None,
            logins: Vec::new(),
            failures: Vec::new(),
            factors: 0,
            vetoes: false,
            questions: 0,
        }
    }

    /// A harness that shows a code.
    pub(super) fn ready(transport: Transport) -> Self {
        let mut harness = Self::new();
        harness.send(Event::Start);
        harness.created(Ok(code(transport)));
        harness
    }

    /// A harness whose code was scanned.
    pub(super) fn scanned(transport: Transport) -> Self {
        let mut harness = Self::ready(transport);
        harness.poll(Ok(scan().into()));
        harness
    }

    pub(super) fn send(&mut self, event: Event) -> Vec<Effect> {
        let effects = self.machine.step(self.now, event);
        for effect in &effects {
            self.carry_out(effect);
        }
        // The page answers at once.
        if let Some(epoch) = effects.iter().find_map(|effect| match effect {
            Effect::AskPage(epoch) => Some(*epoch),
            _ => None,
        }) {
            self.questions += 1;
            self.send(Event::Decided(epoch, !self.vetoes));
        }
        effects
    }

    fn carry_out(&mut self, effect: &Effect) {
        match effect {
            Effect::Create(epoch) => self.ask(Asked::Create(*epoch)),
            Effect::Check { epoch, wait, .. } => self.ask(Asked::Check(*epoch, *wait)),
            Effect::Redeem { epoch, .. } => self.ask(Asked::Redeem(*epoch)),
            Effect::Abandon(_) => self.abandoned += 1,
            Effect::CancelRequests => {
                assert!(self.asked.take().is_some(), "nothing to cancel");
                self.cancelled += 1;
            }
            Effect::SetTimer { epoch, timer, after, jitter } => {
                assert!(after + jitter <= i32::MAX as u64, "{timer:?} overflows a browser's timer");
                self.timers.insert(*timer, (*epoch, self.now + after));
            }
            Effect::ClearTimer(timer) => assert!(self.timers.remove(timer).is_some(), "{timer:?} was not set"),
            Effect::Notify(change) => {
                self.statuses.push(change.status);
                self.told = Some(change.clone());
            }
            Effect::Finish(login) => self.logins.push(login.clone()),
            Effect::NeedFactor(_) => self.factors += 1,
            Effect::AskPage(_) => {}
            Effect::Fail(failure) => self.failures.push(failure.clone()),
        }
    }

    fn ask(&mut self, asked: Asked) {
        assert_eq!(self.asked, None, "a second request while one is under way");
        self.asked = Some(asked);
        self.requests += 1;
    }

    /// Lets `ms` pass; timers run out in their order.
    pub(super) fn pass(&mut self, ms: u64) {
        let end = self.now + ms;
        while let Some((timer, epoch, at)) =
            self.timers.iter().map(|(timer, (epoch, at))| (*timer, *epoch, *at)).min_by_key(|(_, _, at)| *at)
        {
            if at > end {
                break;
            }
            self.now = self.now.max(at);
            self.timers.remove(&timer);
            self.send(Event::Elapsed(epoch, timer));
        }
        self.now = end;
    }

    pub(super) fn status(&self) -> Status {
        self.machine.status()
    }

    /// Whether the code is on the screen.
    pub(super) fn shows_code(&self) -> bool {
        self.machine.view().code.is_some()
    }

    pub(super) fn created(&mut self, result: Result<QrCode, BackendError>) {
        let Some(Asked::Create(epoch)) = self.asked.take() else { panic!("no create under way") };
        self.send(Event::Created(epoch, result));
    }

    /// Answers the poll under way, after letting time pass until there is one.
    pub(super) fn poll(&mut self, result: Result<Check, BackendError>) {
        if self.asked.is_none() {
            let (_, at) = *self.timers.get(&Timer::Poll).expect("a poll is planned");
            self.pass(at - self.now);
        }
        let Some(Asked::Check(epoch, _)) = self.asked.take() else { panic!("no poll under way") };
        self.send(Event::Checked(epoch, result));
    }

    pub(super) fn redeem(&mut self, result: Result<Outcome, BackendError>) {
        let Some(Asked::Redeem(epoch)) = self.asked.take() else { panic!("no redeem under way") };
        self.send(Event::Redeemed(epoch, result));
    }
}

pub(super) fn code(transport: Transport) -> QrCode {
    QrCode {
        id: "c0de".into(),
        visual: Visual::Text("https://login.example.com/m/c0de".into()),
        open: None,
        logo: None,
        expires_in: 120,
        interval: None,
        seq: 0,
        transport,
        verifier: Some(Secret::new("verifier")),
        exchange: Exchange::Box,
    }
}

pub(super) fn scan() -> Progress {
    Progress::Scanned { scanner: Scanner { nickname: Some("林*晓".into()), avatar: None }, number: Some("42".into()) }
}

pub(super) fn ticket() -> Progress {
    Progress::Ticket(Secret::new("ticket"))
}

pub(super) fn login() -> Authentication {
    let user = User { id: "u1".into(), token: Some(Secret::new("token")), ..User::default() };
    Authentication { user: Some(Box::new(user)), ticket: None }
}
