//! Which backend the options of an element or a session stand for: an Authing v2 server, the page's own functions, or
//! both. Made by stages, sessions and single calls.

use std::cell::Cell;
use std::rc::Rc;

use guard_protocol::json::Json;
use js_sys::{Function, Object};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::options::{get, text};
use super::refusing::Refusing;
use super::scanning::Scanning;
use crate::backend::host_object::HostObject;
use crate::backend::{Answer, AuthingBackend, CodeRequest, EarlyConfig, SharedBackend};
use crate::browser::http::Reply;
use crate::browser::json::JsTree;
use crate::browser::page;
use crate::failure::Failure;
use crate::host::Host;
use crate::lang::Lang;

/// The backend of one element, made again only when what it depends on changes: another backend starts everything over.
#[derive(Debug, Default)]
pub(super) struct Source {
    made: Option<Made>,
    lang: Rc<Cell<Lang>>,
}

#[derive(Debug)]
struct Made {
    app_id: String,
    host: String,
    object: JsValue,
    own: Option<AuthingBackend>,
    /// Exchanges tickets, whatever the host wants of the login itself.
    exchanger: SharedBackend,
    backend: SharedBackend,
}

impl Source {
    /// The backend for `options`; messages come in `lang`.
    pub(super) fn backend(&mut self, options: &Object, lang: Lang) -> SharedBackend {
        let of = |key| text(options, key).map(|text| text.to_string()).unwrap_or_default();
        let (app_id, host, object) = (of("appId"), of("host"), get(options, "backend"));
        self.lang.set(lang);
        let fits = |made: &Made| made.app_id == app_id && made.host == host && Object::is(&made.object, &object);
        let made = match self.made.take().filter(fits) {
            Some(made) => made,
            None => self.make(options, app_id, host, object),
        };
        if let Some(own) = &made.own {
            own.set_lang(lang);
        }
        let backend = made.backend.clone();
        self.made = Some(made);
        backend
    }

    /// The backend that exchanges tickets, once there is one.
    pub(super) fn exchanger(&self) -> Option<SharedBackend> {
        self.made.as_ref().map(|made| made.exchanger.clone())
    }

    fn make(&self, options: &Object, app_id: String, host: String, object: JsValue) -> Made {
        let checked = Host::parse(&host, &page::origin()).map_err(|error| Failure::Setup(error.to_string()));
        let own = checked.map(|host| AuthingBackend::new(app_id.as_str(), host, self.lang.get()));
        if let Ok(own) = &own {
            own.set_code_request(code_request(options));
            if let Some(early) = early_config(options) {
                own.expect_config(early);
            }
        }
        let (own, rest) = match own {
            Ok(own) => (Some(own.clone()), SharedBackend::new(own)),
            Err(failure) => (None, SharedBackend::new(Refusing(failure))),
        };
        let exchanger = match object.dyn_ref::<Object>() {
            Some(functions) => SharedBackend::new(HostObject::new(functions.clone(), rest, self.lang.clone())),
            None => rest,
        };
        let pace = get(options, "pace").dyn_into::<Function>().ok();
        let exchange = get(options, "exchange").as_bool().unwrap_or(true);
        let backend = match (pace, exchange) {
            (None, true) => exchanger.clone(),
            (pace, exchange) => SharedBackend::new(Scanning { inner: exchanger.clone(), pace, exchange }),
        };
        Made { app_id, host, object, own, exchanger, backend }
    }
}

/// What the host sends along when a code is made.
fn code_request(options: &Object) -> CodeRequest {
    let json = |key| Some(get(options, key)).filter(JsValue::is_object).map(|value| JsTree::from(value).to_json());
    CodeRequest {
        ext_idp_conn_id: text(options, "extIdpConnId").map(|id| id.to_string()),
        context: json("context"),
        custom_data: json("customData"),
        with_custom_data: get(options, "withCustomData").as_bool(),
    }
}

/// The request for the configuration that the shim has sent.
fn early_config(options: &Object) -> Option<EarlyConfig> {
    let early: Object = get(options, "early").dyn_into().ok()?;
    let url = get(&early, "url").as_string()?;
    let reply: js_sys::Promise = get(&early, "reply").dyn_into().ok()?;
    let reply: Answer<Reply> = Box::pin(async move {
        let reply = JsFuture::from(reply).await.map_err(|_| Failure::Network)?.unchecked_into();
        Ok(Reply {
            status: get(&reply, "status").as_f64().unwrap_or_default() as u16,
            body: get(&reply, "body").as_string().unwrap_or_default(),
            retry_after: None,
        })
    });
    Some(EarlyConfig { url, reply })
}
