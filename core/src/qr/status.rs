//! The states of a QR login as the host sees them. Emitted by the machine, used in props, events and style hooks.

use std::fmt;

/// Status of a QR login. The names are those of the event `guard-qr-status` and of the CSS states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Status {
    /// A code is being made.
    #[default]
    Loading,
    /// The code can be scanned.
    Ready,
    /// A phone has scanned it and asks the person.
    Scanned,
    /// The person agreed; the login is being fetched.
    Confirmed,
    /// Logged in.
    Success,
    /// The code is no longer valid.
    Expired,
    /// The person declined on the phone.
    Cancelled,
    /// No code, or no login, can be had.
    Error,
    /// The server cannot be reached; what is shown stays, and it goes on by itself.
    Offline,
}

impl Status {
    /// Every status, in the order of a login.
    pub const ALL: [Self; 9] = [
        Self::Loading,
        Self::Ready,
        Self::Offline,
        Self::Scanned,
        Self::Confirmed,
        Self::Success,
        Self::Expired,
        Self::Cancelled,
        Self::Error,
    ];

    /// The name in events, attributes and style hooks.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Ready => "ready",
            Self::Scanned => "scanned",
            Self::Confirmed => "confirmed",
            Self::Success => "success",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Error => "error",
            Self::Offline => "offline",
        }
    }

    /// The status called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Reason of a status, where the status alone does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Loading: the code before this one ran out and is replaced without being asked.
    Rotated,
    /// Expired: its time ran out.
    TimedOut,
    /// Expired: another tab of this browser logged in.
    LoggedInElsewhere,
    /// Cancelled: declined on the phone.
    Declined,
    /// Cancelled: the host stopped the login (`guard-before-login`).
    Vetoed,
    /// Error: the server cannot be reached or does not work.
    Unavailable,
    /// Error: too many requests.
    Busy,
    /// Error: the server says no.
    Refused,
    /// Error: the login was agreed to, but could not be fetched: it came too late, or the server refused.
    TooLate,
    /// Error: a second factor is needed, which the host must ask for.
    MfaRequired,
}

impl Reason {
    /// The name in events.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rotated => "rotated",
            Self::TimedOut => "timed-out",
            Self::LoggedInElsewhere => "logged-in-elsewhere",
            Self::Declined => "declined",
            Self::Vetoed => "vetoed",
            Self::Unavailable => "unavailable",
            Self::Busy => "busy",
            Self::Refused => "refused",
            Self::TooLate => "too-late",
            Self::MfaRequired => "mfa-required",
        }
    }
}

/// Who scanned, as far as the server lets a page know before the login: usually a masked name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scanner {
    /// Name to show.
    pub nickname: Option<String>,
    /// URL of a picture (https: or data:).
    pub avatar: Option<String>,
}

/// A change of status, as told to the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusChange {
    /// The status now.
    pub status: Status,
    /// The reason, where the status alone does not tell.
    pub reason: Option<Reason>,
    /// How long the code is still valid, in s; `None` where there is no code.
    pub expires_in: Option<u32>,
    /// Who scanned, from `scanned` on.
    pub scanner: Option<Scanner>,
    /// The number to show while `scanned`, which the phone must choose, where the server wants that.
    pub number: Option<String>,
}
