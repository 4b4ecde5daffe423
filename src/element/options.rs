//! The element's properties, as the shim hands them over, to the component's props. Unset is `undefined`.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use yew::AttrValue;

use crate::components::{DEFAULT_QR_SIZE, GuardWidgetProps, Theme};
use crate::lang::Lang;
use crate::tab::Tab;

fn get(options: &Object, key: &str) -> JsValue {
    Reflect::get(options, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED)
}

fn text(options: &Object, key: &str) -> Option<AttrValue> {
    get(options, key).as_string().filter(|text| !text.is_empty()).map(AttrValue::from)
}

/// The texts of `messages`: every string of the object; keys may be in camelCase.
fn messages(options: &Object) -> Vec<(AttrValue, AttrValue)> {
    let value = get(options, "messages");
    let Some(object) = value.dyn_ref::<Object>() else { return Vec::new() };
    let pair = |key: JsValue| {
        let text = Reflect::get(object, &key).ok()?.as_string()?;
        Some((snake_case(&key.as_string()?).into(), text.into()))
    };
    Object::keys(object).iter().filter_map(pair).collect()
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

/// The props that `options` stand for; a value that makes no sense is as if it were not set, as in HTML.
pub(super) fn props(options: &Object) -> GuardWidgetProps {
    let tab = |key| text(options, key).and_then(|name| name.parse().ok());
    let qr_size =
        get(options, "qrSize").as_f64().filter(|size| *size > 0.0).map_or(DEFAULT_QR_SIZE, |size| size as u32);
    yew::props! { GuardWidgetProps {
        app_id: text(options, "appId").unwrap_or_default(),
        host: text(options, "host").unwrap_or_default(),
        lang: text(options, "lang").and_then(|tag| Lang::from_tag(&tag)),
        theme: Theme::from_name(text(options, "theme").as_deref().unwrap_or_default()),
        tabs: text(options, "tabs").and_then(|list| Tab::parse_list(&list).ok()).unwrap_or_default(),
        default_tab: tab("defaultTab"),
        title: text(options, "heading"),
        logo: text(options, "logo"),
        account: text(options, "account"),
        forgot_password_url: text(options, "forgotPasswordUrl"),
        register_url: text(options, "registerUrl"),
        qr_size,
        no_auto_refresh: get(options, "noAutoRefresh").is_truthy(),
        messages: messages(options),
    } }
}
