//! The foot of the card: the page's terms and footer, or the link to register.

use yew::prelude::*;

use crate::card::{Card, texts, words};

pub(super) fn draw(card: &Card<'_>) -> Html {
    html! {
        <>
            <slot name="terms"></slot>
            <slot name="footer">
                <div class="guard-footer" part="footer">
                    if let Some(url) = &card.settings.register_url {
                        <span>
                            { words([&card.text(texts::REGISTER_HINT), " "].concat()) }
                            <a class="guard-link" part="link" href={url.text()}>{ words(card.text(texts::REGISTER)) }</a>
                        </span>
                    }
                </div>
            </slot>
        </>
    }
}
