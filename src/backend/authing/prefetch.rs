//! A configuration that was asked for before there was a client, so that it need not wait for the module.

use std::fmt;

use guard_core::{BackendError, ServerUrl};
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::EarlyCode;
use crate::backend::Answer;
use crate::browser::http::Reply;

/// A request for the configuration that is under way.
pub struct Prefetch {
    /// The server that was asked.
    pub server: ServerUrl,
    /// The application that was asked for.
    pub app_id: String,
    /// The answer.
    pub reply: Answer<Reply>,
    /// The first code, where one may have been asked for, too.
    pub code: Option<EarlyCode>,
}

impl Prefetch {
    /// What the page's script has asked for. `script` holds a promise of `{ status, body }` as `reply`, and what
    /// [`EarlyCode`] says.
    pub fn of_script(server: ServerUrl, app_id: String, script: Object) -> Self {
        let reply = Reflect::get(&script, &"reply".into()).unwrap_or_default();
        Self { server, app_id, reply: reply_of(reply), code: Some(EarlyCode::new(script)) }
    }

    /// Whether it is the answer that a client of this server and application waits for.
    pub(super) fn is_of(&self, server: &ServerUrl, app_id: &str) -> bool {
        self.server == *server && self.app_id == app_id
    }
}

/// The reply that the page's script waits for; without a status where that comes to nothing.
pub(super) fn reply_of(promise: JsValue) -> Answer<Reply> {
    Box::pin(async move {
        let promise: Promise = promise.unchecked_into();
        let reply = JsFuture::from(promise).await.map_err(|_| BackendError::Network)?;
        let get = |name: &str| Reflect::get(&reply, &name.into()).unwrap_or_default();
        Ok(Reply {
            status: get("status").as_f64().unwrap_or_default() as u16,
            body: get("body").as_string().unwrap_or_default(),
            retry_after: None,
        })
    })
}

impl fmt::Debug for Prefetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prefetch").field("server", &self.server).field("app_id", &self.app_id).finish_non_exhaustive()
    }
}
