//! From the widget's news to names and details: how the shim hears of what happens.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use guard_core::qr::QrCode;
use guard_widget::face::News;
use js_sys::Function;
use wasm_bindgen::JsValue;
use yew::Callback;

use crate::details;

/// Tells the shim of an event: its name without the prefix, and its detail. Answers `false` when the page cancelled it.
#[derive(Clone, Debug)]
pub(crate) struct Emit(pub(crate) Function);

impl Emit {
    pub(crate) fn call(&self, name: &str, detail: &JsValue) -> bool {
        // A listener that throws is the page's to see; the shim reports it and answers as if it had not.
        self.0.call2(&JsValue::NULL, &JsValue::from_str(name), detail).map_or(true, |answer| answer.is_truthy())
    }
}

/// Makes the name and the detail of news of the QR login; none of other news.
pub(crate) type QrDetail = fn(&News) -> Option<(&'static str, JsValue)>;

thread_local! {
    /// The details of the QR login come with its part.
    static QR_DETAIL: Cell<Option<QrDetail>> = const { Cell::new(None) };
}

/// Has news of the QR login told from now on.
pub(crate) fn know_qr(detail: QrDetail) {
    QR_DETAIL.set(Some(detail));
}

/// The widget's news as events. `scan`: whoever mounted it also hears of codes and polls.
pub(crate) fn news(emit: &Emit, codes: &LastCode, scan: bool) -> Callback<News, bool> {
    let (emit, codes) = (emit.clone(), codes.clone());
    Callback::from(move |news: News| {
        if let News::Code(Some(code)) = &news {
            codes.keep(code);
        }
        let (name, detail) = match &news {
            News::State(state) => ("state", JsValue::from_str(state.as_str())),
            News::Ready(methods) => ("ready", details::ready(methods)),
            News::MethodChanged(method) => ("tab-change", details::tab_change(*method)),
            News::BeforeLogin(login) => ("before-login", details::before_login(login)),
            News::LoggedIn(login) => ("login", details::login(login)),
            News::LoginFailed(error) => ("login-error", details::login_error(error)),
            News::MfaRequired(mfa) => ("mfa-required", details::mfa_required(mfa)),
            News::Broken(error) => ("error", details::error(error)),
            News::SessionChanged(change) => ("session-change", details::session_change(*change)),
            News::Code(_) | News::CodeShown(_) | News::Checked(_) | News::Retried if !scan => return true,
            _ => match QR_DETAIL.get().and_then(|detail| detail(&news)) {
                Some(told) => told,
                None => return true,
            },
        };
        emit.call(name, &detail)
    })
}

/// The last code of a QR login, whose ticket a page may still exchange when it is not shown any more.
#[derive(Clone, Debug, Default)]
pub(crate) struct LastCode(Rc<RefCell<Option<Rc<QrCode>>>>);

impl LastCode {
    pub(crate) fn keep(&self, code: &Rc<QrCode>) {
        self.0.replace(Some(code.clone()));
    }

    /// The last code that there was.
    pub(crate) fn last(&self) -> Option<Rc<QrCode>> {
        self.0.borrow().clone()
    }
}
