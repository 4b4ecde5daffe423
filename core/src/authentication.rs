//! The result of a login. Made by backends, carried by the machines, handed to the page.

use guard_protocol::{Code, Refusal, Secret, User};

use crate::{BackendError, FactorNeeded};

/// A login that worked. `Debug` shows no credential.
#[derive(Clone, Debug, PartialEq)]
pub struct Authentication {
    /// The person, with the token. `None` when the server lets only other servers exchange the ticket.
    pub user: Option<Box<User>>,
    /// The ticket of a QR login, for a page that exchanges it on its own server.
    pub ticket: Option<Secret>,
}

impl Authentication {
    /// The bearer token, if there is one.
    pub fn token(&self) -> Option<&Secret> {
        self.user.as_ref()?.token.as_ref()
    }

    /// The ID token, if the server gave one: what a backend verifies by itself.
    pub fn id_token(&self) -> Option<&Secret> {
        self.user.as_ref()?.id_token.as_ref()
    }
}

/// A backend's answer to credentials, a ticket or a factor.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The person is logged in.
    Authenticated(Authentication),
    /// The login is right so far and needs a further step.
    NeedsFactor(FactorNeeded),
    /// The server says no; [`RefusalReason`](crate::RefusalReason) tells what for.
    Refused(Refusal),
}

impl From<Authentication> for Outcome {
    fn from(authentication: Authentication) -> Self {
        Self::Authenticated(authentication)
    }
}

impl From<Refusal> for Outcome {
    fn from(refusal: Refusal) -> Self {
        match refusal.known() {
            Some(Code::MfaNeeded | Code::OtpNeeded) => Self::NeedsFactor(FactorNeeded { refusal, challenge: None }),
            _ => Self::Refused(refusal),
        }
    }
}

impl Outcome {
    /// The outcome of a request: a refusal is an answer, every other error stays one.
    ///
    /// # Errors
    /// All of [`BackendError`] but [`BackendError::Refused`].
    pub fn of(result: Result<Authentication, BackendError>) -> Result<Self, BackendError> {
        match result {
            Ok(authentication) => Ok(authentication.into()),
            Err(BackendError::Refused(refusal)) => Ok(refusal.into()),
            Err(error) => Err(error),
        }
    }
}
