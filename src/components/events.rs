//! What the widget tells its host, as the callbacks of [`GuardWidget`](super::GuardWidget) carry it. The element
//! turns these into DOM events.

use guard_protocol::Refusal;

use crate::failure::Failure;
use crate::grant::{Grant, Method};

/// A login is about to be sent (password) or fetched (QR). The host may stop it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BeforeLogin {
    /// How.
    pub method: Method,
    /// What was typed as the account; `None` for QR.
    pub account: Option<String>,
}

/// A person is logged in. Carries credentials: hand it to nobody who need not have it.
#[derive(Clone, Debug, PartialEq)]
pub struct LoginSuccess {
    /// How.
    pub method: Method,
    /// The login.
    pub grant: Grant,
}

/// A login failed.
#[derive(Clone, Debug, PartialEq)]
pub struct LoginError {
    /// How.
    pub method: Method,
    /// Why.
    pub failure: Failure,
    /// What the person is told, in the widget's language.
    pub message: String,
}

/// A second factor is needed; the host must ask for it. May carry a token (`data`).
#[derive(Clone, Debug, PartialEq)]
pub struct MfaRequired {
    /// How the login began.
    pub method: Method,
    /// The server's answer, with the data and the handle to go on with.
    pub refusal: Refusal,
}

/// The widget itself cannot work.
#[derive(Clone, Debug, PartialEq)]
pub struct WidgetError {
    /// Why.
    pub failure: Failure,
    /// What the person is told.
    pub message: String,
}
