//! What can happen to a QR login. Fed to [`QrMachine::step`](super::QrMachine::step) by the runner in the browser, and
//! by hand in tests.

use super::{Check, QrCode, Timer};
use crate::failure::Failure;
use crate::grant::Grant;

/// Counts the codes of a machine. What belongs to an older code carries an older epoch and is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Epoch(u32);

impl Epoch {
    pub(super) fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The QR tab is wanted.
    Start,
    /// It is no longer wanted (unmounted, or logged in another way).
    Stop,
    /// The person asks for a new code.
    Refresh,
    /// The panel came into sight or left it (tab of the widget or of the browser).
    Shown(bool),
    /// The browser says that the network came or went.
    Online(bool),
    /// The machine slept, or the page came back from the back/forward cache: this many ms that the clock of the
    /// events did not count.
    Slept(u64),
    /// The code cannot be shown: its picture does not load, or its text is too long.
    Unshowable,
    /// Another tab of this browser logged in.
    LoggedInElsewhere,
    /// A create was answered.
    Created(Epoch, Result<QrCode, Failure>),
    /// A poll was answered.
    Checked(Epoch, Result<Check, Failure>),
    /// A redeem was answered.
    Redeemed(Epoch, Result<Grant, Failure>),
    /// The host stopped the login before the redeem.
    Vetoed(Epoch),
    /// A timer ran out.
    Elapsed(Epoch, Timer),
}

impl Event {
    /// The epoch that the event belongs to; `None` for those of the person and of the browser.
    pub(super) fn epoch(&self) -> Option<Epoch> {
        match self {
            Self::Created(epoch, _)
            | Self::Checked(epoch, _)
            | Self::Redeemed(epoch, _)
            | Self::Vetoed(epoch)
            | Self::Elapsed(epoch, _) => Some(*epoch),
            Self::Start
            | Self::Stop
            | Self::Refresh
            | Self::Shown(_)
            | Self::Online(_)
            | Self::Slept(_)
            | Self::Unshowable
            | Self::LoggedInElsewhere => None,
        }
    }
}
