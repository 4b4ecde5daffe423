//! The square in the middle of the QR tab: the code while it may be scanned, what happened once it may not.

use guard_core::Key;
use guard_core::qr::{Reason, Scanner, Status, View};
use yew::prelude::*;

use super::code::{self, Picture};
use super::offer::{self, Offer};
use super::{refresh, texts};
use crate::card::icons::{self, Icon};
use crate::card::{Card, ended as success, letter, texts as frame, words};

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
            html! { <div class="guard-tile guard-tile-plain guard-skeleton"></div> }
        }
        (Status::Scanned, ..) => tile(plain, html! { <div class="guard-stack">{ scanned(card, view) }</div> }),
        (Status::Confirmed, ..) => tile(
            plain,
            html! {
                <div class="guard-stack">
                    { avatar(card, view.scanner.as_ref()) }
                    <span class="guard-spin guard-spin-large" aria-hidden="true"></span>
                </div>
            },
        ),
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

fn tile(kind: Kind, content: Html) -> Html {
    match kind {
        Kind::Plain => html! { <div class="guard-tile guard-tile-plain" part="qr-overlay">{ content }</div> },
        Kind::Bad => html! { <div class="guard-tile guard-tile-bad" part="qr-overlay">{ content }</div> },
    }
}

fn scanned(card: &Card<'_>, view: &View) -> Html {
    let name = name(card, view.scanner.as_ref());
    html! {
        <>
            { avatar(card, view.scanner.as_ref()) }
            <p class="guard-name" translate="no">{ words(name) }</p>
            if let Some(number) = &view.number {
                <p class="guard-number" translate="no" aria-label={[&card.text(texts::NUMBER_LABEL), " ", number].concat()}>{ words(number.clone()) }</p>
            }
        </>
    }
}

/// The name of who scanned.
fn name(card: &Card<'_>, scanner: Option<&Scanner>) -> AttrValue {
    let known = scanner.and_then(|scanner| scanner.nickname.clone());
    known.map_or_else(|| card.text(texts::SOMEONE), AttrValue::from)
}

fn avatar(card: &Card<'_>, scanner: Option<&Scanner>) -> Html {
    let letter = letter::of(&name(card, scanner));
    let picture = scanner.and_then(|scanner| scanner.avatar.clone());
    html! {
        <span class="guard-avatar" translate="no" aria-hidden="true">
            if let Some(picture) = picture {
                <img class="guard-avatar-face" src={picture} alt="" referrerpolicy="no-referrer" />
            } else {
                <span class="guard-avatar-face">{ for letter.map(words) }</span>
            }
            <span class="guard-avatar-tick">{ icons::TICK.html() }</span>
        </span>
    }
}

fn ended(card: &Card<'_>, kind: Kind, icon: Icon, button: Key) -> Html {
    let content = html! {
        <>
            <div class="guard-glyph">{ icon.html() }</div>
            <button type="button" class="guard-button guard-button-quiet" part="qr-refresh" onclick={refresh(card)}>
                { words(card.text(button)) }
            </button>
        </>
    };
    let stack = match kind {
        Kind::Plain => html! { <div class="guard-stack guard-quiet">{ content }</div> },
        Kind::Bad => html! { <div class="guard-stack">{ content }</div> },
    };
    tile(kind, stack)
}
