//! The capability to end sessions.

use guard_protocol::Secret;

use super::Answer;

/// The sessions at a server.
pub trait SessionBackend {
    /// Ends the session of `token` at the server; without a token that of the browser's cookies.
    fn log_out(&self, token: Option<Secret>) -> Answer<()>;
}
