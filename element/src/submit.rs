//! The part that sends requests for a box with a password: the login, the end of a session, the question for the
//! configuration when the shim has not asked it.

use guard_core::{AppConfig, Outcome};
use guard_protocol::Secret;
use guard_widget::backend::{Answer, AuthingBackend, Backend as _, Credentials, PasswordBackend, SessionBackend};

/// The entries of the part.
#[derive(Debug)]
pub(crate) struct SubmitPart {
    /// Logs in at the server.
    pub(crate) log_in: fn(&AuthingBackend, Credentials) -> Answer<Outcome>,
    /// Ends a session at the server.
    pub(crate) log_out: fn(&AuthingBackend, Option<Secret>) -> Answer<()>,
    /// Asks for the configuration.
    pub(crate) configure: fn(&AuthingBackend) -> Answer<AppConfig>,
}

impl SubmitPart {
    pub(crate) const HERE: Self = Self {
        log_in: |server, typed| server.log_in(typed),
        log_out: |server, token| server.log_out(token),
        configure: |server| server.config(),
    };
}
