//! Single requests that a page makes without a box: a login with a password, the exchange of a ticket, a logout.

use guard_core::{BackendError, Messages, Method, Outcome};
use guard_widget::backend::Credentials;
use guard_widget::browser::Task;
use guard_widget::{LoginError, LoginSuccess};
use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;

use crate::backend::ElementBackend;
use crate::options::{self, Options};
use crate::{details, parts};

/// A request under way. Freeing it cancels the request, and then nobody is told.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Call {
    _task: Task,
}

/// Runs `answer`, and calls `done(value, error)` with the result: one of the two is `undefined`.
pub(crate) fn run(
    answer: impl Future<Output = Result<JsValue, BackendError>> + 'static,
    method: Method,
    messages: Messages,
    done: Function,
) -> Call {
    let task = Task::spawn(async move {
        let (value, error) = match answer.await {
            Ok(value) => (value, JsValue::UNDEFINED),
            Err(error) => {
                let message = error.message(&messages).to_string();
                (JsValue::UNDEFINED, details::refused(&LoginError { method, error, message }))
            }
        };
        // An error of the page's own function is in the console already.
        let _ = done.call2(&JsValue::NULL, &value, &error);
    });
    Call { _task: task }
}

/// Logs in with `account` and `password` of `options`, which has the settings of the backend, too.
#[wasm_bindgen]
pub fn login(options: Object, done: Function) -> Call {
    let typed = |key| options::get(&options, key).as_string().unwrap_or_default();
    let typed = Credentials { account: typed("account").trim().to_owned(), password: typed("password").into() };
    let options = Options::read(&options);
    let backend = ElementBackend::new(&options);
    let answer = async move {
        if let (None, Ok(server)) = (backend.page().await?, backend.server()) {
            (parts::submit().await?.configure)(server).await?;
        }
        match backend.log_in_with(typed).await? {
            Outcome::Authenticated(authentication) => {
                Ok(details::login(&LoginSuccess { method: Method::Password, authentication }))
            }
            Outcome::NeedsFactor(needed) => Err(BackendError::Refused(needed.refusal)),
            Outcome::Refused(refusal) => Err(refusal.into()),
        }
    };
    run(answer, Method::Password, options.messages(), done)
}

/// Ends the session of `token` at the server that `options` name.
#[wasm_bindgen]
pub fn logout(options: Object, token: Option<String>, done: Function) -> Call {
    let options = Options::read(&options);
    let backend = ElementBackend::new(&options);
    let answer = async move {
        if let (None, Ok(server)) = (backend.page().await?, backend.server()) {
            (parts::submit().await?.configure)(server).await?;
        }
        backend.log_out(token.map(Into::into)).await.map(|()| JsValue::UNDEFINED)
    };
    run(answer, Method::Password, options.messages(), done)
}
