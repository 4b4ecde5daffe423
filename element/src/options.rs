//! The element's properties, as the shim hands them over, to the component's props. Unset is `undefined`.

use guard_protocol::json::{DecodeError, read};
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use yew::AttrValue;

use crate::backend::AppConfig;
use crate::backend::host_object::read_config;
use crate::browser::json::JsTree;
use crate::components::{DEFAULT_QR_SIZE, GuardWidgetProps, Theme};
use crate::lang::Lang;
use crate::messages::Messages;
use crate::tab::Tab;

pub(super) fn get(options: &Object, key: &str) -> JsValue {
    Reflect::get(options, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED)
}

pub(super) fn text(options: &Object, key: &str) -> Option<AttrValue> {
    get(options, key).as_string().filter(|text| !text.is_empty()).map(AttrValue::from)
}

pub(super) fn flag(options: &Object, key: &str) -> bool {
    get(options, key).is_truthy()
}

/// The language that the shim has chosen.
pub(super) fn lang(options: &Object) -> Lang {
    text(options, "lang").and_then(|tag| Lang::from_tag(&tag)).unwrap_or_default()
}

/// The texts that the shim has fetched, and over them those of the host: every string of `messages`, whose keys may be
/// in camelCase.
fn texts(options: &Object) -> Vec<(AttrValue, AttrValue)> {
    let strings = |key| {
        let object = get(options, key).dyn_into::<Object>().unwrap_or_default();
        let pair = |key: JsValue| {
            let text = Reflect::get(&object, &key).ok()?.as_string()?;
            Some((snake_case(&key.as_string()?).into(), text.into()))
        };
        Object::keys(&object).iter().filter_map(pair).collect::<Vec<_>>()
    };
    [strings("texts"), strings("messages")].concat()
}

/// The words of a host that has no widget.
pub(super) fn messages(options: &Object) -> Messages {
    let mut messages = Messages::of(lang(options));
    for (key, text) in texts(options) {
        messages.set(&key, text);
    }
    messages
}

fn snake_case(key: &str) -> String {
    let mut snake = String::with_capacity(key.len() + 4);
    for c in key.chars() {
        if c.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

/// The `config` of the host, read once for each object.
#[derive(Debug, Default)]
pub(super) struct KnownConfig {
    value: JsValue,
    read: Option<AppConfig>,
}

impl KnownConfig {
    /// The configuration in `options`; one that cannot be used is said in the console, and the server is asked in its
    /// place.
    pub(super) fn of(&mut self, options: &Object) -> Option<AppConfig> {
        let value = get(options, "config");
        if !Object::is(&value, &self.value) {
            self.read =
                value.is_object().then(|| read("config", JsTree::from(value.clone()), read_config)).and_then(said);
            self.value = value;
        }
        self.read.clone()
    }
}

fn said(read: Result<AppConfig, DecodeError>) -> Option<AppConfig> {
    read.inspect_err(|error| {
        let text = format!("guard-widget: `config` is not used: {} at `{}`", error.reason, error.path);
        web_sys::console::error_1(&text.into());
    })
    .ok()
}

/// The props that `options` stand for; a value that makes no sense is as if it were not set, as in HTML.
pub(super) fn props(options: &Object) -> GuardWidgetProps {
    let tab = |key| text(options, key).and_then(|name| name.parse().ok());
    let qr_size =
        get(options, "qrSize").as_f64().filter(|size| *size > 0.0).map_or(DEFAULT_QR_SIZE, |size| size as u32);
    yew::props! { GuardWidgetProps {
        app_id: text(options, "appId").unwrap_or_default(),
        host: text(options, "host").unwrap_or_default(),
        lang: Some(lang(options)),
        theme: Theme::from_name(text(options, "theme").as_deref().unwrap_or_default()),
        tabs: text(options, "tabs").and_then(|list| Tab::parse_list(&list).ok()).unwrap_or_default(),
        default_tab: tab("defaultTab"),
        title: text(options, "heading"),
        logo: text(options, "logo"),
        account: text(options, "account"),
        forgot_password_url: text(options, "forgotPasswordUrl"),
        register_url: text(options, "registerUrl"),
        callback_url: text(options, "callbackUrl"),
        bare: flag(options, "bare"),
        qr_size,
        no_auto_refresh: flag(options, "noAutoRefresh"),
        messages: texts(options),
    } }
}
