//! Single requests that a page makes without a box: a login with a password, the exchange of a ticket, a logout. What
//! they do comes with the SDK's part.

use guard_widget::backend::LocalBoxFuture;
use guard_widget::browser::Task;
use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;

use crate::sdk::SdkPart;
use crate::{details, parts};

/// A request under way. Freeing it cancels the request, and then nobody is told.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Call {
    _task: Task,
}

/// Makes the work of a call, once the part is here. It calls `done(value, error)`; one of the two is `undefined`.
type Work = Box<dyn FnOnce(&'static SdkPart, Function) -> LocalBoxFuture<'static, ()>>;

impl Call {
    pub(crate) fn start(done: Function, work: Work) -> Self {
        let task = Task::spawn(Box::pin(async move {
            match parts::sdk().await {
                Ok(part) => work(part, done).await,
                // An error of the page's own function is in the console already.
                Err(_) => drop(done.call2(&JsValue::NULL, &JsValue::UNDEFINED, &details::not_loaded())),
            }
        }));
        Self { _task: task }
    }
}

/// Logs in with `account` and `password` of `options`, which has the settings of the backend, too.
#[wasm_bindgen]
pub fn login(options: Object, done: Function) -> Call {
    Call::start(done, Box::new(|part, done| (part.login)(options, done)))
}

/// Ends the session of `token` at the server that `options` name.
#[wasm_bindgen]
pub fn logout(options: Object, token: Option<String>, done: Function) -> Call {
    Call::start(done, Box::new(|part, done| (part.logout)(options, token, done)))
}
