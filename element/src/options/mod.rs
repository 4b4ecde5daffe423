//! The element's options, as the shim hands them over: read once, into one struct. Unset is `undefined`.

use std::rc::Rc;

use guard_core::{AppConfig, Lang, Messages, Method, Text};
use guard_protocol::json::{DecodeError, Json, read};
use guard_widget::Theme;
use guard_widget::backend::{CodeRequest, Prefetch, server_url};
use guard_widget::browser::json::JsTree;
use guard_widget::face::{DEFAULT_QR_SIZE, Settings, checked_link};
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::page_backend::read_config;

mod generated;

pub(crate) use self::generated::Options;

pub(crate) fn get(object: &Object, key: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED)
}

/// A text; empty where there is none.
fn text(object: &Object, key: &str) -> Text {
    get(object, key).as_string().map(Text::from).unwrap_or_default()
}

fn flag(object: &Object, key: &str) -> bool {
    get(object, key).is_truthy()
}

/// A positive number; 0 where there is none.
fn number(object: &Object, key: &str) -> u32 {
    get(object, key).as_f64().filter(|number| *number > 0.0).map_or(0, |number| number as u32)
}

fn set(text: &Text) -> Option<Text> {
    Some(text.clone()).filter(|text| !text.is_empty())
}

impl Options {
    /// The texts that the shim has fetched, and over them those of the page: every string of `messages`, whose keys may
    /// be in camelCase.
    pub(crate) fn messages(&self) -> Messages {
        strings(&self.texts).into_iter().chain(strings(&self.messages)).collect()
    }

    /// Settings for a widget; a value that makes no sense is as if it were not set, as in HTML. `config` is that of the
    /// page.
    pub(crate) fn settings(&self, messages: Messages, config: Option<AppConfig>) -> Rc<Settings> {
        Rc::new(Settings {
            app_id: self.app_id.clone(),
            config,
            lang: self.lang,
            messages,
            theme: Theme::from_name(&self.theme),
            methods: Method::parse_list(&self.tabs).unwrap_or_default(),
            default_method: self.default_tab.parse().ok(),
            title: set(&self.heading),
            logo: set(&self.logo),
            account: set(&self.account),
            forgot_password_url: checked_link("forgot-password-url", Some(&self.forgot_password_url)),
            register_url: checked_link("register-url", Some(&self.register_url)),
            callback_url: set(&self.callback_url),
            bare: self.bare,
            qr_size: if self.qr_size == 0 { DEFAULT_QR_SIZE } else { self.qr_size },
            no_auto_refresh: self.no_auto_refresh,
            paced: self.paced,
            exchange: self.exchange,
        })
    }

    /// Data that the page sends along when a code is made.
    pub(crate) fn code_request(&self) -> CodeRequest {
        let json = |value: &JsValue| value.is_object().then(|| JsTree::from(value.clone()).to_json());
        CodeRequest {
            ext_idp_conn_id: set(&self.ext_idp_conn_id).map(|id| id.to_string()),
            context: json(&self.context),
            custom_data: json(&self.custom_data),
            with_custom_data: self.with_custom_data.as_bool(),
        }
    }

    /// The requests for the configuration and the first code that the shim has sent.
    pub(crate) fn prefetch(&self) -> Option<Prefetch> {
        let object: &Object = self.prefetch.dyn_ref()?;
        let server = server_url(&get(object, "host").as_string()?).ok()?;
        let app_id = get(object, "appId").as_string()?;
        Some(Prefetch::of_script(server, app_id, object.clone()))
    }
}

/// The language that the shim has chosen.
fn lang(object: &Object) -> Lang {
    Lang::from_tag(&text(object, "lang")).unwrap_or_default()
}

/// The strings of an object, with their names in snake_case.
fn strings(object: &JsValue) -> Vec<(Text, Text)> {
    let Some(object) = object.dyn_ref::<Object>() else { return Vec::new() };
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

/// The `config` of the page, read once for each object.
#[derive(Debug, Default)]
pub(crate) struct KnownConfig {
    value: JsValue,
    read: Option<AppConfig>,
}

impl KnownConfig {
    /// The configuration in `options`; one that cannot be used is said in the console, and the server is asked in its
    /// place.
    pub(crate) fn of(&mut self, options: &Options) -> Option<AppConfig> {
        let value = &options.config;
        if !Object::is(value, &self.value) {
            self.read =
                value.is_object().then(|| read("config", JsTree::from(value.clone()), read_config)).and_then(said);
            self.value = value.clone();
        }
        self.read.clone()
    }
}

fn said(read: Result<AppConfig, DecodeError>) -> Option<AppConfig> {
    read.inspect_err(|error| {
        let text = ["guard-widget: `config` is not used: ", &error.reason, " at `", &error.path, "`"].concat();
        web_sys::console::error_1(&text.into());
    })
    .ok()
}
