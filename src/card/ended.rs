//! The end of a login that its method does not show by itself.

use yew::Html;

use super::{Card, icons, live_region, tag, texts, words};

/// Draws the success.
pub(crate) fn success(card: &Card<'_>) -> Html {
    let title = card.text(texts::SUCCESS);
    let hint = card.messages().fill(texts::SUCCESS_HINT, "{app}", card.app());
    let spoken = [&title, " ", &hint].concat();
    let status = tag("div", &[("class", "guard-status")])
        .with_tag(tag("p", &[("class", "guard-status-title")]).with(words(title)))
        .with_tag(tag("p", &[("class", "guard-status-hint")]).with(words(hint)));
    tag("div", &[("class", "guard-qr"), ("part", "qr"), ("data-status", "success")])
        .with(tile())
        .with(live_region::draw(spoken.into()))
        .with_tag(status)
        .html()
}

/// Draws the tile of a success.
pub(crate) fn tile() -> Html {
    tag("div", &[("class", "guard-tile guard-tile-good"), ("part", "qr-overlay")])
        .with_tag(tag("div", &[("class", "guard-glyph")]).with(icons::DONE.html()))
        .html()
}
