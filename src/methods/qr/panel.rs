//! The panel, drawn: tile, words, and what is spoken.

use guard_core::Method;
use guard_core::qr::View;
use yew::prelude::*;

use super::code::Picture;
use super::status_text::{self, StatusText};
use super::tile;
use crate::card::{Card, live_region};

pub(super) fn draw(card: &Card<'_>, view: &View, picture: &Picture) -> Html {
    let text = StatusText::of(view, card.messages(), card.app(), card.has(Method::Password));
    let spoken = text.spoken(view, card.messages());
    html! {
        <div class="guard-qr" part="qr" data-status={view.status.as_str()}>
            { tile::draw(card, view, picture) }
            { live_region::draw(spoken) }
            { status_text::draw(card, view, text) }
        </div>
    }
}
