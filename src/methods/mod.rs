//! The ways to log in, a folder each: its panel, its style, its texts. Its needs of a backend are a capability in
//! [`backend`](crate::backend).
//!
//! The card knows a method only as a [`MethodPanel`]. A new one is a folder here, a line in each list of this
//! file, a line in [`Method`]'s list, and a capability.

pub mod password;
pub mod qr;

use std::rc::Rc;

use guard_core::login::Drive;
use guard_core::qr::Status;
use guard_core::{Key, Method, Outcome};
use web_sys::HtmlElement;
use yew::Html;

use crate::backend::{Answer, SharedBackend};
use crate::card::icons::Icon;
use crate::card::{Card, Link, Locale, locale};
use crate::face::{Command, Settings};

/// Makes the panel of a method.
pub type NewMethod = fn(Setup) -> Box<dyn MethodPanel>;

/// The constructor of each method.
pub fn new_method(method: Method) -> NewMethod {
    match method {
        Method::Password => password::new,
        Method::Qr => qr::new,
    }
}

/// The keys of the texts of every method.
pub(crate) const ALL_KEYS: &[&[Key]] = &[password::texts::KEYS, qr::texts::KEYS];

/// The texts of every method.
pub(crate) const LOCALES: &[Locale] = &[locale!("password/locales"), locale!("qr/locales")];

/// The text of a method's tab, and its icon: known to the card before the method's own part is there.
pub(crate) const fn tab(method: Method) -> (Key, Icon) {
    match method {
        Method::Password => password::TAB,
        Method::Qr => qr::TAB,
    }
}

/// The things that a new panel gets.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The card that it is in.
    pub link: Link,
    /// The login server.
    pub backend: SharedBackend,
    /// The page's settings.
    pub settings: Rc<Settings>,
}

/// A method as the card runs and draws it.
///
/// It holds what the browser must hold (fields, a running QR login); what happens to the login is the flow's.
pub trait MethodPanel {
    /// Draws the panel's content.
    fn draw(&self, card: &Card<'_>) -> Html;

    /// Does as the flow orders.
    fn drive(&mut self, drive: Drive);

    /// Sends what is in its fields.
    fn send(&mut self) -> Option<Answer<Outcome>> {
        None
    }

    /// The page changed its settings, or the backend.
    fn change(&mut self, setup: &Setup) {
        let _ = setup;
    }

    /// The card has been drawn.
    fn drawn(&mut self, card: &Card<'_>) {
        let _ = card;
    }

    /// Whether the person has typed something into its fields.
    fn is_touched(&self) -> bool {
        false
    }

    /// The element that takes the focus first; by default the tab does.
    fn first_field(&self) -> Option<HtmlElement> {
        None
    }

    /// The state of the box while this panel is in sight.
    fn status(&self) -> Status {
        Status::Ready
    }

    /// Does what the page asks for.
    fn command(&mut self, command: Command) {
        let _ = command;
    }

    /// The text of the QR code in sight.
    fn code_text(&self) -> Option<String> {
        None
    }
}
