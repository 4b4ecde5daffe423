//! The details of the element's events, as plain objects. Their shapes are a contract: design §4.

use guard_protocol::{Secret, User};
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::components::{BeforeLogin, LoginError, LoginSuccess, MfaRequired, WidgetError};
use crate::qr::StatusChange;
use crate::tab::Tab;

fn object<const N: usize>(entries: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries.into_iter().filter(|(_, value)| !value.is_undefined()) {
        // Setting a property of a new plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(key), &value);
    }
    object.into()
}

fn optional<T: Into<JsValue>>(value: Option<T>) -> JsValue {
    value.map_or(JsValue::UNDEFINED, Into::into)
}

/// JSON text as a value.
fn parsed(json: Option<&str>) -> JsValue {
    json.and_then(|json| JSON::parse(json).ok()).unwrap_or(JsValue::UNDEFINED)
}

fn secret(text: Option<&Secret>) -> JsValue {
    optional(text.map(Secret::expose))
}

/// The user as the server sent it, or what is known of one that did not come from a server.
fn user(user: &User) -> JsValue {
    if let Some(json) = &user.json {
        return parsed(Some(json.expose()));
    }
    object([
        ("id", user.id.as_str().into()),
        ("username", optional(user.username.as_deref())),
        ("nickname", optional(user.nickname.as_deref())),
        ("photo", optional(user.photo.as_deref())),
        ("email", optional(user.email.as_deref())),
        ("phone", optional(user.phone.as_deref())),
        ("token", secret(user.token.as_ref())),
        ("tokenExpiredAt", optional(user.token_expired_at.as_deref())),
    ])
}

pub(super) fn ready(tabs: &[Tab]) -> JsValue {
    let tabs: Array = tabs.iter().map(|tab| JsValue::from_str(tab.as_str())).collect();
    object([("tabs", tabs.into())])
}

pub(super) fn tab_change(tab: &Tab) -> JsValue {
    object([("tab", tab.as_str().into())])
}

pub(super) fn qr_status(change: &StatusChange) -> JsValue {
    let scanner = change.scanner.as_ref().map(|scanner| {
        object([("nickname", optional(scanner.nickname.as_deref())), ("avatar", optional(scanner.avatar.as_deref()))])
    });
    object([
        ("status", change.status.as_str().into()),
        ("reason", optional(change.reason.map(|reason| reason.as_str()))),
        ("expiresIn", optional(change.expires_in)),
        ("scanner", optional(scanner)),
    ])
}

pub(super) fn before_login(login: &BeforeLogin) -> JsValue {
    object([("method", login.method.as_str().into()), ("account", optional(login.account.as_deref()))])
}

pub(super) fn login(login: &LoginSuccess) -> JsValue {
    object([
        ("method", login.method.as_str().into()),
        ("user", login.grant.user.as_ref().map_or(JsValue::UNDEFINED, user)),
        ("token", secret(login.grant.token())),
        ("ticket", secret(login.grant.ticket.as_ref())),
    ])
}

pub(super) fn login_error(error: &LoginError) -> JsValue {
    object([
        ("method", error.method.as_str().into()),
        ("code", error.failure.code().into()),
        ("message", error.message.as_str().into()),
        ("retryable", error.failure.is_transient().into()),
    ])
}

pub(super) fn mfa_required(mfa: &MfaRequired) -> JsValue {
    object([
        ("method", mfa.method.as_str().into()),
        ("code", mfa.refusal.code.to_string().into()),
        ("data", parsed(mfa.refusal.data_json())),
        ("flowHandle", optional(mfa.refusal.flow_handle.as_deref())),
    ])
}

pub(super) fn error(error: &WidgetError) -> JsValue {
    object([("code", error.failure.code().into()), ("message", error.message.as_str().into())])
}
