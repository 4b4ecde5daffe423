//! Effects of the QR machine: carried out by the runner in the browser, looked at in tests.

use std::rc::Rc;

use guard_protocol::Secret;

use super::{Epoch, QrCode, StatusChange};
use crate::{Authentication, BackendError, FactorNeeded};

/// Something to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask the backend for a code; answer with [`Event::Created`](super::Event::Created).
    Create(Epoch),
    /// Ask how far the code has come; answer with [`Event::Checked`](super::Event::Checked).
    Check {
        /// Goes into the answer.
        epoch: Epoch,
        /// The code.
        code: Rc<QrCode>,
        /// The last counter seen.
        seq: u64,
        /// How long the backend may wait for a change, in s; 0 for an answer at once.
        wait: u32,
    },
    /// Ask the page whether the login may go on; answer with [`Event::Decided`](super::Event::Decided).
    AskPage(Epoch),
    /// Exchange the ticket for the login; answer with [`Event::Redeemed`](super::Event::Redeemed).
    Redeem {
        /// Goes into the answer.
        epoch: Epoch,
        /// The code.
        code: Rc<QrCode>,
        /// The ticket to redeem.
        ticket: Secret,
    },
    /// Tell the backend that the code is given up; no answer.
    Abandon(Rc<QrCode>),
    /// Cancel whatever request is under way.
    CancelRequests,
    /// Set a timer, in the place of one of the same kind; answer with [`Event::Elapsed`](super::Event::Elapsed).
    SetTimer {
        /// Goes into the answer.
        epoch: Epoch,
        /// Which.
        timer: Timer,
        /// When, in ms from now.
        after: u64,
        /// Up to how many ms more, at random, so that many pages do not ask at the same time.
        jitter: u64,
    },
    /// Clear a timer.
    ClearTimer(Timer),
    /// Tell the page that the status changed.
    Notify(StatusChange),
    /// The person is logged in. At most once in a machine's life.
    Finish(Authentication),
    /// A second factor is needed.
    NeedFactor(FactorNeeded),
    /// Tell the page that the login failed.
    Fail(BackendError),
}

/// The timers of a machine; at most one of a kind is set at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// To the next poll.
    Poll,
    /// To the next try of a create or a redeem.
    Retry,
    /// To the end of the code, as far as this side knows.
    Deadline,
    /// To the end of the last poll, which decides after the deadline.
    Grace,
    /// To the code's last seconds.
    Hurry,
}

impl Timer {
    /// Every timer.
    pub const ALL: [Self; 5] = [Self::Poll, Self::Retry, Self::Deadline, Self::Grace, Self::Hurry];
}
