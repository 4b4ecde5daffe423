//! The last seconds of a code or of a wait, in words. Not a live region: nobody wants to hear each second.

use yew::html::onclick;
use yew::prelude::*;

use super::code::seconds_left;
use super::{ask_now, texts};
use crate::card::{Card, Tag, tag, words};

/// Draws the seconds to `deadline`; `{n}` in `text` is their number.
pub(super) fn draw(deadline: u64, text: &str) -> Html {
    tag("p", &[("class", "guard-status-hint guard-status-hurry"), ("role", "timer"), ("aria-live", "off")])
        .with(words(counted(deadline, text)))
        .html()
}

/// The same, with a button that does not wait.
pub(super) fn draw_wait(card: &Card<'_>, until: u64) -> Html {
    let seconds = words(counted(until, &card.text(texts::WAIT)));
    tag("p", &[("class", "guard-status-hint")])
        .with_tag(tag("span", &[("role", "timer"), ("aria-live", "off")]).with(seconds))
        .with(words(" "))
        .with_tag(ask_now_button(card))
        .html()
}

/// A button that waits no longer.
pub(super) fn ask_now_button(card: &Card<'_>) -> Tag {
    link_button(card.text(texts::ASK_NOW), ask_now(card))
}

/// A button among words.
pub(super) fn link_button(text: AttrValue, on_click: Callback<MouseEvent>) -> Tag {
    tag("button", &[("type", "button"), ("class", "guard-link"), ("part", "link")])
        .on(onclick::Wrapper::new(on_click))
        .with(words(text))
}

/// The last second counts until something happens.
fn counted(end: u64, text: &str) -> String {
    text.replace("{n}", &seconds_left(end).max(1).to_string())
}
