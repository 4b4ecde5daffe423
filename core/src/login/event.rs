//! Events of a login. Fed to [`LoginFlow::step`](super::LoginFlow::step) by the widget, and by hand in tests.

use super::{SessionChange, Settings};
use crate::{AppConfig, Authentication, BackendError, FactorNeeded, Method, Outcome};

/// Number of a request in the life of a flow: answers to an older one carry an older epoch and are dropped.
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
    /// The box is on the page. With a configuration that the page knows, the backend is not asked for one.
    Start(Option<AppConfig>),
    /// The page changed its wishes.
    Settings(Settings),
    /// The page changed the configuration that it knows; `None` leaves it to the backend.
    Known(Option<AppConfig>),
    /// Another backend answers from now on.
    BackendChanged,
    /// The configuration was answered.
    Configured(Epoch, Result<AppConfig, BackendError>),
    /// A wait is over: before the next try of the configuration, or a second of the one that the server wants.
    Elapsed(Epoch),
    /// The person asks for the configuration once more.
    Retry,
    /// The person, or the page, chose a method.
    Choose(Method),
    /// The person changed a field.
    Edited,
    /// The person wants to log in with what is in a method's fields.
    Submit {
        /// The method.
        method: Method,
        /// The account, where the method has one.
        account: Option<String>,
    },
    /// The page lets the login go on, or stops it.
    Decided(Epoch, bool),
    /// Credentials or a factor were answered.
    Answered(Epoch, Result<Outcome, BackendError>),
    /// A method logged the person in and shows so by itself.
    Finished(Method, Authentication),
    /// A method's login needs a further step.
    NeedsFactor(Method, FactorNeeded),
    /// A method's login failed, and it shows so by itself.
    Failed(Method, BackendError),
    /// The person answered the factor.
    SubmitFactor,
    /// The person gives up the request under way.
    Cancel,
    /// The person goes back from a factor to the methods.
    Back,
    /// Back to the start: empty fields, a new code.
    Reset,
    /// Somebody logged in or out in another tab.
    Elsewhere(SessionChange),
}

impl Event {
    /// The epoch that the event belongs to; `None` for those of the person and of the page.
    pub(super) fn epoch(&self) -> Option<Epoch> {
        match self {
            Self::Configured(epoch, _) | Self::Elapsed(epoch) | Self::Decided(epoch, _) | Self::Answered(epoch, _) => {
                Some(*epoch)
            }
            _ => None,
        }
    }
}
