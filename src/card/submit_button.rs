//! The button that sends a form: each method's and factor's.

use guard_core::Key;
use yew::prelude::*;

use super::{Card, words};

/// Draws the button with its text, or while the login is under way with the other one.
pub(crate) fn draw(card: &Card<'_>, text: Key, busy_text: Key) -> Html {
    let busy = card.flow.is_busy();
    html! {
        <button type="submit" class="guard-button" part="submit" aria-busy={busy.then_some("true")}>
            if busy {
                <span class="guard-spin" aria-hidden="true"></span>{ words(card.text(busy_text)) }
            } else {
                { words(card.text(text)) }
            }
        </button>
    }
}
