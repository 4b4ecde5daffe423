//! The part of a machine's state that is drawn. Read by the QR panel.

use super::{QrCode, Reason, Scanner, Status};
use crate::BackendError;

/// A picture of the machine.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The status.
    pub status: Status,
    /// The reason, where the status alone does not tell.
    pub reason: Option<Reason>,
    /// The code, only as long as it may be scanned: who draws this draws no dead code.
    pub code: Option<std::rc::Rc<QrCode>>,
    /// When the code ends, on the clock of the events, in ms.
    pub deadline: Option<u64>,
    /// Until when nothing is asked since the server wants it so, on the clock of the events, in ms. A button that
    /// sends [`Event::AskNow`](super::Event::AskNow) need not wait.
    pub wait: Option<u64>,
    /// Whether these are the code's last seconds.
    pub hurry: bool,
    /// Whether a new code follows by itself.
    pub rotates: bool,
    /// Who scanned.
    pub scanner: Option<Scanner>,
    /// The number to match.
    pub number: Option<String>,
    /// The error that ended it, if one did.
    pub error: Option<BackendError>,
}

impl View {
    /// A picture of nothing but a status.
    pub fn of(status: Status) -> Self {
        Self {
            status,
            reason: None,
            code: None,
            deadline: None,
            wait: None,
            hurry: false,
            rotates: false,
            scanner: None,
            number: None,
            error: None,
        }
    }
}
