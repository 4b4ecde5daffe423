//! Backends of the page's own: `el.backend = { config, login, createCode, check, redeem }`, any subset of them. The
//! server is asked for the rest.
//!
//! An error that a function throws or rejects with is shown to the person, told to the page, and written to the console
//! when it was not made on purpose (one with a `code`).

mod errors;
mod values;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use guard_core::qr::{Check, QrCode};
use guard_core::{AppConfig, Authentication, BackendError, Lang, Outcome};
use guard_protocol::Secret;
use guard_protocol::json::{self, Node};
use guard_widget::backend::{Answer, Credentials, answered};
use guard_widget::browser::http::AbortOnDrop;
use guard_widget::browser::json::JsTree;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use self::errors::error_of;
pub(crate) use self::values::config as read_config;

/// The page's functions. Each answers `None` when the page has no such function.
pub(crate) trait PageBackend {
    /// `config()`.
    fn config(&self) -> Option<Answer<AppConfig>>;
    /// `login()`.
    fn log_in(&self, typed: &Credentials) -> Option<Answer<Outcome>>;
    /// `createCode()`.
    fn create_code(&self) -> Option<Answer<QrCode>>;
    /// `check()`.
    fn check(&self, code: &QrCode, seq: u64, wait: u32) -> Option<Answer<Check>>;
    /// `redeem()`.
    fn redeem(&self, code: &QrCode, ticket: &Secret) -> Option<Answer<Outcome>>;
    /// Whether there is `redeem()`.
    fn has_redeem(&self) -> bool;
    /// `logout()`.
    fn log_out(&self, token: Option<&Secret>) -> Option<Answer<()>>;
    /// `abandon()`; `false` when the page has no such function.
    fn abandon(&self, code: &QrCode) -> bool;
}

/// Takes the functions of an object. `lang` is the language as it is by then.
pub(crate) type NewPageBackend = fn(Object, Rc<Cell<Lang>>) -> Rc<dyn PageBackend>;

/// Takes the functions of `object`.
pub(crate) fn new(object: Object, lang: Rc<Cell<Lang>>) -> Rc<dyn PageBackend> {
    Rc::new(Functions { object, lang, code: Rc::default() })
}

/// The page's object.
struct Functions {
    object: Object,
    lang: Rc<Cell<Lang>>,
    /// The last code as the page's function gave it, so that later calls get that very object.
    code: Rc<RefCell<Option<KnownCode>>>,
}

/// A code by its id, as the page's function gave it.
type KnownCode = (Rc<str>, JsValue);

impl Functions {
    /// The function called `name`, if the page has one.
    fn function(&self, name: &str) -> Result<Option<Function>, BackendError> {
        let value = Reflect::get(&self.object, &JsValue::from_str(name)).unwrap_or_default();
        match value.dyn_into::<Function>() {
            Ok(function) => Ok(Some(function)),
            Err(value) if value.is_null() || value.is_undefined() => Ok(None),
            Err(_) => Err(BackendError::Setup(format!("`backend.{name}` must be a function"))),
        }
    }

    /// Calls the function that `path` names, as in `backend.login()`, with `arguments`, and an object of what every call
    /// gets: a signal that aborts when nobody waits for the answer any more, the language, and `more`. `read` reads the
    /// answer. `None` when the page has no such function.
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
            Err(error) => return Some(answered(Err(error))),
        };
        let last = Object::new();
        set(&last, "lang", &self.lang.get().tag().into());
        for (key, value) in more {
            set(&last, key, value);
        }
        let this = self.object.clone();
        Some(Box::pin(async move {
            let abort = AbortOnDrop::new().ok_or(BackendError::Network)?;
            set(&last, "signal", &abort.signal());
            let arguments: Array = arguments.into_iter().chain([last.into()]).collect();
            let answer = match Reflect::apply(&function, &this, &arguments) {
                // A plain value and a promise of one are the same thing.
                Ok(value) => JsFuture::from(js_sys::Promise::resolve(&value)).await,
                Err(error) => Err(error),
            };
            abort.disarm();
            let value = answer.map_err(|error| error_of(name, &error))?;
            json::read(path, JsTree::from(value), read).map_err(|error| BackendError::Page {
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

impl PageBackend for Functions {
    fn config(&self) -> Option<Answer<AppConfig>> {
        self.call("backend.config()", Vec::new(), &[], values::config)
    }

    fn log_in(&self, typed: &Credentials) -> Option<Answer<Outcome>> {
        let object = Object::new();
        set(&object, "account", &typed.account.as_str().into());
        set(&object, "password", &text(&typed.password));
        let answer = self.call("backend.login()", vec![object.into()], &[], values::authentication)?;
        Some(Box::pin(async move { Outcome::of(answer.await) }))
    }

    fn create_code(&self) -> Option<Answer<QrCode>> {
        let read = |node: &Node<'_, JsTree>| (values::code(node), node.value().clone());
        let answer = self.call("backend.createCode()", Vec::new(), &[], read)?;
        let known = self.code.clone();
        Some(Box::pin(async move {
            let (code, value) = answer.await?;
            known.replace(Some((code.id.clone(), value.into())));
            Ok(code)
        }))
    }

    fn check(&self, code: &QrCode, seq: u64, wait: u32) -> Option<Answer<Check>> {
        let more = [("seq", JsValue::from_f64(seq as f64)), ("wait", wait.into())];
        self.call("backend.check()", vec![self.known(code)], &more, values::check)
    }

    fn redeem(&self, code: &QrCode, ticket: &Secret) -> Option<Answer<Outcome>> {
        let answer =
            self.call("backend.redeem()", vec![self.known(code), text(ticket)], &[], values::authentication)?;
        let ticket = ticket.clone();
        Some(Box::pin(async move {
            let with_ticket = |login: Authentication| Authentication { ticket: login.ticket.or(Some(ticket)), ..login };
            Outcome::of(answer.await.map(with_ticket))
        }))
    }

    fn has_redeem(&self) -> bool {
        matches!(self.function("redeem"), Ok(Some(_)))
    }

    fn log_out(&self, token: Option<&Secret>) -> Option<Answer<()>> {
        let known = token.map_or(JsValue::UNDEFINED, text);
        self.call("backend.logout()", vec![known], &[], |_| ())
    }

    fn abandon(&self, code: &QrCode) -> bool {
        match self.function("abandon") {
            Ok(Some(function)) => {
                if let Err(error) = function.call1(&self.object, &self.known(code)) {
                    // Nobody waits for an answer; the console is all there is.
                    drop(error_of("abandon", &error));
                }
                true
            }
            Ok(None) => false,
            Err(error) => {
                web_sys::console::error_1(&error.to_string().into());
                true
            }
        }
    }
}
