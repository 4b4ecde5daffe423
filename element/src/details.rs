//! Details of the element's events, as plain objects. Their shapes are a contract: design §4.

use guard_core::login::SessionChange;
use guard_core::{BackendError, Method};
use guard_protocol::{Refusal, Secret, User};
use guard_widget::browser::object;
use guard_widget::{BeforeLogin, LoginError, LoginSuccess, MfaRequired, WidgetError};
use js_sys::{Array, JSON, Object};
use wasm_bindgen::JsValue;

/// A plain object of the entries that are not `undefined`.
pub(crate) fn object<const N: usize>(entries: [(&str, JsValue); N]) -> JsValue {
    of(&entries)
}

/// Not generic, so that it is there but once.
fn of(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        object::set(&object, key, value);
    }
    object.into()
}

pub(crate) fn optional<T: Into<JsValue>>(value: Option<T>) -> JsValue {
    value.map_or(JsValue::UNDEFINED, Into::into)
}

/// JSON text as a value.
pub(crate) fn parsed(json: Option<&str>) -> JsValue {
    json.and_then(|json| JSON::parse(json).ok()).unwrap_or(JsValue::UNDEFINED)
}

pub(crate) fn secret(text: Option<&Secret>) -> JsValue {
    optional(text.map(Secret::expose))
}

/// The user as the server sent it, or the known fields of one that did not come from a server.
pub(crate) fn user(user: &User) -> JsValue {
    parsed(Some(user.to_json().expose()))
}

pub(crate) fn ready(methods: &[Method]) -> JsValue {
    let tabs: Array = methods.iter().map(|method| JsValue::from_str(method.as_str())).collect();
    object([("tabs", tabs.into())])
}

pub(crate) fn tab_change(method: Method) -> JsValue {
    object([("tab", method.as_str().into())])
}

pub(crate) fn session_change(change: SessionChange) -> JsValue {
    object([("change", change.as_str().into())])
}

pub(crate) fn before_login(login: &BeforeLogin) -> JsValue {
    object([("method", login.method.as_str().into()), ("account", optional(login.account.as_deref()))])
}

pub(crate) fn login(login: &LoginSuccess) -> JsValue {
    // A backend may give a token alone, which is nobody.
    let known =
        login.authentication.user.as_deref().filter(|user| user.json.is_some() || !user.display_name().is_empty());
    object([
        ("method", login.method.as_str().into()),
        ("user", known.map_or(JsValue::UNDEFINED, user)),
        ("token", secret(login.authentication.token())),
        ("idToken", secret(login.authentication.id_token())),
        ("ticket", secret(login.authentication.ticket.as_ref())),
    ])
}

pub(crate) fn login_error(error: &LoginError) -> JsValue {
    object([
        ("method", error.method.as_str().into()),
        ("code", error.error.code().into()),
        ("message", error.message.as_str().into()),
        ("retryable", error.error.is_transient().into()),
    ])
}

/// The reason of a rejected call: the error, and all that the page may go on with.
pub(crate) fn refused(error: &LoginError) -> JsValue {
    let refusal = match &error.error {
        BackendError::Refused(refusal) => Some(refusal),
        _ => None,
    };
    object([
        ("code", error.error.code().into()),
        ("message", error.message.as_str().into()),
        ("retryable", error.error.is_transient().into()),
        ("remainingAttempts", optional(refusal.and_then(|refusal| refusal.remaining_attempts))),
        ("data", parsed(refusal.and_then(Refusal::data_json))),
        ("flowHandle", optional(refusal.and_then(|refusal| refusal.flow_handle.as_deref()))),
    ])
}

pub(crate) fn mfa_required(mfa: &MfaRequired) -> JsValue {
    object([
        ("method", mfa.method.as_str().into()),
        ("code", mfa.refusal.code.to_string().into()),
        ("data", parsed(mfa.refusal.data_json())),
        ("flowHandle", optional(mfa.refusal.flow_handle.as_deref())),
    ])
}

/// The error of a call whose part did not load.
pub(crate) fn not_loaded() -> JsValue {
    object([
        ("code", "load-failed".into()),
        ("message", "a part of the login box could not be loaded".into()),
        ("retryable", true.into()),
    ])
}

pub(crate) fn error(error: &WidgetError) -> JsValue {
    object([("code", error.error.code().into()), ("message", error.message.as_str().into())])
}
