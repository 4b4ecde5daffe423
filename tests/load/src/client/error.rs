//! Why a call has no answer to go on with.

use std::time::Duration;

use guard_protocol::{Code, DecodeError, Refusal, ReplyError};
use thiserror::Error;

/// Why a call failed. Its words hold no secret: they are counted and printed.
#[derive(Debug, Error)]
pub(crate) enum CallError {
    #[error("no connection ({0})")]
    NotConnected(std::io::Error),
    #[error("the connection broke ({0})")]
    Broken(hyper::Error),
    #[error("no answer within {} s", .0.as_secs())]
    Slow(Duration),
    #[error("the request can't be written ({0})")]
    Unwritten(#[from] hyper::http::Error),
    #[error("HTTP status {status}")]
    Status { status: u16, retry_after: Option<u32> },
    #[error("refused with code {}", .0.code)]
    Refused(Refusal),
    #[error("the answer is not what the protocol says ({0})")]
    Malformed(#[from] DecodeError),
    #[error("{0}")]
    Odd(&'static str),
}

impl CallError {
    /// Whether another try may help: what the widget counts as a bad line or a busy server.
    pub(crate) fn is_transient(&self) -> bool {
        match self {
            Self::NotConnected(_) | Self::Broken(_) | Self::Slow(_) => true,
            Self::Status { status, .. } => *status == 429 || *status >= 500,
            Self::Refused(refusal) => matches!(refusal.known(), Some(Code::Busy | Code::TooFrequent)),
            Self::Unwritten(_) | Self::Malformed(_) | Self::Odd(_) => false,
        }
    }

    /// Whether the line is to be made anew.
    pub(crate) fn is_of_the_line(&self) -> bool {
        matches!(self, Self::NotConnected(_) | Self::Broken(_) | Self::Slow(_))
    }

    /// The code of a refusal.
    pub(crate) fn refusal(&self) -> Option<Code> {
        match self {
            Self::Refused(refusal) => refusal.known(),
            _ => None,
        }
    }

    /// How long the server asks to wait.
    pub(crate) fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

impl From<ReplyError> for CallError {
    fn from(error: ReplyError) -> Self {
        match error {
            ReplyError::Refused(refusal) => Self::Refused(refusal),
            ReplyError::Malformed(error) => Self::Malformed(error),
        }
    }
}
