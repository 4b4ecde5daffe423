//! The last seconds of a code or of a wait, in words. Not a live region: nobody wants to hear each second.

use yew::prelude::*;

use super::code::seconds_left;
use super::{ask_now, texts};
use crate::card::{Card, words};

/// Draws the seconds to `deadline`; `{n}` in `text` is their number.
pub(super) fn draw(deadline: u64, text: &str) -> Html {
    html! { <p class="guard-status-hint guard-status-hurry" role="timer" aria-live="off">{ words(counted(deadline, text)) }</p> }
}

/// The same, with a button that does not wait.
pub(super) fn draw_wait(card: &Card<'_>, until: u64) -> Html {
    html! {
        <p class="guard-status-hint">
            <span role="timer" aria-live="off">{ words(counted(until, &card.text(texts::WAIT))) }</span>{ words(" ") }
            { ask_now_button(card) }
        </p>
    }
}

/// A button that waits no longer.
pub(super) fn ask_now_button(card: &Card<'_>) -> Html {
    html! { <button type="button" class="guard-link" part="link" onclick={ask_now(card)}>{ words(card.text(texts::ASK_NOW)) }</button> }
}

/// The last second counts until something happens.
fn counted(end: u64, text: &str) -> String {
    text.replace("{n}", &seconds_left(end).max(1).to_string())
}
