//! Speaks changes to screen readers, politely and once.

use yew::{AttrValue, Html};

use super::{tag, words};

/// Draws the region. A new text is spoken, the same text again is not.
pub(crate) fn draw(text: AttrValue) -> Html {
    tag("p", &[("class", "guard-unseen"), ("role", "status"), ("aria-live", "polite"), ("part", "qr-status")])
        .with(words(text))
        .html()
}
