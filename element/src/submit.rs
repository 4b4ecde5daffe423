//! The part that sends a password: the login, the end of a session, and the details of what came of it.

use guard_core::{BackendError, Outcome, retry};
use guard_protocol::Secret;
use guard_widget::backend::{Answer, AuthingBackend, Backend, Credentials, PasswordBackend, SessionBackend};
use guard_widget::browser::{http, random};

/// The entries of the part.
#[derive(Debug)]
pub(crate) struct SubmitPart {
    /// Logs in at the server.
    pub(crate) log_in: fn(AuthingBackend, Credentials) -> Answer<Outcome>,
    /// Ends a session at the server.
    pub(crate) log_out: fn(AuthingBackend, Option<Secret>) -> Answer<()>,
    /// Has the configuration of a server, for a call without a box: tried as often as a box does.
    pub(crate) configure: fn(AuthingBackend) -> Answer<()>,
}

impl SubmitPart {
    pub(crate) const HERE: Self = Self {
        log_in: |server, typed| server.log_in(typed),
        log_out: |server, token| server.log_out(token),
        configure: |server| Box::pin(configure(server)),
    };
}

async fn configure(server: AuthingBackend) -> Result<(), BackendError> {
    let mut failures = 0;
    loop {
        let Err(error) = server.config().await else { return Ok(()) };
        failures += 1;
        match retry::after(failures, retry::CONFIG_TRIES, &error) {
            Some(wait) => http::pause(random::jittered(wait)).await,
            None => return Err(error),
        }
    }
}
