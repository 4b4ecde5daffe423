//! Events of a QR login. Fed to [`QrMachine::step`](super::QrMachine::step) by the runner in the browser, and
//! by hand in tests.

use super::{Check, QrCode, Timer};
use crate::{BackendError, Outcome};

/// Number of a code in the life of a machine: events of an older code carry an older epoch and are dropped.
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
    /// The person wants what is waited for at once.
    AskNow,
    /// The page goes away, for ever or into the back/forward cache.
    Left,
    /// The panel came into sight or left it (tab of the widget or of the browser).
    Shown(bool),
    /// The browser says that the network came or went.
    Online(bool),
    /// The machine slept, or the page came back from the back/forward cache, or the clock on the wall was set: this many
    /// ms that the clock of the events did not count.
    Slept(u64),
    /// The code cannot be shown: its picture does not load, or its text is too long.
    Unshowable,
    /// Another tab of this browser logged in.
    LoggedInElsewhere,
    /// A beat of the page's timer, on which a paced machine polls.
    Beat,
    /// A create was answered.
    Created(Epoch, Result<QrCode, BackendError>),
    /// A poll was answered.
    Checked(Epoch, Result<Check, BackendError>),
    /// A redeem was answered.
    Redeemed(Epoch, Result<Outcome, BackendError>),
    /// The page lets the login go on, or stops it.
    Decided(Epoch, bool),
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
            | Self::Decided(epoch, _)
            | Self::Elapsed(epoch, _) => Some(*epoch),
            Self::Start
            | Self::Stop
            | Self::Refresh
            | Self::AskNow
            | Self::Left
            | Self::Shown(_)
            | Self::Online(_)
            | Self::Slept(_)
            | Self::Unshowable
            | Self::LoggedInElsewhere
            | Self::Beat => None,
        }
    }
}
