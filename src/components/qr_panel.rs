//! The QR tab: tile, words, and what is spoken. The state comes from the machine by way of [`use_qr_login`].

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::live_region::LiveRegion;
use super::qr_status::{QrStatus, Words};
use super::qr_tile::QrTile;
use crate::backend::SharedBackend;
use crate::browser::{Hooks, QrRunner};
use crate::messages::Messages;
use crate::qr::{QrCode, QrMachine, View};

/// A QR login as a component sees it.
pub(super) struct UseQrLogin {
    pub(super) view: View,
    pub(super) on_refresh: Callback<()>,
    pub(super) on_unshowable: Callback<()>,
}

/// What a QR login depends on: when one of these changes, it starts over.
#[derive(Clone, PartialEq)]
pub(super) struct QrLoginKey {
    pub(super) app_id: AttrValue,
    pub(super) backend: SharedBackend,
    pub(super) auto_refresh: bool,
    /// Whether it is wanted at all.
    pub(super) wanted: bool,
    /// Goes up to start over.
    pub(super) generation: u32,
}

/// Runs a QR login as long as it is wanted. `shown`: its panel is in sight within the page.
#[hook]
pub(super) fn use_qr_login(key: QrLoginKey, shown: bool, hooks: Hooks) -> UseQrLogin {
    let view = use_state_eq(|| QrMachine::new(key.auto_refresh).view());
    let runner = use_mut_ref(|| None::<QrRunner>);
    let latest = use_memo((), |()| RefCell::new(hooks.clone()));
    *latest.borrow_mut() = hooks;
    {
        let (runner, view) = (runner.clone(), view.clone());
        use_effect_with(key.clone(), move |key| {
            if key.wanted {
                let hooks = following(&latest, view);
                let started = QrRunner::start(&key.app_id, key.backend.clone(), key.auto_refresh, hooks);
                *runner.borrow_mut() = Some(started);
            }
            move || drop(runner.borrow_mut().take())
        });
    }
    {
        let runner = runner.clone();
        // The key too: a login that starts over must learn where it stands.
        use_effect_with((shown, key), move |&(shown, _)| {
            if let Some(runner) = &*runner.borrow() {
                runner.set_shown(shown);
            }
        });
    }
    let tell = |act: fn(&QrRunner)| {
        let runner = runner.clone();
        Callback::from(move |()| {
            if let Some(runner) = &*runner.borrow() {
                act(runner);
            }
        })
    };
    UseQrLogin { view: (*view).clone(), on_refresh: tell(QrRunner::refresh), on_unshowable: tell(QrRunner::unshowable) }
}

/// Hooks that call whatever the host's callbacks are by then: a changed prop must not start the login over.
fn following(latest: &Rc<RefCell<Hooks>>, view: UseStateHandle<View>) -> Hooks {
    macro_rules! follow {
        ($field:ident) => {{
            let latest = latest.clone();
            Callback::from(move |value| {
                let callback = latest.borrow().$field.clone();
                callback.emit(value)
            })
        }};
    }
    Hooks {
        on_view: Callback::from(move |now: View| view.set(now)),
        on_code: follow!(on_code),
        on_status: follow!(on_status),
        on_check: follow!(on_check),
        on_finish: follow!(on_finish),
        on_mfa: follow!(on_mfa),
        on_failure: follow!(on_failure),
        before_login: follow!(before_login),
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct QrPanelProps {
    pub(super) view: View,
    pub(super) messages: Messages,
    /// Name of the application.
    pub(super) app: AttrValue,
    pub(super) logo: Option<AttrValue>,
    /// Side of the code in CSS px, without its quiet zone.
    pub(super) size: u32,
    /// Whether there is a password tab to fall back to.
    pub(super) has_password: bool,
    pub(super) on_refresh: Callback<()>,
    pub(super) on_shown: Callback<Rc<QrCode>>,
    pub(super) on_unshowable: Callback<()>,
}

#[component]
pub(super) fn QrPanel(props: &QrPanelProps) -> Html {
    let words = Words::of(&props.view, &props.messages, &props.app, props.has_password);
    html! {
        <div class="guard-qr" part="qr" data-status={props.view.status.as_str()}>
            <QrTile view={props.view.clone()} messages={props.messages.clone()} app={&props.app} logo={props.logo.clone()}
                size={props.size} on_refresh={props.on_refresh.clone()} on_shown={props.on_shown.clone()}
                on_unshowable={props.on_unshowable.clone()} />
            <LiveRegion text={words.spoken(&props.view, &props.messages)} />
            <QrStatus view={props.view.clone()} {words} messages={props.messages.clone()} on_refresh={props.on_refresh.clone()} />
        </div>
    }
}
