//! From callbacks to names and details: how the shim hears of what happens.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::JsValue;
use yew::Callback;

use super::details;
use crate::browser::Hooks;
use crate::components::{BeforeLogin, GuardHandle, GuardWidgetProps, LoginError, LoginSuccess, MfaRequired, Observer};
use crate::failure::Failure;
use crate::grant::{Grant, Method};
use crate::messages::Messages;
use crate::qr::{QrCode, Status, View};
use crate::tab::Tab;

/// Tells the shim of an event: its name without the prefix, and its detail. Answers `false` when the host cancelled it.
#[derive(Clone, Debug)]
pub(super) struct Emit(pub(super) Function);

impl Emit {
    pub(super) fn call(&self, name: &str, detail: &JsValue) -> bool {
        // A listener that throws is the host's to see; the shim reports it and answers as if it had not.
        self.0.call2(&JsValue::NULL, &JsValue::from_str(name), detail).map_or(true, |answer| answer.is_truthy())
    }

    /// A callback that tells of `name`.
    fn tell<T: 'static>(&self, name: &'static str, detail: fn(&T) -> JsValue) -> Callback<T> {
        let emit = self.clone();
        Callback::from(move |value| {
            emit.call(name, &detail(&value));
        })
    }
}

/// The props with every callback leading to `emit`.
pub(super) fn widget(props: GuardWidgetProps, handle: &GuardHandle, emit: &Emit, codes: &LastCode) -> GuardWidgetProps {
    let ask = emit.clone();
    let codes = codes.clone();
    let code = emit.clone();
    GuardWidgetProps {
        handle: Some(handle.clone()),
        on_ready: emit.tell("ready", |tabs: &Vec<Tab>| details::ready(tabs)),
        on_tab_change: emit.tell("tab-change", details::tab_change),
        on_qr_status: emit.tell("qr-status", details::qr_status),
        on_before_login: Callback::from(move |value| ask.call("before-login", &details::before_login(&value))),
        on_login: emit.tell("login", details::login),
        on_login_error: emit.tell("login-error", details::login_error),
        on_mfa_required: emit.tell("mfa-required", details::mfa_required),
        on_error: emit.tell("error", details::error),
        observer: Observer {
            on_state: emit.tell("state", |status: &Status| status.as_str().into()),
            on_code: Callback::from(move |now: Option<Rc<QrCode>>| {
                code.call("code", &now.as_deref().map_or(JsValue::UNDEFINED, details::code_name));
                codes.keep(now);
            }),
            on_shown: emit.tell("code-shown", |code: &Rc<QrCode>| details::code_name(code)),
            on_check: emit.tell("check", |check| details::check(check)),
            on_retry: emit.tell("retry", |()| JsValue::UNDEFINED),
        },
        ..props
    }
}

/// The hooks of a QR login that draws nothing. `messages` are the words of its failures.
pub(super) fn session(emit: &Emit, codes: &LastCode, messages: Messages) -> Hooks {
    let (view, ask, failed) = (emit.clone(), emit.clone(), emit.clone());
    let codes = codes.clone();
    Hooks {
        on_view: Callback::from(move |now: View| {
            if codes.is_other(now.code.as_ref()) {
                view.call("code", &now.code.as_deref().map_or(JsValue::UNDEFINED, details::code));
                codes.keep(now.code);
            }
        }),
        on_status: emit.tell("status", details::qr_status),
        on_check: emit.tell("check", |check| details::check(check)),
        on_finish: emit
            .tell("login", |grant: &Grant| details::login(&LoginSuccess { method: Method::Qr, grant: grant.clone() })),
        on_mfa: emit.tell("mfa-required", |refusal: &guard_protocol::Refusal| {
            details::mfa_required(&MfaRequired { method: Method::Qr, refusal: refusal.clone() })
        }),
        on_failure: Callback::from(move |failure: Failure| {
            let message = failure.message(&messages);
            failed.call("login-error", &details::login_error(&LoginError { method: Method::Qr, failure, message }));
        }),
        before_login: Callback::from(move |()| {
            ask.call("before-login", &details::before_login(&BeforeLogin { method: Method::Qr, account: None }))
        }),
    }
}

/// The code of a QR login: the one that is shown, and the last one, whose ticket a host may still exchange.
#[derive(Clone, Debug, Default)]
pub(super) struct LastCode(Rc<RefCell<Codes>>);

#[derive(Debug, Default)]
struct Codes {
    shown: Option<Rc<QrCode>>,
    last: Option<Rc<QrCode>>,
}

impl LastCode {
    fn is_other(&self, now: Option<&Rc<QrCode>>) -> bool {
        self.0.borrow().shown.as_ref().map(Rc::as_ptr) != now.map(Rc::as_ptr)
    }

    fn keep(&self, now: Option<Rc<QrCode>>) {
        let mut codes = self.0.borrow_mut();
        if now.is_some() {
            codes.last.clone_from(&now);
        }
        codes.shown = now;
    }

    /// The last code that there was.
    pub(super) fn last(&self) -> Option<Rc<QrCode>> {
        self.0.borrow().last.clone()
    }
}
