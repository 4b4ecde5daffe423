//! The options of the element. Made from `npm/description` by `npm/tools/describe/options.js`: change it there.

use guard_core::{Lang, Text};
use js_sys::Object;
use wasm_bindgen::JsValue;

use super::{flag, get, lang, number, text};

/// All options of an element, a session or a call.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) app_id: Text,
    pub(crate) host: Text,
    pub(crate) lang: Lang,
    pub(crate) theme: Text,
    pub(crate) tabs: Text,
    pub(crate) default_tab: Text,
    pub(crate) heading: Text,
    pub(crate) logo: Text,
    pub(crate) account: Text,
    pub(crate) forgot_password_url: Text,
    pub(crate) register_url: Text,
    pub(crate) qr_size: u32,
    pub(crate) no_auto_refresh: bool,
    pub(crate) callback_url: Text,
    pub(crate) bare: bool,
    pub(crate) backend: JsValue,
    pub(crate) messages: JsValue,
    pub(crate) config: JsValue,
    pub(crate) texts: JsValue,
    pub(crate) prefetch: JsValue,
    pub(crate) scan: bool,
    pub(crate) paced: bool,
    pub(crate) exchange: bool,
    pub(crate) ext_idp_conn_id: Text,
    pub(crate) context: JsValue,
    pub(crate) custom_data: JsValue,
    pub(crate) with_custom_data: JsValue,
}

impl Options {
    pub(crate) fn read(object: &Object) -> Self {
        Self {
            app_id: text(object, "appId"),
            host: text(object, "host"),
            lang: lang(object),
            theme: text(object, "theme"),
            tabs: text(object, "tabs"),
            default_tab: text(object, "defaultTab"),
            heading: text(object, "heading"),
            logo: text(object, "logo"),
            account: text(object, "account"),
            forgot_password_url: text(object, "forgotPasswordUrl"),
            register_url: text(object, "registerUrl"),
            qr_size: number(object, "qrSize"),
            no_auto_refresh: flag(object, "noAutoRefresh"),
            callback_url: text(object, "callbackUrl"),
            bare: flag(object, "bare"),
            backend: get(object, "backend"),
            messages: get(object, "messages"),
            config: get(object, "config"),
            texts: get(object, "texts"),
            prefetch: get(object, "prefetch"),
            scan: flag(object, "scan"),
            paced: flag(object, "paced"),
            exchange: get(object, "exchange") != false,
            ext_idp_conn_id: text(object, "extIdpConnId"),
            context: get(object, "context"),
            custom_data: get(object, "customData"),
            with_custom_data: get(object, "withCustomData"),
        }
    }
}
