//! The panel in the card's place when the box cannot work, and in a panel's place when its part did not load.

use guard_core::BackendError;
use guard_core::login::Event;
use yew::prelude::*;

use crate::card::{Card, icons, texts, words};

/// Draws the error of the whole box.
pub(super) fn draw(card: &Card<'_>, error: &BackendError, can_retry: bool) -> Html {
    let on_retry = can_retry.then(|| card.link.events.reform(|_: MouseEvent| Event::Retry));
    html! {
        <div class="guard-body">
            <div class="guard-qr">{ message(card, texts::ERROR_CONFIG, error, on_retry) }</div>
        </div>
    }
}

/// Draws the error of one panel.
pub(super) fn part(card: &Card<'_>, on_retry: Callback<MouseEvent>) -> Html {
    html! {
        <div class="guard-qr">{ message(card, texts::PART_FAILED, &BackendError::Part, Some(on_retry)) }</div>
    }
}

fn message(
    card: &Card<'_>,
    title: guard_core::Key,
    error: &BackendError,
    on_retry: Option<Callback<MouseEvent>>,
) -> Html {
    html! {
        <div class="guard-stack">
            <div class="guard-glyph guard-quiet">{ icons::CLOUD.html() }</div>
            <div class="guard-status" role="alert">
                <p class="guard-status-title">{ words(card.text(title)) }</p>
                <p class="guard-status-hint" part="error">{ words(error.message(card.messages())) }</p>
            </div>
            if let Some(on_retry) = on_retry {
                <button type="button" class="guard-button guard-button-quiet" onclick={on_retry}>{ words(card.text(texts::RETRY)) }</button>
            }
        </div>
    }
}
