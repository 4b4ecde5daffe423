//! The foot of the card: the page's terms and footer, or the link to register.

use crate::card::{Card, Tag, anchor, tag, texts, words};

/// Draws it into the body.
pub(super) fn draw(card: &Card<'_>, body: Tag) -> Tag {
    let mut footer = tag("div", &[("class", "guard-footer"), ("part", "footer")]);
    if let Some(url) = &card.settings.register_url {
        let hint = words([&card.text(texts::REGISTER_HINT), " "].concat());
        footer = footer.with_tag(tag("span", &[]).with(hint).with_tag(anchor::draw(card, url, texts::REGISTER)));
    }
    body.with_tag(tag("slot", &[("name", "terms")])).with_tag(tag("slot", &[("name", "footer")]).with_tag(footer))
}
