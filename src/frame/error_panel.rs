//! The panel in the card's place when the box cannot work, and in a panel's place when its part did not load.

use guard_core::BackendError;
use guard_core::login::Event;
use yew::html::onclick;
use yew::prelude::*;

use crate::card::{Card, Tag, icons, tag, texts, words};

/// Draws the error of the whole box.
pub(super) fn draw(card: &Card<'_>, error: &BackendError, can_retry: bool) -> Html {
    let on_retry = can_retry.then(|| card.link.events.reform(|_: MouseEvent| Event::Retry));
    let message = message(card, texts::ERROR_CONFIG, error, on_retry);
    tag("div", &[("class", "guard-body")]).with_tag(message).html()
}

/// Draws the error of one panel.
pub(super) fn part(card: &Card<'_>, on_retry: Callback<MouseEvent>) -> Html {
    message(card, texts::PART_FAILED, &BackendError::Part, Some(on_retry)).html()
}

fn message(
    card: &Card<'_>,
    title: guard_core::Key,
    error: &BackendError,
    on_retry: Option<Callback<MouseEvent>>,
) -> Tag {
    let hint = tag("p", &[("class", "guard-status-hint"), ("part", "error")]);
    let status = tag("div", &[("class", "guard-status"), ("role", "alert")])
        .with_tag(tag("p", &[("class", "guard-status-title")]).with(words(card.text(title))))
        .with_tag(hint.with(words(error.message(card.messages()))));
    let mut stack = tag("div", &[("class", "guard-stack")])
        .with_tag(tag("div", &[("class", "guard-glyph guard-quiet")]).with(icons::CLOUD.html()))
        .with_tag(status);
    if let Some(on_retry) = on_retry {
        let button = tag("button", &[("type", "button"), ("class", "guard-button guard-button-quiet")]);
        stack = stack.with_tag(button.on(onclick::Wrapper::new(on_retry)).with(words(card.text(texts::RETRY))));
    }
    tag("div", &[("class", "guard-qr")]).with_tag(stack)
}
