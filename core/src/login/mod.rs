//! The login flow: the configuration, the choice of a method, its credentials, any factors, the end.
//!
//! [`LoginFlow`] is a function from state and event to state and effects. It knows no method from the inside: a method
//! is driven by [`Drive`], asks to log in with [`Event::Submit`], and what comes of it are answers. The QR machine is
//! driven in the same way. Run by the widget's component; `races.rs` and `properties.rs` hold what it must do.

mod effect;
mod event;
mod flow;
mod moves;
mod session_change;

#[cfg(test)]
mod harness;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod races;

use crate::{Method, Text};

pub use self::effect::{Drive, Effect, Notice};
pub use self::event::{Epoch, Event};
pub use self::flow::{LoginFlow, Stage};
pub use self::session_change::SessionChange;

/// A page's wishes for its login box.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Methods and their order; empty leaves them to the application.
    pub methods: Vec<Method>,
    /// The method to start with; `None` leaves it to the application.
    pub first: Option<Method>,
    /// Where the browser goes after a login: a path on the page's own server, or a redirect URI of the application.
    pub callback_url: Option<Text>,
    /// The box is on the phone itself, so a code on it is what nobody can scan: another method comes first, if there is one.
    pub on_phone: bool,
}
