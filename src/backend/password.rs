//! The capability to log in with a password.

use guard_core::Outcome;
use guard_protocol::Secret;

use super::Answer;

/// The capability to log in with a password.
pub trait PasswordBackend {
    /// Logs in.
    fn log_in(&self, typed: Credentials) -> Answer<Outcome>;
}

/// An account and a password as a person types them.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Username, e-mail or phone number, trimmed.
    pub account: String,
    /// The password, as typed.
    pub password: Secret,
}
