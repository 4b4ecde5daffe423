//! The things that every drawing needs: the state of the login, texts, pictures, a line to the card.

pub(crate) mod anchor;
pub(crate) mod ended;
pub(crate) mod error_text;
pub(crate) mod icons;
pub(crate) mod letter;
mod link;
pub(crate) mod live_region;
mod locale;
pub(crate) mod submit_button;
mod tag;
pub mod texts;
mod words;

use guard_core::login::LoginFlow;
use guard_core::{Key, Messages, Method};
use yew::prelude::*;

pub use self::link::{Lines, Link};
pub(crate) use self::locale::{Locale, locale};
pub(crate) use self::tag::{Fixed, Tag, tag};
pub(crate) use self::words::words;
use crate::face::Settings;

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
