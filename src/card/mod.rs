//! The frame of the login box: header, strip of tabs, panels, error panel, footer. Plain functions from the state of the
//! login to what is drawn.
//!
//! ```text
//! section.guard ┬ header
//!               ├ tab strip
//!               └ body ┬ panel of each method, or of the factor, or the success
//!                      └ footer
//! ```

pub(crate) mod ended;
mod error_panel;
mod footer;
mod header;
pub(crate) mod icons;
pub(crate) mod letter;
pub(crate) mod live_region;
pub(crate) mod panels;
mod tab_strip;
pub mod texts;

use guard_core::login::{LoginFlow, Stage};
use guard_core::{Key, Messages, Method};
use yew::prelude::*;

use crate::factors::FactorPanel;
use crate::methods::{Link, MethodPanel};
use crate::widget::Settings;

/// Everything that is drawn from.
#[derive(Debug)]
pub struct Card<'a> {
    /// Start of the ids, unique on the page.
    pub id: &'a AttrValue,
    /// The page's settings.
    pub settings: &'a Settings,
    /// The login.
    pub flow: &'a LoginFlow,
    /// Where events go.
    pub link: &'a Link,
    /// Elements that the widget looks at.
    pub refs: &'a Refs,
}

/// Elements of the frame that the widget looks at.
#[derive(Clone, Debug, Default)]
pub struct Refs {
    /// The card.
    pub(crate) card: NodeRef,
    /// The strip of tabs.
    pub(crate) strip: NodeRef,
    /// The body.
    pub(crate) body: NodeRef,
}

/// A panel as far as it is there.
pub(crate) enum Shown<'a> {
    /// Its part is on the way.
    Coming,
    /// Its part could not be loaded.
    Failed,
    Ready(&'a dyn MethodPanel),
}

impl Card<'_> {
    /// The text of `key`.
    pub fn text(&self, key: Key) -> AttrValue {
        self.messages().get(key)
    }

    /// All texts.
    pub fn messages(&self) -> &Messages {
        &self.settings.messages
    }

    /// Name of the application; empty before it is known.
    pub fn app(&self) -> &str {
        self.flow.config().map_or("", |config| &config.name)
    }

    /// URL of the logo: the page's, else the application's.
    pub fn logo(&self) -> Option<AttrValue> {
        let of_application = || self.flow.config()?.logo.clone().map(AttrValue::from);
        self.settings.logo.clone().or_else(of_application)
    }

    /// Whether there is `method` to fall back to.
    pub fn has(&self, method: Method) -> bool {
        self.flow.methods().contains(&method)
    }

    /// Id of something in the card.
    pub fn id_of(&self, part: &str) -> AttrValue {
        let mut id = self.id.to_string();
        id.push('-');
        id.push_str(part);
        id.into()
    }
}

/// Draws the card. `contents` are those of the panels ([`panels::content`]).
pub(crate) fn draw(card: &Card<'_>, contents: Vec<(Method, Html)>, factor: Option<&dyn FactorPanel>) -> Html {
    let Card { settings, flow, .. } = card;
    let content = match flow.stage() {
        Stage::Broken { error, can_retry } => error_panel::draw(card, error, can_retry),
        stage => html! {
            <>
                { header::draw(card) }
                { tab_strip::draw(card) }
                <div class="guard-body" ref={card.refs.body.clone()}>
                    { match (stage, factor) {
                        (Stage::Factor(challenge), Some(factor)) => panels::factor(card, challenge, factor),
                        (Stage::Done, _) => ended::success(card),
                        _ => panels::methods(card, contents),
                    } }
                    { footer::draw(card) }
                </div>
            </>
        },
    };
    let (theme, lang, title) = (settings.theme.as_str(), settings.lang.tag(), card.id_of("title"));
    let node = card.refs.card.clone();
    // Two constants, since putting classes together weighs as much as the whole header.
    if settings.bare {
        html! {
            <section ref={node} class="guard guard-bare" part="base" data-theme={theme} {lang} aria-labelledby={title}>{ content }</section>
        }
    } else {
        html! {
            <section ref={node} class="guard" part="base" data-theme={theme} {lang} aria-labelledby={title}>{ content }</section>
        }
    }
}
