//! The reason of a refusal, as far as the login box treats refusals differently.

use guard_protocol::{Code, Refusal};

/// A reason to refuse a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalReason {
    /// Account or password wrong. Which of the two is not told apart, so that nobody learns which accounts there are.
    Credentials {
        /// How many attempts are left, if the server tells.
        left: Option<u32>,
    },
    /// The account is locked.
    Locked,
    /// A second factor is needed.
    Factor,
    /// Too many requests, or a busy server: the same may work later.
    Busy,
    /// The application does not exist.
    NoSuchApp,
    /// The QR code or its ticket is no longer valid.
    Gone,
    /// Any other; the refusal may have words of its own.
    Other,
}

impl From<&Refusal> for RefusalReason {
    fn from(refusal: &Refusal) -> Self {
        match refusal.known() {
            Some(Code::BadCredentials | Code::NoSuchUser | Code::WrongPassword) => {
                Self::Credentials { left: refusal.remaining_attempts }
            }
            Some(Code::AccountLocked | Code::LockedByErrors) => Self::Locked,
            Some(Code::MfaNeeded | Code::OtpNeeded) => Self::Factor,
            Some(Code::Busy | Code::TooFrequent) => Self::Busy,
            Some(Code::NoSuchApp | Code::AppIdMissing) => Self::NoSuchApp,
            Some(Code::NoSuchQrCode | Code::QrCodeGone) => Self::Gone,
            _ => Self::Other,
        }
    }
}
