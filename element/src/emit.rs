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
use crate::qr::{QrCode, Status};
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
            on_code: codes.told(emit, details::code_name),
            on_shown: emit.tell("code-shown", |code: &Rc<QrCode>| details::code_name(code)),
            on_check: emit.tell("check", |check| details::check(check)),
            on_retry: emit.tell("retry", |()| JsValue::UNDEFINED),
        },
        ..props
    }
}

/// The hooks of a QR login that draws nothing. `messages` are the words of its failures.
pub(super) fn session(emit: &Emit, codes: &LastCode, messages: Messages) -> Hooks {
    let (ask, failed) = (emit.clone(), emit.clone());
    Hooks {
        on_view: Callback::noop(),
        on_code: codes.told(emit, details::code),
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

/// The last code of a QR login, whose ticket a host may still exchange when it is not shown any more.
#[derive(Clone, Debug, Default)]
pub(super) struct LastCode(Rc<RefCell<Option<Rc<QrCode>>>>);

impl LastCode {
    /// A callback that keeps each code and tells of it.
    fn told(&self, emit: &Emit, detail: fn(&QrCode) -> JsValue) -> Callback<Option<Rc<QrCode>>> {
        let (last, emit) = (self.0.clone(), emit.clone());
        Callback::from(move |code: Option<Rc<QrCode>>| {
            if code.is_some() {
                last.borrow_mut().clone_from(&code);
            }
            emit.call("code", &code.as_deref().map_or(JsValue::UNDEFINED, detail));
        })
    }

    /// The last code that there was.
    pub(super) fn last(&self) -> Option<Rc<QrCode>> {
        self.0.borrow().clone()
    }
}
