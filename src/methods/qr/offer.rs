//! How a code is offered that may be scanned: that depends on the screen that it is on.

use guard_core::OpenUrl;
use guard_core::qr::{Status, View};
use guard_core::{Key, Method};
use yew::prelude::*;

use super::{texts, tile};
use crate::browser::Screen;
use crate::card::{Card, Fixed, tag, words};
use crate::face::Command;

/// A way to offer a code.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Offer<'a> {
    /// To a camera. On a phone, where the server gives a link, that stands beside it.
    Scan(Option<&'a OpenUrl>),
    /// To a finger, in WeChat's browser.
    Press,
    /// By a link that goes on here; the code is one tap away.
    Open(&'a OpenUrl),
    /// To another phone, once somebody says that there is one.
    Away,
}

impl<'a> Offer<'a> {
    /// The way for `view` on `screen`. `is_asked_for`: somebody wants to see the code, who has another phone.
    pub(super) fn of(view: &'a View, screen: Screen, is_asked_for: bool) -> Self {
        let link = view.code.as_ref().and_then(|code| code.open.as_ref());
        match (screen, link, view.status) {
            (Screen::Apart, ..) => Self::Scan(None),
            (Screen::InWeChat, ..) => Self::Press,
            (Screen::Phone, link, _) if is_asked_for => Self::Scan(link),
            (Screen::Phone, Some(link), _) => Self::Open(link),
            // Which of them it will be is not known before there is a code, or between one that has run out and its end.
            (Screen::Phone, None, Status::Loading | Status::Ready) if view.code.is_none() => Self::Scan(None),
            (Screen::Phone, None, _) => Self::Away,
        }
    }

    /// The way on this card. A page that calls `startScanning` asks for a code by that, and so does a person who has gone
    /// from another method to this one, if there is nothing else here.
    pub(super) fn on(card: &Card<'_>, view: &'a View, is_asked_for: bool) -> Self {
        let is_chosen = card.has(Method::Password) && view.code.as_ref().is_none_or(|code| code.open.is_none());
        Self::of(view, Screen::now(), is_asked_for || is_chosen || card.settings.paced)
    }

    /// Whether the code itself is in sight.
    pub(super) fn shows_code(self) -> bool {
        matches!(self, Self::Scan(_) | Self::Press)
    }

    /// The thing to do, and the thing that follows.
    pub(super) fn texts(self) -> (Key, Key) {
        match self {
            Self::Scan(_) => (texts::READY, texts::READY_HINT),
            Self::Press => (texts::PRESS, texts::BACK_HINT),
            Self::Open(_) => (texts::OPEN_TITLE, texts::BACK_HINT),
            Self::Away => (texts::AWAY, texts::AWAY_HINT),
        }
    }
}

/// Draws what stands in the place of the code.
pub(super) fn draw(card: &Card<'_>, offer: Offer<'_>) -> Html {
    let show = card.link.command.reform(|_: MouseEvent| Command::ShowCode);
    let link = match offer {
        Offer::Open(link) => open(card, link, Look::Button),
        _ => Html::default(),
    };
    let stack = tag("div", &[("class", "guard-stack")]).with(link);
    tag("div", &[("class", "guard-tile guard-tile-plain"), ("part", "qr-overlay")])
        .with_tag(stack.with_tag(tile::quiet_button(card.text(texts::SHOW), show)))
        .html()
}

/// How the link looks.
#[derive(Clone, Copy)]
pub(super) enum Look {
    Button,
    Link,
}

/// Draws the link that goes on here.
pub(super) fn open(card: &Card<'_>, link: &OpenUrl, look: Look) -> Html {
    // This page is to stay, since it is the one that gets logged in. An app needs no tab, and would leave an empty one.
    let target = link.opens_a_tab().then_some(AttrValue::Static("_blank"));
    let look: Fixed = match look {
        Look::Button => &[("class", "guard-button"), ("part", "submit"), ("rel", "noreferrer")],
        Look::Link => &[("class", "guard-link"), ("part", "link"), ("rel", "noreferrer")],
    };
    tag("a", look)
        .set("href", link.text())
        .set_if("target", target)
        .with(words(card.text(if link.is_of_server { texts::OPEN_PAGE } else { texts::OPEN })))
        .html()
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use guard_core::qr::{Exchange, QrCode, Transport, Visual};

    use super::*;

    fn view(open: Option<&str>) -> View {
        let open = open.and_then(|link| OpenUrl::parse(link, "https://login.example.com", guard_core::parse_url));
        let code = QrCode {
            id: "c0de".into(),
            visual: Visual::Text("x".into()),
            open,
            logo: None,
            expires_in: 120,
            interval: None,
            seq: 0,
            transport: Transport::ShortPoll,
            verifier: None,
            exchange: Exchange::Box,
        };
        View { code: Some(Rc::new(code)), ..View::of(Status::Ready) }
    }

    #[test]
    fn a_code_is_shown_where_somebody_can_read_it_and_on_a_phone_once_it_is_asked_for() {
        for link in [None, Some("https://login.example.com/m/c0de"), Some("weixin://dl/business/?query=scene")] {
            let view = view(link);
            let open = view.code.as_ref().unwrap().open.as_ref();
            for asked_for in [false, true] {
                assert_eq!(Offer::of(&view, Screen::Apart, asked_for), Offer::Scan(None));
                assert_eq!(Offer::of(&view, Screen::InWeChat, asked_for), Offer::Press);
            }
            assert_eq!(Offer::of(&view, Screen::Phone, true), Offer::Scan(open));
            assert_eq!(Offer::of(&view, Screen::Phone, false), open.map_or(Offer::Away, Offer::Open));
        }
    }

    #[test]
    fn nothing_is_said_of_a_code_that_is_not_there_yet() {
        for status in [Status::Loading, Status::Ready] {
            assert_eq!(Offer::of(&View::of(status), Screen::Phone, false), Offer::Scan(None));
        }
    }
}
