//! What a login yields. Made by backends, carried by the QR machine, handed to the host.

use guard_protocol::{Secret, User};

/// A login that worked. `Debug` shows no credential.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    /// Who logged in, with the token. `None` when the server lets only other servers exchange the ticket.
    pub user: Option<User>,
    /// The ticket of a QR login, for a host that exchanges it on its own server.
    pub ticket: Option<Secret>,
}

impl Grant {
    /// The bearer token, if there is one.
    pub fn token(&self) -> Option<&Secret> {
        self.user.as_ref()?.token.as_ref()
    }
}

/// A way to log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Account and password.
    Password,
    /// QR code.
    Qr,
}

impl Method {
    /// The name in events.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Qr => "qr",
        }
    }
}
