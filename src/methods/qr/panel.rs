//! The panel, drawn: tile, words, and what is spoken.

use guard_core::Method;
use guard_core::qr::View;
use yew::prelude::*;

use super::code::Picture;
use super::offer::Offer;
use super::status_text::{self, StatusText};
use super::tile;
use crate::card::{Card, live_region, tag};

pub(super) fn draw(card: &Card<'_>, view: &View, picture: &Picture) -> Html {
    let offer = Offer::on(card, view, picture.is_asked_for.get());
    let text = StatusText::of(view, offer, card.messages(), card.app(), card.has(Method::Password));
    let spoken = text.spoken(view, card.messages());
    tag("div", &[("class", "guard-qr"), ("part", "qr")])
        .set("data-status", AttrValue::Static(view.status.as_str()))
        .with(tile::draw(card, view, offer, picture))
        .with(live_region::draw(spoken))
        .with(status_text::draw(card, view, offer, text))
        .html()
}
