//! Errors that a page's function throws, as backend errors.

use guard_core::BackendError;
use guard_protocol::Refusal;
use guard_protocol::json::Json;
use guard_widget::browser::json::JsTree;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

/// The error that `error`, thrown by the function `name`, stands for: with a `code` the one that it names, else the
/// page's own.
pub(super) fn error_of(name: &str, error: &JsValue) -> BackendError {
    let tree = JsTree::from(error.clone());
    let message = tree
        .get("message")
        .and_then(|message| message.text())
        .or_else(|| error.as_string())
        .unwrap_or_else(|| format!("`backend.{name}` failed"));
    // The browser's own errors have codes, too, which are no words of the page.
    let of_browser = error.dyn_ref::<DomException>();
    if of_browser.is_some_and(|error| error.name() == "TimeoutError") {
        return BackendError::Timeout;
    }
    let Some(code) = code_of(&tree).filter(|_| of_browser.is_none()) else {
        web_sys::console::error_2(&format!("guard-widget: `backend.{name}` failed").into(), error);
        return BackendError::Page { code: "host".to_owned(), message, retryable: false };
    };
    coded(&tree, &code, message)
}

/// The error that the `code` of a thrown error, or of an answer with the status `error`, names.
pub(super) fn coded(tree: &JsTree, code: &str, message: String) -> BackendError {
    let retryable = tree.get("retryable").and_then(|flag| flag.flag()).unwrap_or(false);
    match code {
        "network" => BackendError::Network,
        "timeout" => BackendError::Timeout,
        "gone" => BackendError::Gone,
        "busy" => BackendError::Busy { retry_after: whole(tree, "retryAfter") },
        _ => match code.parse() {
            Ok(number) => refusal(tree, number, message).into(),
            Err(_) => BackendError::Page { code: code.to_owned(), message, retryable },
        },
    }
}

/// The refusal of a server that speaks in codes.
pub(super) fn refusal(tree: &JsTree, code: i64, message: String) -> Refusal {
    Refusal {
        code,
        message,
        remaining_attempts: whole(tree, "remainingAttempts"),
        data: tree.get("data").map(|data| data.to_json().into()),
        flow_handle: tree.get("flowHandle").and_then(|handle| handle.text()),
    }
}

/// `code` as text, whether it is a word or a number.
pub(super) fn code_of(tree: &JsTree) -> Option<String> {
    let code = tree.get("code")?;
    code.text().or_else(|| code.number().map(|number| number.to_string()))
}

fn whole(tree: &JsTree, key: &str) -> Option<u32> {
    tree.get(key)?.number()?.try_into().ok()
}
