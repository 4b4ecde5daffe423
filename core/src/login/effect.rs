//! Effects of the login flow: carried out by the widget, looked at in tests.

use guard_protocol::Refusal;

use super::{Epoch, SessionChange};
use crate::{Authentication, BackendError, FactorChallenge, Method, Text};

/// Something to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask the backend for the configuration; answer with [`Event::Configured`](super::Event::Configured).
    Configure(Epoch),
    /// Wait; answer with [`Event::Elapsed`](super::Event::Elapsed).
    Wait {
        /// Goes into the answer.
        epoch: Epoch,
        /// How long, in ms.
        after: u64,
        /// How much longer it may be, so that not all boxes ask at once, in ms.
        jitter: u64,
    },
    /// Tell a method what to do.
    Drive(Method, Drive),
    /// Ask the page whether a login may go on; answer with [`Event::Decided`](super::Event::Decided).
    AskPage {
        /// Goes into the answer.
        epoch: Epoch,
        /// The method.
        method: Method,
        /// The account, where the method has one.
        account: Option<String>,
    },
    /// Send what is in the method's fields; answer with [`Event::Answered`](super::Event::Answered).
    Send(Epoch, Method),
    /// Send the answer to a factor; answer with [`Event::Answered`](super::Event::Answered).
    SendFactor(Epoch, FactorChallenge),
    /// Cancel the request under way.
    CancelRequest,
    /// Go on to the callback URL with the login, after a moment in which the success is seen.
    Continue(Text, Authentication),
    /// Do not go on after all.
    CallOff,
    /// Tell the page.
    Tell(Notice),
}

/// An order to a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drive {
    /// It is wanted for the first time, or again after a stop.
    Start,
    /// Its panel came into sight, or left it.
    Show(bool),
    /// It answers to another backend: what it has of the old one is void, what the person typed stays.
    Restart,
    /// Back to the start, with empty fields.
    Reset,
    /// Somebody logged in in another tab: what waits for that here has nothing to wait for.
    LoggedInElsewhere,
    /// It is no longer wanted.
    Stop,
}

/// News for the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// The box can be used; carries its methods.
    Ready(Vec<Method>),
    /// Another method is shown.
    MethodChanged(Method),
    /// The person is logged in.
    LoggedIn(Method, Authentication),
    /// A login failed.
    Failed(Method, BackendError),
    /// A second factor is needed that the page must ask for.
    MfaRequired(Method, Refusal),
    /// The box cannot work.
    Broken(BackendError),
    /// Somebody logged in or out in another tab.
    SessionChanged(SessionChange),
}
