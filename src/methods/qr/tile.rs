//! The square in the middle of the QR tab: the code while it may be scanned, what happened once it may not.

use guard_core::Key;
use guard_core::qr::{Reason, Scanner, Status, View};
use yew::html::onclick;
use yew::prelude::*;

use super::code::{self, Picture};
use super::offer::{self, Offer};
use super::{refresh, texts};
use crate::card::icons::{self, Icon};
use crate::card::{Card, Tag, ended as success, letter, tag, texts as frame, words};

pub(super) fn draw(card: &Card<'_>, view: &View, offer: Offer<'_>, picture: &Picture) -> Html {
    let plain = Kind::Plain;
    match (view.status, &view.code, view.deadline) {
        (Status::Ready | Status::Offline | Status::Loading, Some(code), Some(deadline)) => {
            if offer.shows_code() {
                code::draw(card, code, deadline, view.hurry, offer, picture)
            } else {
                offer::draw(card, offer)
            }
        }
        // A place for the code.
        (Status::Ready | Status::Offline | Status::Loading, ..) => {
            tag("div", &[("class", "guard-tile guard-tile-plain guard-skeleton")]).html()
        }
        (Status::Scanned, ..) => tile(plain, scanned(card, view)),
        (Status::Confirmed, ..) => {
            let spin = tag("span", &[("class", "guard-spin guard-spin-large"), ("aria-hidden", "true")]);
            let stack = tag("div", &[("class", "guard-stack")]);
            tile(plain, stack.with_tag(avatar(card, view.scanner.as_ref())).with_tag(spin))
        }
        (Status::Success, ..) => success::tile(),
        (Status::Expired, ..) => {
            let elsewhere = view.reason == Some(Reason::LoggedInElsewhere);
            ended(card, plain, if elsewhere { icons::DONE } else { icons::CLOCK }, texts::REFRESH)
        }
        (Status::Cancelled, ..) => ended(card, plain, icons::CROSS, texts::SCAN_AGAIN),
        (Status::Error, ..) => ended(card, Kind::Bad, icons::CLOUD, frame::RETRY),
    }
}

/// The look of a tile without a code.
#[derive(Clone, Copy)]
enum Kind {
    Plain,
    Bad,
}

fn tile(kind: Kind, content: Tag) -> Html {
    let tile = match kind {
        Kind::Plain => tag("div", &[("class", "guard-tile guard-tile-plain"), ("part", "qr-overlay")]),
        Kind::Bad => tag("div", &[("class", "guard-tile guard-tile-bad"), ("part", "qr-overlay")]),
    };
    tile.with_tag(content).html()
}

fn scanned(card: &Card<'_>, view: &View) -> Tag {
    let name = tag("p", &[("class", "guard-name"), ("translate", "no")]).with(words(name(card, view.scanner.as_ref())));
    let stack = tag("div", &[("class", "guard-stack")]).with_tag(avatar(card, view.scanner.as_ref())).with_tag(name);
    let Some(number) = &view.number else { return stack };
    let label = [&card.text(texts::NUMBER_LABEL), " ", number].concat();
    let shown = tag("p", &[("class", "guard-number"), ("translate", "no")]).set("aria-label", label.into());
    stack.with_tag(shown.with(words(number.clone())))
}

/// The name of who scanned.
fn name(card: &Card<'_>, scanner: Option<&Scanner>) -> AttrValue {
    let known = scanner.and_then(|scanner| scanner.nickname.clone());
    known.map_or_else(|| card.text(texts::SOMEONE), AttrValue::from)
}

fn avatar(card: &Card<'_>, scanner: Option<&Scanner>) -> Tag {
    let letter = letter::of(&name(card, scanner));
    let face = match scanner.and_then(|scanner| scanner.avatar.clone()) {
        Some(picture) => tag("img", &[("class", "guard-avatar-face"), ("alt", ""), ("referrerpolicy", "no-referrer")])
            .set("src", picture.into()),
        None => tag("span", &[("class", "guard-avatar-face")]).with(letter.map(words).unwrap_or_default()),
    };
    tag("span", &[("class", "guard-avatar"), ("translate", "no"), ("aria-hidden", "true")])
        .with_tag(face)
        .with_tag(tag("span", &[("class", "guard-avatar-tick")]).with(icons::TICK.html()))
}

fn ended(card: &Card<'_>, kind: Kind, icon: Icon, button: Key) -> Html {
    let stack = match kind {
        Kind::Plain => tag("div", &[("class", "guard-stack guard-quiet")]),
        Kind::Bad => tag("div", &[("class", "guard-stack")]),
    };
    let again = quiet_button(card.text(button), refresh(card));
    tile(kind, stack.with_tag(tag("div", &[("class", "guard-glyph")]).with(icon.html())).with_tag(again))
}

/// A button in the place of the code.
pub(super) fn quiet_button(text: AttrValue, on_click: Callback<MouseEvent>) -> Tag {
    tag("button", &[("type", "button"), ("class", "guard-button guard-button-quiet"), ("part", "qr-refresh")])
        .on(onclick::Wrapper::new(on_click))
        .with(words(text))
}
