//! A backend made of the page's own JavaScript functions: `el.backend = { config, login, createCode, check, redeem }`,
//! any subset of them. What it has no function for is asked of another backend.
//!
//! What a function throws or rejects with is a [`Failure`]: shown to the person, told to the host, and written to the
//! console when it was no error that the host made on purpose (one with a `code`).

mod errors;
mod values;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use guard_protocol::Secret;
use guard_protocol::json::{self, Node};
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use self::errors::failure_of;
use super::{Answer, AppConfig, Backend, Credentials, SharedBackend};
use crate::browser::AbortOnDrop;
use crate::browser::json::JsTree;
use crate::failure::Failure;
use crate::grant::Grant;
use crate::lang::Lang;
use crate::qr::{Check, QrCode};

pub(crate) use self::values::config as read_config;

/// The page's functions, and what stands in for those that it does not have.
#[derive(Debug)]
pub(crate) struct HostObject {
    object: Object,
    rest: SharedBackend,
    lang: Rc<Cell<Lang>>,
    /// The last code as the page's function gave it, so that later calls get that very object.
    code: Rc<RefCell<Option<KnownCode>>>,
}

/// A code by its id, as the page's function gave it.
type KnownCode = (Rc<str>, JsValue);

impl HostObject {
    /// The functions of `object`; `rest` answers where there is none. `lang` is the language as it is by then.
    pub(crate) fn new(object: Object, rest: SharedBackend, lang: Rc<Cell<Lang>>) -> Self {
        Self { object, rest, lang, code: Rc::default() }
    }

    /// The function called `name`, if the page has one.
    fn function(&self, name: &str) -> Result<Option<Function>, Failure> {
        let value = Reflect::get(&self.object, &JsValue::from_str(name)).unwrap_or_default();
        match value.dyn_into::<Function>() {
            Ok(function) => Ok(Some(function)),
            Err(value) if value.is_null() || value.is_undefined() => Ok(None),
            Err(_) => Err(Failure::Setup(format!("`backend.{name}` must be a function"))),
        }
    }

    /// Calls the function that `path` names, as in `backend.login()`, with `arguments` and what every call gets: a signal that aborts when nobody waits for
    /// the answer any more, the language, and `more`. `read` understands the answer. `None` when the page has no such
    /// function.
    fn call<T: 'static>(
        &self,
        path: &'static str,
        arguments: Vec<JsValue>,
        more: &[(&str, JsValue)],
        read: fn(&Node<'_, JsTree>) -> T,
    ) -> Option<Answer<T>> {
        let name = path.trim_start_matches("backend.").trim_end_matches("()");
        let function = match self.function(name) {
            Ok(function) => function?,
            Err(failure) => return Some(Box::pin(async move { Err(failure) })),
        };
        let last = Object::new();
        set(&last, "lang", &self.lang.get().tag().into());
        for (key, value) in more {
            set(&last, key, value);
        }
        let this = self.object.clone();
        Some(Box::pin(async move {
            let abort = AbortOnDrop::new().ok_or(Failure::Network)?;
            set(&last, "signal", &abort.signal());
            let arguments: Array = arguments.into_iter().chain([last.into()]).collect();
            let answer = match Reflect::apply(&function, &this, &arguments) {
                // A plain value and a promise of one are the same thing.
                Ok(value) => JsFuture::from(js_sys::Promise::resolve(&value)).await,
                Err(error) => Err(error),
            };
            abort.disarm();
            let value = answer.map_err(|error| failure_of(name, &error))?;
            json::read(path, JsTree::from(value), read).map_err(|error| Failure::Host {
                code: "backend".to_owned(),
                message: format!("`{}`: {}", error.path, error.reason),
                retryable: false,
            })
        }))
    }

    /// The code as the page knows it.
    fn known(&self, code: &QrCode) -> JsValue {
        match &*self.code.borrow() {
            Some((id, value)) if **id == *code.id => value.clone(),
            _ => values::code_object(code),
        }
    }
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // Setting a property of a new plain object cannot fail.
    let _ = Reflect::set(object, &JsValue::from_str(key), value);
}

fn text(secret: &Secret) -> JsValue {
    JsValue::from_str(secret.expose())
}

impl Backend for HostObject {
    fn config(&self) -> Answer<AppConfig> {
        self.call("backend.config()", Vec::new(), &[], values::config).unwrap_or_else(|| self.rest.config())
    }

    fn login(&self, credentials: Credentials) -> Answer<Grant> {
        let typed = Object::new();
        set(&typed, "account", &credentials.account.as_str().into());
        set(&typed, "password", &text(&credentials.password));
        self.call("backend.login()", vec![typed.into()], &[], values::granted)
            .unwrap_or_else(|| self.rest.login(credentials))
    }

    fn create_code(&self) -> Answer<QrCode> {
        let read = |node: &Node<'_, JsTree>| (values::code(node), node.value().clone());
        let Some(answer) = self.call("backend.createCode()", Vec::new(), &[], read) else {
            return self.rest.create_code();
        };
        let known = self.code.clone();
        Box::pin(async move {
            let (code, value) = answer.await?;
            known.replace(Some((code.id.clone(), value.into())));
            Ok(code)
        })
    }

    fn check(&self, code: Rc<QrCode>, seq: u64, wait: u32) -> Answer<Check> {
        let more = [("seq", JsValue::from_f64(seq as f64)), ("wait", wait.into())];
        self.call("backend.check()", vec![self.known(&code)], &more, values::check)
            .unwrap_or_else(|| self.rest.check(code, seq, wait))
    }

    fn redeem(&self, code: Rc<QrCode>, ticket: Secret) -> Answer<Grant> {
        let answer = self.call("backend.redeem()", vec![self.known(&code), text(&ticket)], &[], values::granted);
        let Some(answer) = answer else { return self.rest.redeem(code, ticket) };
        Box::pin(async move {
            let grant = answer.await?;
            Ok(Grant { ticket: grant.ticket.or(Some(ticket)), ..grant })
        })
    }

    fn exchange(&self, code: Rc<QrCode>, ticket: Secret) -> Answer<Grant> {
        match self.function("redeem") {
            Ok(None) => self.rest.exchange(code, ticket),
            _ => self.redeem(code, ticket),
        }
    }

    fn logout(&self, token: Option<Secret>) -> Answer<()> {
        let known = token.as_ref().map_or(JsValue::UNDEFINED, text);
        self.call("backend.logout()", vec![known], &[], |_| ()).unwrap_or_else(|| self.rest.logout(token))
    }

    fn abandon(&self, code: Rc<QrCode>) {
        match self.function("abandon") {
            Ok(Some(function)) => {
                if let Err(error) = function.call1(&self.object, &self.known(&code)) {
                    // Nobody waits for an answer; the console is all there is.
                    drop(failure_of("abandon", &error));
                }
            }
            Ok(None) => self.rest.abandon(code),
            Err(failure) => web_sys::console::error_1(&failure.to_string().into()),
        }
    }
}
