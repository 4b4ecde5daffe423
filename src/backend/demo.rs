//! A backend without a server, which shows the state that it is told to. For galleries, tests and first steps.

use std::cell::Cell;
use std::future::{pending, ready};
use std::rc::Rc;

use guard_protocol::{Code, Refusal, Secret, User};

use super::{Answer, AppConfig, Backend, Credentials};
use crate::failure::Failure;
use crate::grant::Grant;
use crate::lang::Lang;
use crate::qr::{Check, Progress, QrCode, Scanner, Status, Transport, Visual};
use crate::tab::Tab;

/// What a [`DemoBackend`] shows.
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

fn answer<T: 'static>(result: Result<T, Failure>) -> Answer<T> {
    Box::pin(ready(result))
}

fn never<T: 'static>() -> Answer<T> {
    Box::pin(pending())
}

/// The refusal that a server gives for a wrong password.
fn wrong_password() -> Failure {
    Failure::Refused(Refusal { remaining_attempts: Some(3), ..Refusal::from(Code::BadCredentials) })
}

impl Backend for DemoBackend {
    fn config(&self) -> Answer<AppConfig> {
        answer(Ok(AppConfig {
            name: "Shanlan".into(),
            welcome: vec![(Lang::ZhCn, "欢迎回来".into()), (Lang::EnUs, "Welcome back".into())],
            tabs: vec![Tab::Password, Tab::Qr],
            ..AppConfig::default()
        }))
    }

    fn login(&self, _: Credentials) -> Answer<Grant> {
        match self.state.get().password {
            DemoPassword::Right => answer(Ok(Grant { user: Some(Self::user()), ticket: None })),
            DemoPassword::Wrong => answer(Err(wrong_password())),
            DemoPassword::Slow => never(),
        }
    }

    fn create_code(&self) -> Answer<QrCode> {
        let state = self.state.get();
        match state.qr {
            Status::Loading => never(),
            Status::Error => answer(Err(Failure::Setup("the demo shows an error".into()))),
            _ => answer(Ok(QrCode {
                id: "demo".into(),
                visual: Visual::Text("https://login.example.com/m/0123456789abcdefghijkl".into()),
                logo: None,
                expires_in: state.expires_in,
                interval: Some(1),
                seq: 0,
                transport: Transport::ShortPoll,
                verifier: None,
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
            Status::Offline => return answer(Err(Failure::Network)),
            Status::Scanned => scanned(),
            Status::Confirmed => Progress::Ticket(Secret::new("demo-ticket")),
            Status::Success => Progress::Granted(Grant { user: Some(Self::user()), ticket: None }),
            Status::Expired => Progress::Expired,
            Status::Cancelled => Progress::Cancelled,
        };
        answer(Ok(progress.into()))
    }

    fn redeem(&self, _: Rc<QrCode>, _: Secret) -> Answer<Grant> {
        never()
    }
}
