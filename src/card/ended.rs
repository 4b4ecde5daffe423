//! The end of a login that its method does not show by itself.

use yew::prelude::*;

use super::{Card, icons, live_region, texts, words};

/// Draws the success.
pub(crate) fn success(card: &Card<'_>) -> Html {
    let title = card.text(texts::SUCCESS);
    let hint = card.messages().fill(texts::SUCCESS_HINT, "{app}", card.app());
    let spoken = format!("{title} {hint}");
    html! {
        <div class="guard-qr" part="qr" data-status="success">
            { tile() }
            { live_region::draw(spoken.into()) }
            <div class="guard-status">
                <p class="guard-status-title">{ words(title) }</p>
                <p class="guard-status-hint">{ words(hint) }</p>
            </div>
        </div>
    }
}

/// Draws the tile of a success.
pub(crate) fn tile() -> Html {
    html! {
        <div class="guard-tile guard-tile-good" part="qr-overlay"><div class="guard-glyph">{ icons::DONE.html() }</div></div>
    }
}
