//! A backend without a server, which shows the state that it is told to. For galleries, tests and first steps.

use std::cell::Cell;
use std::future::pending;
use std::rc::Rc;

use guard_core::qr::{Check, Exchange, Progress, QrCode, Scanner, Status, Transport, Visual};
use guard_core::{
    AppConfig, Authentication, BackendError, Factor, FactorChallenge, FactorNeeded, Lang, Method, Outcome,
};
use guard_protocol::{Code, Refusal, Secret, User};

use super::{Answer, Backend, Credentials, FactorBackend, PasswordBackend, QrBackend, answered};

/// The code that a [`DemoBackend`] takes as a second factor.
const CODE: &str = "123456";

/// State of a [`DemoBackend`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoState {
    /// The status that the QR tab comes to and stays in.
    pub qr: Status,
    /// Whether the phone must choose a number.
    pub number: bool,
    /// Lifetime of a code, in s.
    pub expires_in: u32,
    /// How the password form answers.
    pub password: DemoPassword,
}

/// How the password form of a [`DemoBackend`] answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DemoPassword {
    /// Takes every password.
    #[default]
    Right,
    /// Takes none.
    Wrong,
    /// Never answers.
    Slow,
    /// Takes every password, and asks for the code 123456 after it.
    Factor,
}

impl Default for DemoState {
    fn default() -> Self {
        Self { qr: Status::Ready, number: true, expires_in: 120, password: DemoPassword::Right }
    }
}

/// A backend that shows one state. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct DemoBackend {
    state: Rc<Cell<DemoState>>,
}

impl DemoBackend {
    /// A backend that shows `state`.
    pub fn new(state: DemoState) -> Self {
        Self { state: Rc::new(Cell::new(state)) }
    }

    /// Shows `state` from the next poll on.
    pub fn show(&self, state: DemoState) {
        self.state.set(state);
    }

    fn user() -> User {
        User {
            id: "demo".into(),
            nickname: Some("林晓".into()),
            token: Some(Secret::new("demo-token")),
            ..User::default()
        }
    }
}

fn never<T: 'static>() -> Answer<T> {
    Box::pin(pending())
}

/// The refusal of a wrong password or code.
fn wrong() -> Outcome {
    Refusal { remaining_attempts: Some(3), ..Refusal::from(Code::BadCredentials) }.into()
}

fn login() -> Authentication {
    Authentication { user: Some(Box::new(DemoBackend::user())), ticket: None }
}

impl Backend for DemoBackend {
    fn config(&self) -> Answer<AppConfig> {
        answered(Ok(AppConfig {
            name: "Shanlan".into(),
            welcome: vec![(Lang::ZhCn, "欢迎回来".into()), (Lang::EnUs, "Welcome back".into())],
            methods: vec![Method::Password, Method::Qr],
            ..AppConfig::default()
        }))
    }

    fn password(&self) -> Option<&dyn PasswordBackend> {
        Some(self)
    }

    fn qr(&self) -> Option<Rc<dyn QrBackend>> {
        Some(Rc::new(self.clone()))
    }

    fn factors(&self) -> Option<&dyn FactorBackend> {
        Some(self)
    }
}

impl PasswordBackend for DemoBackend {
    fn log_in(&self, _: Credentials) -> Answer<Outcome> {
        match self.state.get().password {
            DemoPassword::Right => answered(Ok(login().into())),
            DemoPassword::Wrong => answered(Ok(wrong())),
            DemoPassword::Slow => never(),
            DemoPassword::Factor => {
                let challenge = FactorChallenge {
                    factor: Factor::Code,
                    handle: Secret::new("demo"),
                    hint: Some("138****0000".into()),
                };
                let refusal = Refusal::from(Code::MfaNeeded);
                answered(Ok(Outcome::NeedsFactor(FactorNeeded { refusal, challenge: Some(challenge) })))
            }
        }
    }
}

impl FactorBackend for DemoBackend {
    fn verify(&self, _: FactorChallenge, answer: Secret) -> Answer<Outcome> {
        answered(Ok(if answer.expose() == CODE { login().into() } else { wrong() }))
    }
}

impl QrBackend for DemoBackend {
    fn create_code(&self) -> Answer<QrCode> {
        let state = self.state.get();
        match state.qr {
            Status::Loading => never(),
            Status::Error => answered(Err(BackendError::Setup("the demo shows an error".into()))),
            _ => answered(Ok(QrCode {
                id: "demo".into(),
                visual: Visual::Text("https://login.example.com/m/0123456789abcdefghijkl".into()),
                open: None,
                logo: None,
                expires_in: state.expires_in,
                interval: Some(1),
                seq: 0,
                transport: Transport::ShortPoll,
                verifier: None,
                exchange: Exchange::Box,
            })),
        }
    }

    fn check(&self, _: Rc<QrCode>, _: u64, _: u32) -> Answer<Check> {
        let state = self.state.get();
        let scanned = || Progress::Scanned {
            scanner: Scanner { nickname: Some("林*晓".into()), avatar: None },
            number: state.number.then(|| "42".into()),
        };
        let progress = match state.qr {
            Status::Loading | Status::Ready | Status::Error => Progress::Waiting,
            Status::Offline => return answered(Err(BackendError::Network)),
            Status::Scanned => scanned(),
            Status::Confirmed => Progress::Ticket(Secret::new("demo-ticket")),
            Status::Success => Progress::Authenticated(login()),
            Status::Expired => Progress::Expired,
            Status::Cancelled => Progress::Cancelled,
        };
        answered(Ok(progress.into()))
    }

    fn redeem(&self, _: Rc<QrCode>, _: Secret) -> Answer<Outcome> {
        never()
    }
}
