//! Further steps after a login's first one, a folder each.
//!
//! The card knows a factor only as a [`FactorPanel`]. A new one is a folder here, a line in each list of this
//! file, a line in [`Factor`]'s list, and the backend's side of it.

pub mod code;

use guard_core::{Factor, FactorChallenge, Key};
use guard_protocol::Secret;
use web_sys::HtmlElement;
use yew::Html;

use crate::card::{Card, Link, Locale, locale};

/// Makes the panel of a factor.
pub type NewFactor = fn(Link) -> Box<dyn FactorPanel>;

/// The constructor of each factor.
pub fn new_factor(factor: Factor) -> NewFactor {
    match factor {
        Factor::Code => code::new,
    }
}

/// The keys of the texts of every factor.
pub(crate) const ALL_KEYS: &[&[Key]] = &[code::texts::KEYS];

/// The texts of every factor.
pub(crate) const LOCALES: &[Locale] = &[locale!("code/locales")];

/// A factor as the card draws it.
pub trait FactorPanel {
    /// Draws the panel's content.
    fn draw(&self, challenge: &FactorChallenge, card: &Card<'_>) -> Html;

    /// The person's answer, as it is in the fields.
    fn answer(&self) -> Secret;

    /// The card has been drawn.
    fn drawn(&mut self, card: &Card<'_>) {
        let _ = card;
    }

    /// The element that takes the focus first.
    fn first_field(&self) -> Option<HtmlElement> {
        None
    }
}
