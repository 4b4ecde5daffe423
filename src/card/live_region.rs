//! Speaks changes to screen readers, politely and once.

use yew::prelude::*;

use super::words;

/// Draws the region. A new text is spoken, the same text again is not.
pub(crate) fn draw(text: AttrValue) -> Html {
    html! { <p class="guard-unseen" role="status" aria-live="polite" part="qr-status">{ words(text) }</p> }
}
