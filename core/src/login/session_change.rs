//! News of the person's session from elsewhere in the browser.

/// What somebody did in another tab of the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SessionChange {
    /// Logged in at this application.
    LoggedIn,
    /// Logged out of it.
    LoggedOut,
}

impl SessionChange {
    /// The name in events.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LoggedIn => "login",
            Self::LoggedOut => "logout",
        }
    }
}
