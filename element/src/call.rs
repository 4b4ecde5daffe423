//! Single requests that a host makes without a widget: a login with a password, the exchange of a ticket, a logout.

use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;

use super::details;
use super::emit::LastCode;
use super::options::{self, get};
use super::source::Source;
use crate::backend::{Credentials, SharedBackend};
use crate::browser::Task;
use crate::components::{LoginError, LoginSuccess};
use crate::failure::Failure;
use crate::grant::{Grant, Method};
use crate::messages::Messages;

/// A request under way. Freeing it cancels the request, and then nobody is told.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Call {
    _task: Task,
}

/// Runs `answer`, and calls `done(value, error)` with what came of it: one of the two is `undefined`.
pub(super) fn run<T: 'static>(
    answer: impl Future<Output = Result<T, Failure>> + 'static,
    method: Method,
    messages: Messages,
    value: fn(T) -> JsValue,
    done: Function,
) -> Call {
    let task = Task::spawn(async move {
        let (value, error) = match answer.await {
            Ok(answer) => (value(answer), JsValue::UNDEFINED),
            Err(failure) => {
                let message = failure.message(&messages);
                (JsValue::UNDEFINED, details::refused(&LoginError { method, failure, message }))
            }
        };
        // What a host's own function throws is in the console already.
        let _ = done.call2(&JsValue::NULL, &value, &error);
    });
    Call { _task: task }
}

/// What an exchange yields: the user.
pub(super) fn user_of(grant: Grant) -> JsValue {
    grant.user.as_ref().map_or(JsValue::UNDEFINED, details::user)
}

/// Logs in with `account` and `password` of `options`, which has the settings of the backend, too.
#[wasm_bindgen]
pub fn login(options: Object, done: Function) -> Call {
    let typed = |key| get(&options, key).as_string().unwrap_or_default();
    let credentials = Credentials { account: typed("account").trim().to_owned(), password: typed("password").into() };
    let backend = Source::default().backend(&options, options::lang(&options));
    let answer = backend.login(credentials);
    let method = Method::Password;
    let detail = |grant| details::login(&LoginSuccess { method: Method::Password, grant });
    run(answer, method, options::messages(&options), detail, done)
}

/// Ends the session of `token` at the server that `options` name.
#[wasm_bindgen]
pub fn logout(options: Object, token: Option<String>, done: Function) -> Call {
    let backend = Source::default().backend(&options, options::lang(&options));
    let answer = backend.logout(token.map(Into::into));
    run(answer, Method::Password, options::messages(&options), |()| JsValue::UNDEFINED, done)
}

/// Exchanges `ticket` for the user, with the code that it belongs to.
pub(super) fn exchange(
    backend: Option<&SharedBackend>,
    codes: &LastCode,
    ticket: String,
    messages: Messages,
    done: Function,
) -> Call {
    let answer = codes.last().zip(backend).map(|(code, backend)| backend.exchange(code, ticket.into()));
    let answer = async move {
        match answer {
            Some(answer) => answer.await,
            None => Err(Failure::Gone),
        }
    };
    run(answer, Method::Qr, messages, user_of, done)
}
