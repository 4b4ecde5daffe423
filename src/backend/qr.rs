//! The capability to log in with a QR code: a code, how far it has come, and the login for its ticket.

use std::rc::Rc;

use guard_core::Outcome;
use guard_core::qr::{Check, QrCode};
use guard_protocol::Secret;

use super::Answer;

/// The capability to log in with a QR code.
pub trait QrBackend {
    /// Makes a code.
    fn create_code(&self) -> Answer<QrCode>;

    /// Tells how far a code has come. `seq` is the last counter seen; with a `wait` (s) above 0 the answer may take
    /// that long to come, unless there is a change.
    fn check(&self, code: Rc<QrCode>, seq: u64, wait: u32) -> Answer<Check>;

    /// Exchanges a ticket for the login.
    fn redeem(&self, code: Rc<QrCode>, ticket: Secret) -> Answer<Outcome>;

    /// Is told that a code is given up. There is no answer; the page may be going away.
    fn abandon(&self, code: Rc<QrCode>) {
        drop(code);
    }
}
