//! A link of the page's.

use guard_core::{Key, LinkUrl};

use super::{Card, Tag, tag, words};

/// Draws a link to `url`.
pub(crate) fn draw(card: &Card<'_>, url: &LinkUrl, text: Key) -> Tag {
    tag("a", &[("class", "guard-link"), ("part", "link")]).set("href", url.text()).with(words(card.text(text)))
}
