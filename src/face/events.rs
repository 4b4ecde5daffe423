//! Payloads of the callbacks of [`GuardWidget`](crate::GuardWidget). The element makes DOM events of them.

use guard_core::{Authentication, BackendError, Method};
use guard_protocol::Refusal;

/// A login is about to be sent (password) or fetched (QR). The page may stop it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BeforeLogin {
    /// The method.
    pub method: Method,
    /// The account as typed; `None` for QR.
    pub account: Option<String>,
}

/// A person is logged in. Carries credentials: hand it to nobody who need not have it.
#[derive(Clone, Debug, PartialEq)]
pub struct LoginSuccess {
    /// The method.
    pub method: Method,
    /// The login.
    pub authentication: Authentication,
}

/// A login failed.
#[derive(Clone, Debug, PartialEq)]
pub struct LoginError {
    /// The method.
    pub method: Method,
    /// The error.
    pub error: BackendError,
    /// The words for the person, in the widget's language.
    pub message: String,
}

/// A second factor is needed; the page must ask for it. May carry a token (`data`).
#[derive(Clone, Debug, PartialEq)]
pub struct MfaRequired {
    /// The method that the login began with.
    pub method: Method,
    /// The server's answer, with the data and the handle to go on with.
    pub refusal: Refusal,
}

/// The widget itself cannot work.
#[derive(Clone, Debug, PartialEq)]
pub struct WidgetError {
    /// The error.
    pub error: BackendError,
    /// The words for the person.
    pub message: String,
}
