//! QR login without a browser: codes, the machine that leads one from loading to success, and their drawing.

pub mod drawing;
mod effect;
mod event;
mod logo;
mod machine;
mod picture;
mod status;
pub mod timing;
mod view;

#[cfg(test)]
mod harness;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod races;

use std::any::Any;
use std::fmt;
use std::rc::Rc;

use guard_protocol::Secret;

pub use self::drawing::{Drawing, DrawingError};
pub use self::effect::{Effect, Timer};
pub use self::event::{Epoch, Event};
pub use self::logo::logo_modules;
pub use self::machine::{Policy, QrMachine};
pub use self::status::{Reason, Scanner, Status, StatusChange};
pub use self::view::View;
use crate::{Authentication, BackendError, FactorNeeded, OpenUrl};

/// A code that a backend made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrCode {
    /// Id of the code; what the phone sends back.
    pub id: Rc<str>,
    /// The code's picture, or the text to draw.
    pub visual: Visual,
    /// Goes on with the login on the phone that shows the code, where the server gives such a link.
    pub open: Option<OpenUrl>,
    /// URL of a logo for the centre; wins over the application's.
    pub logo: Option<String>,
    /// Lifetime in s.
    pub expires_in: u32,
    /// Least time between two polls in s; `None` leaves it to [`timing`].
    pub interval: Option<u32>,
    /// Counter of changes, for long polls.
    pub seq: u64,
    /// How to wait for a change.
    pub transport: Transport,
    /// Proof of who made the code, for backends that ask for it. Never shown, never stored.
    pub verifier: Option<Secret>,
    /// Who exchanges the ticket for the login.
    pub exchange: Exchange,
}

/// Who exchanges the ticket of a code for the login.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Exchange {
    /// The login box. A refusal is the end of the login.
    #[default]
    Box,
    /// The login box where the server lets it; a stock server may let only other servers exchange tickets, and then the
    /// page gets the ticket.
    BoxOrPage,
}

/// The look of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Visual {
    /// Text to draw as a QR code here.
    Text(String),
    /// URL of a picture that the server made, as of a mini-program code.
    Image(String),
}

/// How to wait for a change of a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transport {
    /// Ask again and again.
    #[default]
    ShortPoll,
    /// Ask once; the server answers when there is a change.
    LongPoll,
}

/// A backend's answer to a poll.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// How far the code has come.
    pub progress: Progress,
    /// Counter of changes, if the backend counts.
    pub seq: Option<u64>,
    /// Lifetime left in s, if the backend tells.
    pub expires_in: Option<u32>,
    /// Least time to the next poll in s, if the backend tells.
    pub interval: Option<u32>,
    /// The whole answer as the backend has it, for a page that wants it so. May hold the ticket.
    pub raw: Option<Raw>,
}

/// A backend's own form of an answer, which only a layer that knows the backend can read. `Debug` shows nothing of it.
#[derive(Clone)]
pub struct Raw(Rc<dyn Any>);

impl Raw {
    /// Wraps an answer.
    pub fn new(answer: impl Any) -> Self {
        Self(Rc::new(answer))
    }

    /// The answer, where it is a `T`.
    pub fn get<T: Any>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }
}

/// Two are equal when they are the same one.
impl PartialEq for Raw {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Raw")
    }
}

impl From<Progress> for Check {
    fn from(progress: Progress) -> Self {
        Self { progress, seq: None, expires_in: None, interval: None, raw: None }
    }
}

/// How far a code has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// Not scanned yet.
    Waiting,
    /// Scanned, waiting for the person.
    Scanned {
        /// Who scanned.
        scanner: Scanner,
        /// The number to show, which the phone must choose.
        number: Option<String>,
    },
    /// Agreed to; the ticket is to be redeemed.
    Ticket(Secret),
    /// Agreed to, and the login came along.
    Authenticated(Authentication),
    /// Declined.
    Cancelled,
    /// No longer valid.
    Expired,
    /// A second factor is needed.
    NeedsFactor(FactorNeeded),
    /// It failed on the server.
    Failed(BackendError),
}
