//! Logo, title and welcome; blocks of their size until the application is known.

use yew::Html;

use crate::card::{Card, Fixed, letter, tag, texts, words};

const LOGO: Fixed = &[("class", "guard-logo"), ("part", "logo"), ("alt", ""), ("referrerpolicy", "no-referrer")];
const LETTER: Fixed =
    &[("class", "guard-logo guard-logo-letter"), ("part", "logo"), ("translate", "no"), ("aria-hidden", "true")];

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
        return tag("h2", &[("class", "guard-unseen")]).set("id", id).with(words(title)).html();
    }
    let slot = tag("slot", &[("name", "logo")]);
    let logo = match (card.logo(), letter::of(&config.name)) {
        (Some(logo), _) => slot.with_tag(tag("img", LOGO).set("src", logo)),
        (None, Some(letter)) => slot.with_tag(tag("span", LETTER).with(words(letter))),
        (None, None) => slot,
    };
    let welcome = config.welcome.iter().find(|(lang, _)| *lang == settings.lang).map(|(_, text)| text);
    let title = tag("h2", &[("class", "guard-title"), ("part", "title")]).set("id", id).with(words(title));
    let mut heading = tag("div", &[("class", "guard-heading")]).with_tag(title);
    if let Some(welcome) = welcome {
        heading = heading.with_tag(tag("p", &[("class", "guard-subtitle")]).with(words(welcome.clone())));
    }
    let header = tag("div", &[("class", "guard-header"), ("part", "header")]).with_tag(logo).with_tag(heading);
    tag("slot", &[("name", "header")]).with_tag(header).html()
}

fn skeleton() -> Html {
    let heading = tag("div", &[])
        .with_tag(tag("div", &[("class", "guard-skeleton guard-skeleton-title")]))
        .with_tag(tag("div", &[("class", "guard-skeleton guard-skeleton-subtitle")]));
    tag("div", &[("class", "guard-header"), ("aria-busy", "true")])
        .with_tag(tag("div", &[("class", "guard-skeleton guard-skeleton-logo")]))
        .with_tag(heading)
        .html()
}
