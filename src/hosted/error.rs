//! Why there is no login.

use thiserror::Error;

/// Why a login on the hosted page came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct HostedError {
    /// The kind, to decide by.
    pub code: HostedCode,
    /// What happened and what to do, for whoever builds the page.
    pub message: String,
}

/// The kinds of [`HostedError`] that a page may want to tell apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostedCode {
    /// The person said no.
    AccessDenied,
    /// The login took too long, or was used already.
    Expired,
    /// Nobody is logged in, and nobody was to be asked (`prompt=none`).
    LoginRequired,
    /// No network, or a server that does not let this page ask.
    Network,
    /// The browser opened no popup.
    PopupBlocked,
    /// The popup was closed before the login was done.
    PopupClosed,
    /// Another one, as `guard-widget/hosted` or the server has it: `wrong_state`, `wrong_issuer`, `server_error`, …
    Other(String),
}

impl HostedCode {
    /// The kind with this name.
    pub fn from_name(name: &str) -> Self {
        match name {
            "access_denied" => Self::AccessDenied,
            "expired" => Self::Expired,
            "login_required" => Self::LoginRequired,
            "network" => Self::Network,
            "popup_blocked" => Self::PopupBlocked,
            "popup_closed" => Self::PopupClosed,
            other => Self::Other(other.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_script_has_a_kind() {
        assert_eq!(HostedCode::from_name("popup_closed"), HostedCode::PopupClosed);
        assert_eq!(HostedCode::from_name("wrong_state"), HostedCode::Other("wrong_state".to_owned()));
        // The names are those of the script, to the letter.
        let script = include_str!("hosted.js");
        for name in ["access_denied", "expired", "login_required", "network", "popup_blocked", "popup_closed"] {
            assert!(script.contains(&format!("{name}:")), "{name}");
            assert!(!matches!(HostedCode::from_name(name), HostedCode::Other(_)), "{name}");
        }
    }
}
