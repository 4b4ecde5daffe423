//! What can go wrong between the widget and its backend, and what the person can do about it.
//!
//! Every [`Backend`](crate::backend::Backend) answers with these, the QR machine decides by them, and the components
//! turn them into words.

use guard_protocol::{Code, DecodeError, Refusal, ReplyError};
use thiserror::Error;

use crate::messages::Messages;

/// Why a request to the backend came to nothing.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Failure {
    /// No answer: no network, a blocked request, or a server that is down.
    #[error("the server cannot be reached: check the network, the `host`, and the server's CORS settings")]
    Network,
    /// No answer in time.
    #[error("the server did not answer in time")]
    Timeout,
    /// Too many requests (HTTP 429).
    #[error("too many requests")]
    Busy {
        /// How long to wait, in s, if the server tells.
        retry_after: Option<u32>,
    },
    /// The server failed (HTTP 5xx).
    #[error("the server failed (HTTP {status})")]
    Server {
        /// The HTTP status.
        status: u16,
    },
    /// The server refused the request and did not say why (any other HTTP status).
    #[error("the server refused the request (HTTP {status})")]
    Http {
        /// The HTTP status.
        status: u16,
    },
    /// The password does not fit the application's key.
    #[error("the password is too long for the application's key")]
    PasswordTooLong,
    /// The picture of the code does not load, or its text is too long to be drawn.
    #[error("the QR code cannot be shown: its picture does not load, or its text is too long")]
    Unshowable,
    /// The code or its ticket is no longer valid (HTTP 404 or 410, code 2241).
    #[error("the QR code is no longer valid")]
    Gone,
    /// The server says no.
    #[error("{} (code {})", .0.message, .0.code)]
    Refused(Refusal),
    /// The answer cannot be understood.
    #[error(transparent)]
    Malformed(#[from] DecodeError),
    /// The widget is not set up right; the text says what to change.
    #[error("{0}")]
    Setup(String),
    /// A backend of the host's own failed.
    #[error("{message}")]
    Host {
        /// A word of the host's own, or `host`.
        code: String,
        /// What its error says.
        message: String,
        /// Whether the host says that the same may work later.
        retryable: bool,
    },
}

impl From<ReplyError> for Failure {
    fn from(error: ReplyError) -> Self {
        match error {
            ReplyError::Refused(refusal) => refusal.into(),
            ReplyError::Malformed(error) => Self::Malformed(error),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal.known() {
            Some(Code::NoSuchQrCode | Code::QrCodeGone) => Self::Gone,
            _ => Self::Refused(refusal),
        }
    }
}

impl Failure {
    /// A short name for events: a word, or the server's code as digits.
    pub fn code(&self) -> String {
        match self {
            Self::Network => "network".into(),
            Self::Timeout => "timeout".into(),
            Self::Busy { .. } => "busy".into(),
            Self::Server { .. } => "server".into(),
            Self::Http { .. } => "http".into(),
            Self::PasswordTooLong => "password-too-long".into(),
            Self::Unshowable => "unshowable".into(),
            Self::Gone => "gone".into(),
            Self::Refused(refusal) => refusal.code.to_string(),
            Self::Malformed(_) => "malformed".into(),
            Self::Setup(_) => "setup".into(),
            Self::Host { code, .. } => code.clone(),
        }
    }

    /// Whether the same request may work later without anything being changed.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Network | Self::Timeout | Self::Busy { .. } | Self::Server { .. } | Self::Malformed(_) => true,
            Self::Refused(refusal) => matches!(refusal.known(), Some(Code::Busy | Code::TooFrequent)),
            Self::Http { .. } | Self::PasswordTooLong | Self::Unshowable | Self::Gone | Self::Setup(_) => false,
            Self::Host { retryable, .. } => *retryable,
        }
    }

    /// What to tell the person.
    pub fn message(&self, messages: &Messages) -> String {
        let text = match self {
            Self::Network => &messages.error_network,
            Self::Timeout => &messages.error_timeout,
            Self::Busy { .. } => &messages.error_busy,
            Self::Server { .. } | Self::Http { .. } | Self::Malformed(_) => &messages.error_server,
            Self::Unshowable => &messages.qr_error,
            Self::PasswordTooLong => &messages.password_too_long,
            Self::Gone => &messages.error_gone,
            Self::Refused(refusal) => return refusal_message(refusal, messages),
            Self::Setup(text) | Self::Host { message: text, .. } => return text.clone(),
        };
        text.to_string()
    }
}

/// The catalogue's words for the codes that it knows, else the server's.
fn refusal_message(refusal: &Refusal, messages: &Messages) -> String {
    match refusal.known() {
        Some(Code::BadCredentials | Code::NoSuchUser | Code::WrongPassword) => match refusal.remaining_attempts {
            Some(left) => messages.bad_credentials_left.replace("{n}", &left.to_string()),
            None => messages.bad_credentials.to_string(),
        },
        Some(Code::AccountLocked | Code::LockedByErrors) => messages.account_locked.to_string(),
        Some(Code::MfaNeeded | Code::OtpNeeded) => messages.mfa_needed.to_string(),
        Some(Code::Busy | Code::TooFrequent) => messages.error_busy.to_string(),
        Some(Code::NoSuchApp | Code::AppIdMissing) => messages.no_such_app.to_string(),
        _ if refusal.message.is_empty() => messages.error_server.to_string(),
        _ => refusal.message.clone(),
    }
}
