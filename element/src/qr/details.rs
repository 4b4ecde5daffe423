//! Details of the QR login, as plain objects: statuses, codes, polls. They come with the QR part.

use guard_core::qr::{Check, Drawing, Progress, QrCode, StatusChange, Visual};
use guard_protocol::qrcode::QrStatus;
use guard_widget::browser::json::JsTree;
use guard_widget::face::News;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

use crate::details::{object, optional, secret, user};

/// The name and the detail of news of the QR login.
pub(super) fn of(news: &News) -> Option<(&'static str, JsValue)> {
    Some(match news {
        News::QrStatus(change) => ("qr-status", qr_status(change)),
        News::Code(code) => ("code", optional(code.as_deref().map(code_name))),
        News::CodeShown(code) => ("code-shown", code_name(code)),
        News::Checked(answer) => ("check", check(answer)),
        News::Retried => ("retry", JsValue::UNDEFINED),
        _ => return None,
    })
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

/// A code by its names in Authing's callbacks: its id, and the URL of its picture or what it says.
pub(super) fn code_name(code: &QrCode) -> JsValue {
    let (Visual::Text(url) | Visual::Image(url)) = &code.visual;
    object([("random", (*code.id).into()), ("url", url.as_str().into())])
}

/// A code for a page that draws it. One that is too long to be drawn has no path.
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

/// A poll's answer in the shape that Authing's callbacks have: as the server sent it, or made of the answer of a backend of
/// the page's own.
pub(super) fn check(check: &Check) -> JsValue {
    let raw = check.raw.as_ref().and_then(|raw| raw.get::<JsTree>()).cloned().map_or(JsValue::UNDEFINED, JsValue::from);
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
        Progress::Authenticated(login) => {
            (QrStatus::Authorized, login.ticket.as_ref(), login.user.as_deref().map_or(JsValue::UNDEFINED, user))
        }
        Progress::Cancelled => (QrStatus::Cancelled, None, JsValue::UNDEFINED),
        Progress::Expired => (QrStatus::Expired, None, JsValue::UNDEFINED),
        Progress::NeedsFactor(_) => (QrStatus::Mfa, None, JsValue::UNDEFINED),
        Progress::Failed(_) => (QrStatus::Error, None, JsValue::UNDEFINED),
    };
    object([
        ("status", (status.number() as f64).into()),
        ("ticket", secret(ticket)),
        ("userInfo", info),
        (
            "scannedResult",
            if matches!(check.progress, Progress::NeedsFactor(_) | Progress::Failed(_)) {
                raw
            } else {
                JsValue::UNDEFINED
            },
        ),
    ])
}
