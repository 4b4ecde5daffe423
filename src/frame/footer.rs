//! The foot of the card: the page's terms and footer, or the link to register.

use yew::prelude::*;

use crate::card::{Card, texts};

pub(super) fn draw(card: &Card<'_>) -> Html {
    html! {
        <>
            <slot name="terms"></slot>
            <slot name="footer">
                <div class="guard-footer" part="footer">
                    if let Some(url) = &card.settings.register_url {
                        <span>
                            { card.text(texts::REGISTER_HINT) }{ " " }
                            <a class="guard-link" part="link" href={url.text()}>{ card.text(texts::REGISTER) }</a>
                        </span>
                    }
                </div>
            </slot>
        </>
    }
}
