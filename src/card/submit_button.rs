//! The button that sends a form: each method's and factor's.

use guard_core::Key;
use yew::Html;

use super::{Card, tag, words};

/// Draws the button with its text, or while the login is under way with the other one.
pub(crate) fn draw(card: &Card<'_>, text: Key, busy_text: Key) -> Html {
    let busy = card.flow.is_busy();
    let button = tag("button", &[("type", "submit"), ("class", "guard-button"), ("part", "submit")]);
    let button = button.flag("aria-busy", busy);
    if busy {
        let spin = tag("span", &[("class", "guard-spin"), ("aria-hidden", "true")]);
        button.with_tag(spin).with(words(card.text(busy_text))).html()
    } else {
        button.with(words(card.text(text))).html()
    }
}
