//! The last seconds of a code, in words. Not a live region: nobody wants to hear each second.

use yew::prelude::*;

use super::code::seconds_left;
use crate::card::words;

/// Draws the seconds to `deadline`; `{n}` in `text` is their number.
pub(super) fn draw(deadline: u64, text: &str) -> Html {
    let text = text.replace("{n}", &seconds_left(deadline).to_string());
    html! { <p class="guard-status-hint guard-status-hurry" role="timer" aria-live="off">{ words(text) }</p> }
}
