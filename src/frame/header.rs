//! Logo, title and welcome; blocks of their size until the application is known.

use yew::prelude::*;

use crate::card::{Card, letter, texts, words};

pub(super) fn draw(card: &Card<'_>) -> Html {
    let settings = card.settings;
    let Some(config) = card.flow.config() else {
        return if settings.bare { Html::default() } else { skeleton() };
    };
    let title = settings.title.clone().unwrap_or_else(|| match config.name.as_str() {
        "" => card.text(texts::TITLE_PLAIN),
        name => card.messages().fill(texts::TITLE, "{app}", name),
    });
    let id = card.id_of("title");
    if settings.bare {
        return html! { <h2 class="guard-unseen" {id}>{ words(title) }</h2> };
    }
    let logo = match (card.logo(), letter::of(&config.name)) {
        (Some(logo), _) => {
            html! { <img class="guard-logo" part="logo" src={logo} alt="" referrerpolicy="no-referrer" /> }
        }
        (None, Some(letter)) => html! {
            <span class="guard-logo guard-logo-letter" part="logo" translate="no" aria-hidden="true">{ words(letter) }</span>
        },
        (None, None) => Html::default(),
    };
    let welcome = config.welcome.iter().find(|(lang, _)| *lang == settings.lang).map(|(_, text)| text);
    html! {
        <slot name="header">
            <div class="guard-header" part="header">
                <slot name="logo">{ logo }</slot>
                <div class="guard-heading">
                    <h2 class="guard-title" part="title" {id}>{ words(title) }</h2>
                    if let Some(welcome) = welcome {
                        <p class="guard-subtitle">{ words(welcome.clone()) }</p>
                    }
                </div>
            </div>
        </slot>
    }
}

fn skeleton() -> Html {
    html! {
        <div class="guard-header" aria-busy="true">
            <div class="guard-skeleton guard-skeleton-logo"></div>
            <div>
                <div class="guard-skeleton guard-skeleton-title"></div>
                <div class="guard-skeleton guard-skeleton-subtitle"></div>
            </div>
        </div>
    }
}
