//! The details of the element's events, as plain objects. Their shapes are a contract: design §4.

use guard_protocol::qrcode::QrStatus;
use guard_protocol::{Refusal, Secret, User};
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::components::{BeforeLogin, LoginError, LoginSuccess, MfaRequired, WidgetError};
use crate::failure::Failure;
use crate::qr::{Check, Drawing, Progress, QrCode, StatusChange, Visual};
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
pub(super) fn user(user: &User) -> JsValue {
    parsed(Some(user.to_json().expose()))
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
        ("number", optional(change.number.as_deref())),
    ])
}

pub(super) fn before_login(login: &BeforeLogin) -> JsValue {
    object([("method", login.method.as_str().into()), ("account", optional(login.account.as_deref()))])
}

pub(super) fn login(login: &LoginSuccess) -> JsValue {
    // A backend may give a token alone, which is nobody.
    let known = login.grant.user.as_ref().filter(|user| user.json.is_some() || !user.display_name().is_empty());
    object([
        ("method", login.method.as_str().into()),
        ("user", known.map_or(JsValue::UNDEFINED, user)),
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

/// What a rejected call carries: the error, and all that the host may go on with.
pub(super) fn refused(error: &LoginError) -> JsValue {
    let refusal = match &error.failure {
        Failure::Refused(refusal) => Some(refusal),
        _ => None,
    };
    object([
        ("code", error.failure.code().into()),
        ("message", error.message.as_str().into()),
        ("retryable", error.failure.is_transient().into()),
        ("remainingAttempts", optional(refusal.and_then(|refusal| refusal.remaining_attempts))),
        ("data", parsed(refusal.and_then(Refusal::data_json))),
        ("flowHandle", optional(refusal.and_then(|refusal| refusal.flow_handle.as_deref()))),
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

/// A code by its names in Authing's callbacks: its id, and the URL of its picture or what it says.
pub(super) fn code_name(code: &QrCode) -> JsValue {
    let (Visual::Text(url) | Visual::Image(url)) = &code.visual;
    object([("random", (*code.id).into()), ("url", url.as_str().into())])
}

/// A code for a host that draws it. One that is too long to be drawn has no path.
pub(super) fn code(code: &QrCode) -> JsValue {
    let id = JsValue::from_str(&code.id);
    match &code.visual {
        Visual::Image(url) => object([
            ("kind", "image".into()),
            ("id", id),
            ("url", url.as_str().into()),
            ("logo", optional(code.logo.as_deref())),
        ]),
        Visual::Text(text) => {
            let drawing = Drawing::of(text).ok();
            object([
                ("kind", "text".into()),
                ("id", id),
                ("text", text.as_str().into()),
                ("svgPath", optional(drawing.as_ref().map(|drawing| drawing.path.as_str()))),
                ("modules", optional(drawing.as_ref().map(|drawing| drawing.modules))),
            ])
        }
    }
}

/// A poll's answer in the shape that Authing's callbacks have: as the server sent it, or made of what a backend of the
/// host's own said.
pub(super) fn check(check: &Check) -> JsValue {
    let raw = parsed(check.raw.as_ref().map(Secret::expose));
    if Reflect::get(&raw, &"status".into()).is_ok_and(|status| status.as_f64().is_some()) {
        return raw;
    }
    let (status, ticket, info) = match &check.progress {
        Progress::Waiting => (QrStatus::Waiting, None, JsValue::UNDEFINED),
        Progress::Scanned { scanner, .. } => {
            let info = object([
                ("nickname", optional(scanner.nickname.as_deref())),
                ("photo", optional(scanner.avatar.as_deref())),
            ]);
            (QrStatus::Scanned, None, info)
        }
        Progress::Ticket(ticket) => (QrStatus::Authorized, Some(ticket), JsValue::UNDEFINED),
        Progress::Granted(grant) => {
            (QrStatus::Authorized, grant.ticket.as_ref(), grant.user.as_ref().map_or(JsValue::UNDEFINED, user))
        }
        Progress::Cancelled => (QrStatus::Cancelled, None, JsValue::UNDEFINED),
        Progress::Expired => (QrStatus::Expired, None, JsValue::UNDEFINED),
        Progress::Mfa(_) => (QrStatus::Mfa, None, JsValue::UNDEFINED),
        Progress::Failed(_) => (QrStatus::Error, None, JsValue::UNDEFINED),
    };
    object([
        ("status", (status.number() as f64).into()),
        ("ticket", secret(ticket)),
        ("userInfo", info),
        (
            "scannedResult",
            if matches!(check.progress, Progress::Mfa(_) | Progress::Failed(_)) { raw } else { JsValue::UNDEFINED },
        ),
    ])
}
