//! An error in words, as it stands in a live region.

use guard_core::BackendError;
use guard_core::messages::errors;
use yew::Html;

use super::{Card, tag, words};

/// Draws the words of `error`. Those of a wait count its seconds, which nobody wants to hear one by one.
pub(crate) fn draw(card: &Card<'_>, error: &BackendError) -> Html {
    match (error, card.flow.seconds_closed()) {
        (BackendError::Busy { .. }, seconds @ 1..) => {
            let text = card.messages().fill(errors::BUSY_FOR, "{n}", &seconds.to_string());
            tag("span", &[("role", "timer"), ("aria-live", "off")]).with(words(text)).html()
        }
        _ => words(error.message(card.messages())),
    }
}
