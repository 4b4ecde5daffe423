//! The part that sends a password: the login, and the end of a session.

use guard_core::Outcome;
use guard_protocol::Secret;
use guard_widget::backend::{Answer, AuthingBackend, Credentials, PasswordBackend, SessionBackend};

/// The entries of the part.
#[derive(Debug)]
pub(crate) struct SubmitPart {
    /// Logs in at the server.
    pub(crate) log_in: fn(&AuthingBackend, Credentials) -> Answer<Outcome>,
    /// Ends a session at the server.
    pub(crate) log_out: fn(&AuthingBackend, Option<Secret>) -> Answer<()>,
}

impl SubmitPart {
    pub(crate) const HERE: Self =
        Self { log_in: |server, typed| server.log_in(typed), log_out: |server, token| server.log_out(token) };
}
