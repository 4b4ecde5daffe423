//! Errors between the login box and its backend, and what the person can do about them.
//!
//! Backends answer with these, the machines decide by them, and the box shows their [messages](BackendError::message).

use guard_protocol::{DecodeError, Refusal, ReplyError};
use thiserror::Error;

use crate::messages::{Messages, errors};
use crate::{RefusalReason, Text};

/// An error of a request to the backend.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum BackendError {
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
    /// The code or its ticket is no longer valid (HTTP 410, code 2241).
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
    /// A part of the login box did not load: the network failed, or the site serves parts of different builds.
    #[error(
        "a part of the login box could not be loaded: check the network, and that all files of one build are served"
    )]
    Part,
    /// A backend of the page's own failed.
    #[error("{message}")]
    Page {
        /// A word of the page's own, or `host`.
        code: String,
        /// The message of its error.
        message: String,
        /// Whether the page says that the same may work later.
        retryable: bool,
    },
}

impl From<ReplyError> for BackendError {
    fn from(error: ReplyError) -> Self {
        match error {
            ReplyError::Refused(refusal) => refusal.into(),
            ReplyError::Malformed(error) => Self::Malformed(error),
        }
    }
}

impl From<Refusal> for BackendError {
    fn from(refusal: Refusal) -> Self {
        match RefusalReason::from(&refusal) {
            RefusalReason::Gone => Self::Gone,
            _ => Self::Refused(refusal),
        }
    }
}

impl BackendError {
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
            Self::Part => "load-failed".into(),
            Self::Page { code, .. } => code.clone(),
        }
    }

    /// Whether the same request may work later without anything being changed.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Network
            | Self::Timeout
            | Self::Busy { .. }
            | Self::Server { .. }
            | Self::Malformed(_)
            | Self::Part => true,
            Self::Refused(refusal) => RefusalReason::from(refusal) == RefusalReason::Busy,
            // Request Timeout and Too Early, which say themselves that it may work later.
            Self::Http { status } => matches!(status, 408 | 425),
            Self::PasswordTooLong | Self::Unshowable | Self::Gone | Self::Setup(_) => false,
            Self::Page { retryable, .. } => *retryable,
        }
    }

    /// Whether it may be the answer of a gateway on the way and not of the server: worth asking again before it is
    /// believed.
    pub fn is_odd(&self) -> bool {
        matches!(self, Self::Http { .. })
    }

    /// The words for the person.
    pub fn message(&self, messages: &Messages) -> Text {
        messages.get(match self {
            Self::Network | Self::Part => errors::NETWORK,
            Self::Timeout => errors::TIMEOUT,
            Self::Busy { .. } => errors::BUSY,
            Self::Server { .. } | Self::Http { .. } | Self::Malformed(_) => errors::SERVER,
            Self::Unshowable => errors::QR_ERROR,
            Self::PasswordTooLong => errors::PASSWORD_TOO_LONG,
            Self::Gone => errors::GONE,
            Self::Refused(refusal) => return refusal_message(refusal, messages),
            Self::Setup(text) | Self::Page { message: text, .. } => return text.clone().into(),
        })
    }

    /// Whether the error has words of somebody's own, which say more than ours.
    pub fn has_own_words(&self) -> bool {
        matches!(self, Self::Page { .. } | Self::Setup(_) | Self::Refused(_))
    }
}

/// The catalogue's words for the reasons that it knows, else the server's.
fn refusal_message(refusal: &Refusal, messages: &Messages) -> Text {
    messages.get(match RefusalReason::from(refusal) {
        RefusalReason::Credentials { left: Some(left) } => {
            return messages.fill(errors::BAD_CREDENTIALS_LEFT, "{n}", &left.to_string());
        }
        RefusalReason::Credentials { left: None } => errors::BAD_CREDENTIALS,
        RefusalReason::Locked => errors::ACCOUNT_LOCKED,
        RefusalReason::Factor => errors::MFA_NEEDED,
        RefusalReason::Busy => errors::BUSY,
        RefusalReason::NoSuchApp => errors::NO_SUCH_APP,
        _ if refusal.message.is_empty() => errors::SERVER,
        _ => return refusal.message.as_str().into(),
    })
}
