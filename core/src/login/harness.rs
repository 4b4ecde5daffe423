//! A page and a backend made of data, for the tests of the login flow. A QR machine is driven as the widget drives it.

use guard_protocol::{Code, Refusal, Secret, User};

use super::{Drive, Effect, Epoch, Event, LoginFlow, Notice, Settings};
use crate::qr::{self, Policy, QrMachine};
use crate::{AppConfig, Authentication, BackendError, Factor, FactorChallenge, FactorNeeded, Method, Outcome, Text};

/// A request under way.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asked {
    Config(Epoch),
    Login(Epoch),
    Factor(Epoch),
}

pub(super) struct Harness {
    pub(super) flow: LoginFlow,
    pub(super) now: u64,
    pub(super) asked: Option<Asked>,
    /// Every request, the oldest first.
    pub(super) requests: Vec<Asked>,
    pub(super) wait: Option<(Epoch, u64)>,
    pub(super) told: Vec<Notice>,
    pub(super) driven: Vec<(Method, Drive)>,
    pub(super) continued: Vec<Text>,
    pub(super) called_off: usize,
    /// The page's answer to the next questions; `None` leaves them open.
    pub(super) go_on: Option<bool>,
    pub(super) question: Option<Epoch>,
    pub(super) qr: Option<QrMachine>,
}

impl Harness {
    pub(super) fn new(settings: Settings) -> Self {
        Self {
            flow: LoginFlow::new(settings),
            now: 1_000,
            asked: None,
            requests: Vec::new(),
            wait: None,
            told: Vec::new(),
            driven: Vec::new(),
            continued: Vec::new(),
            called_off: 0,
            go_on: Some(true),
            question: None,
            qr: None,
        }
    }

    /// A harness with both methods open, the password in sight.
    pub(super) fn open() -> Self {
        let mut harness = Self::new(Settings::default());
        harness.send(Event::Start(Some(config())));
        harness
    }

    /// A harness whose password is being checked.
    pub(super) fn sending() -> Self {
        let mut harness = Self::open();
        harness.submit();
        harness
    }

    pub(super) fn send(&mut self, event: Event) -> Vec<Effect> {
        let effects = self.flow.step(self.now, event);
        for effect in &effects {
            self.carry_out(effect);
        }
        if let (Some(epoch), Some(go_on)) = (self.question, self.go_on) {
            self.question = None;
            self.send(Event::Decided(epoch, go_on));
        }
        effects
    }

    fn carry_out(&mut self, effect: &Effect) {
        match effect {
            Effect::Configure(epoch) => self.ask(Asked::Config(*epoch)),
            Effect::Send(epoch, _) => self.ask(Asked::Login(*epoch)),
            Effect::SendFactor(epoch, _) => self.ask(Asked::Factor(*epoch)),
            Effect::CancelRequest => {
                self.asked = None;
                self.wait = None;
            }
            Effect::Wait { epoch, after, .. } => self.wait = Some((*epoch, self.now + after)),
            Effect::AskPage { epoch, .. } => self.question = Some(*epoch),
            Effect::Drive(method, drive) => {
                self.driven.push((*method, *drive));
                if *method == Method::Qr {
                    self.drive_qr(*drive);
                }
            }
            Effect::Continue(url, _) => self.continued.push(url.clone()),
            Effect::CallOff => self.called_off += 1,
            Effect::Tell(notice) => self.told.push(notice.clone()),
        }
    }

    fn drive_qr(&mut self, drive: Drive) {
        let machine = self.qr.get_or_insert_with(|| QrMachine::new(Policy::default()));
        let events = match drive {
            Drive::Start => vec![qr::Event::Start],
            Drive::Show(shown) => vec![qr::Event::Shown(shown)],
            Drive::Restart | Drive::Reset => vec![qr::Event::Stop, qr::Event::Start],
            Drive::Stop => vec![qr::Event::Stop],
            Drive::LoggedInElsewhere => vec![qr::Event::LoggedInElsewhere],
        };
        for event in events {
            machine.step(self.now, event);
        }
    }

    fn ask(&mut self, asked: Asked) {
        assert_eq!(self.asked, None, "a second request while one is under way");
        self.asked = Some(asked.clone());
        self.requests.push(asked);
    }

    pub(super) fn submit(&mut self) -> Vec<Effect> {
        self.send(Event::Submit { method: Method::Password, account: Some("lin".into()) })
    }

    pub(super) fn configured(&mut self, result: Result<AppConfig, BackendError>) {
        let Some(Asked::Config(epoch)) = self.asked.take() else { panic!("no configuration under way") };
        self.send(Event::Configured(epoch, result));
    }

    pub(super) fn answer(&mut self, result: Result<Outcome, BackendError>) {
        let Some(Asked::Login(epoch) | Asked::Factor(epoch)) = self.asked.take() else { panic!("no login under way") };
        self.send(Event::Answered(epoch, result));
    }

    /// Lets the wait before the next try pass.
    pub(super) fn pass_wait(&mut self) {
        let (epoch, at) = self.wait.take().expect("a wait");
        self.now = at;
        self.send(Event::Elapsed(epoch));
    }

    pub(super) fn logins(&self) -> usize {
        self.told.iter().filter(|notice| matches!(notice, Notice::LoggedIn(..))).count()
    }

    pub(super) fn ready(&self) -> usize {
        self.told.iter().filter(|notice| matches!(notice, Notice::Ready(_))).count()
    }
}

pub(super) fn config() -> AppConfig {
    AppConfig { name: "Shanlan".into(), methods: Method::ALL.to_vec(), ..AppConfig::default() }
}

pub(super) fn login() -> Authentication {
    Authentication { user: Some(Box::new(User { token: Some(Secret::new("token")), ..User::default() })), ticket: None }
}

pub(super) fn wrong() -> Outcome {
    Refusal { remaining_attempts: Some(3), ..Refusal::from(Code::BadCredentials) }.into()
}

/// A second step; `asked_here`: the backend can take it.
pub(super) fn second_step(asked_here: bool) -> FactorNeeded {
    let challenge = FactorChallenge { factor: Factor::Code, handle: Secret::new("handle"), hint: None };
    FactorNeeded { refusal: Refusal::from(Code::MfaNeeded), challenge: asked_here.then_some(challenge) }
}
