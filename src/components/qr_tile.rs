//! The square in the middle of the QR tab: the code while it may be scanned, what happened once it may not.

use std::rc::Rc;

use yew::prelude::*;

use super::icons::Icon;
use super::qr_code::{QrCodeView, Ring};
use crate::messages::Messages;
use crate::qr::{QrCode, Reason, Scanner, Status, View};

#[derive(Properties, PartialEq)]
pub(super) struct QrTileProps {
    pub(super) view: View,
    pub(super) messages: Messages,
    /// Name of the application.
    pub(super) app: AttrValue,
    pub(super) logo: Option<AttrValue>,
    /// Side of the code in CSS px, without its quiet zone.
    pub(super) size: u32,
    pub(super) on_refresh: Callback<()>,
    pub(super) on_shown: Callback<Rc<QrCode>>,
    pub(super) on_unshowable: Callback<()>,
}

#[component]
pub(super) fn QrTile(props: &QrTileProps) -> Html {
    let QrTileProps { view, messages, .. } = props;
    match view.status {
        Status::Ready | Status::Offline | Status::Loading => code(props),
        Status::Scanned => {
            tile("guard-tile-plain", html! { <div class="guard-stack">{ scanned(view, messages) }</div> })
        }
        Status::Confirmed => tile(
            "guard-tile-plain",
            html! {
                <div class="guard-stack">
                    { avatar(view.scanner.as_ref(), messages) }
                    <span class="guard-spin guard-spin-large" aria-hidden="true"></span>
                </div>
            },
        ),
        Status::Success => tile("guard-tile-good", html! { <div class="guard-glyph">{ Icon::Done.html() }</div> }),
        Status::Expired if view.reason == Some(Reason::LoggedInElsewhere) => {
            ended("guard-tile-plain", Icon::Done, &messages.qr_refresh, &props.on_refresh)
        }
        Status::Expired => ended("guard-tile-plain", Icon::Clock, &messages.qr_refresh, &props.on_refresh),
        Status::Cancelled => ended("guard-tile-plain", Icon::Cross, &messages.qr_scan_again, &props.on_refresh),
        Status::Error => ended("guard-tile-bad", Icon::Cloud, &messages.retry, &props.on_refresh),
    }
}

fn tile(kind: &'static str, content: Html) -> Html {
    html! { <div class={classes!("guard-tile", kind)} part="qr-overlay">{ content }</div> }
}

/// The code with its ring, or a place for it.
fn code(props: &QrTileProps) -> Html {
    let Some((code, deadline)) = props.view.code.clone().zip(props.view.deadline) else {
        return html! { <div class="guard-tile guard-tile-plain guard-skeleton"></div> };
    };
    let total = u64::from(code.expires_in) * 1_000;
    let letter = props.app.chars().next().map(|letter| AttrValue::from(letter.to_uppercase().to_string()));
    html! {
        <div class="guard-tile">
            <Ring key={code.id.to_string()} {total} {deadline} hurry={props.view.hurry} />
            <QrCodeView {code} room={f64::from(props.size) * 49.0 / 41.0}
                label={props.messages.qr_label.replace("{app}", &props.app)} logo={props.logo.clone()} {letter}
                on_shown={props.on_shown.clone()} on_unshowable={props.on_unshowable.clone()} />
        </div>
    }
}

fn scanned(view: &View, messages: &Messages) -> Html {
    let name = view.scanner.as_ref().and_then(|scanner| scanner.nickname.as_deref()).unwrap_or(&messages.qr_someone);
    html! {
        <>
            { avatar(view.scanner.as_ref(), messages) }
            <p class="guard-name">{ name.to_owned() }</p>
            if let Some(number) = &view.number {
                <p class="guard-number" aria-label={format!("{} {number}", messages.qr_number_label)}>{ number }</p>
            }
        </>
    }
}

fn avatar(scanner: Option<&Scanner>, messages: &Messages) -> Html {
    let name = scanner.and_then(|scanner| scanner.nickname.as_deref()).unwrap_or(&messages.qr_someone);
    let letter = name.chars().next().map(|letter| letter.to_uppercase().to_string());
    let picture = scanner.and_then(|scanner| scanner.avatar.clone());
    html! {
        <span class="guard-avatar" aria-hidden="true">
            if let Some(picture) = picture {
                <img class="guard-avatar-face" src={picture} alt="" referrerpolicy="no-referrer" />
            } else {
                <span class="guard-avatar-face">{ letter }</span>
            }
            <span class="guard-avatar-tick">{ Icon::Tick.html() }</span>
        </span>
    }
}

fn ended(kind: &'static str, icon: Icon, button: &AttrValue, on_refresh: &Callback<()>) -> Html {
    let plain = kind == "guard-tile-plain";
    tile(
        kind,
        html! {
            <div class={classes!("guard-stack", plain.then_some("guard-quiet"))}>
                <div class="guard-glyph">{ icon.html() }</div>
                <button type="button" class="guard-button guard-button-quiet" part="qr-refresh"
                    onclick={on_refresh.reform(|_: MouseEvent| ())}>{ button }</button>
            </div>
        },
    )
}
