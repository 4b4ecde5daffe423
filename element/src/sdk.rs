//! The SDK's part: calls without a box, and the start of QR logins that draw nothing.

use std::rc::Rc;

use guard_core::qr::Policy;
use guard_core::{BackendError, Messages, Method, Outcome, retry};
use guard_widget::backend::{AuthingBackend, Backend, Credentials, LocalBoxFuture};
use guard_widget::browser::{channel, http, random};
use guard_widget::{LoginError, LoginSuccess, WidgetError};
use js_sys::{Function, Object};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::backend::ElementBackend;
use crate::call::{State, Work};
use crate::emit::{Emit, LastCode};
use crate::options::{self, Options};
use crate::{details, parts};

/// A ticket's way to a login: the backend, the code that it belongs to, and the texts of errors.
pub(crate) type Exchange = (ElementBackend, LastCode, Messages);

/// Does the work of a call. The one entry of the part.
pub(crate) type SdkPart = fn(Work, JsValue, Function, Rc<State>) -> LocalBoxFuture<'static, ()>;

pub(crate) fn run(work: Work, given: JsValue, tell: Function, state: Rc<State>) -> LocalBoxFuture<'static, ()> {
    let options = Object::unchecked_from_js(given.clone());
    match work {
        Work::Login => Box::pin(login(options, tell)),
        Work::Logout => Box::pin(logout(options, tell)),
        Work::Exchange => Box::pin(exchange(state.exchange.borrow().clone(), given.as_string(), tell)),
        Work::Session => Box::pin(start(options, tell, state)),
    }
}

/// Tells the page of the answer.
fn tell(answer: Result<JsValue, BackendError>, method: Method, messages: &Messages, done: &Function) {
    let (value, error) = match answer {
        Ok(value) => (value, JsValue::UNDEFINED),
        Err(error) => {
            let message = error.message(messages).to_string();
            (JsValue::UNDEFINED, details::refused(&LoginError { method, error, message }))
        }
    };
    // An error of the page's own function is in the console already.
    let _ = done.call2(&JsValue::NULL, &value, &error);
}

/// Asks for the configuration of a server as often as a box does.
async fn configure(backend: &ElementBackend) -> Result<(), BackendError> {
    let (None, Ok(server)) = (backend.page().await?, backend.server()) else { return Ok(()) };
    configure_server(server).await
}

async fn configure_server(server: &AuthingBackend) -> Result<(), BackendError> {
    let mut failures = 0;
    loop {
        let Err(error) = server.config().await else { return Ok(()) };
        failures += 1;
        match retry::after(failures, retry::CONFIG_TRIES, &error) {
            Some(wait) => http::pause(random::jittered(wait)).await,
            None => return Err(error),
        }
    }
}

async fn login(object: Object, done: Function) {
    let typed = |key| options::get(&object, key).as_string().unwrap_or_default();
    let typed = Credentials { account: typed("account").trim().to_owned(), password: typed("password").into() };
    let options = Options::read(&object);
    let backend = ElementBackend::new(&options);
    let method = Method::Password;
    let answer = async {
        configure(&backend).await?;
        match backend.clone().log_in_with(typed).await? {
            Outcome::Authenticated(authentication) => Ok(details::login(&LoginSuccess { method, authentication })),
            Outcome::NeedsFactor(needed) => Err(BackendError::Refused(needed.refusal)),
            Outcome::Refused(refusal) => Err(refusal.into()),
        }
    };
    tell(answer.await, method, &options.messages(), &done);
}

async fn logout(object: Object, done: Function) {
    let token = options::get(&object, "token").as_string();
    let options = Options::read(&object);
    channel::tell_logout(&options.app_id);
    let backend = ElementBackend::new(&options);
    let answer = async {
        configure(&backend).await?;
        let own = backend.page().await?.and_then(|page| page.log_out(token.clone().map(Into::into).as_ref()));
        match own {
            Some(own) => own.await?,
            None => (parts::submit().await?.log_out)(backend.server()?, token.map(Into::into)).await?,
        }
        Ok(JsValue::UNDEFINED)
    };
    tell(answer.await, Method::Password, &options.messages(), &done);
}

async fn exchange(exchange: Option<Exchange>, ticket: Option<String>, done: Function) {
    let messages = exchange.as_ref().map(|(_, _, messages)| messages.clone()).unwrap_or_default();
    let answer = async {
        let (backend, codes, _) = exchange.ok_or(BackendError::Gone)?;
        let code = codes.last().ok_or(BackendError::Gone)?;
        let ticket =
            ticket.ok_or_else(|| BackendError::Setup("`ticket` must be the text that the event had".into()))?;
        match (parts::qr().await?.redeem)(backend, code, ticket.into()).await? {
            Outcome::Authenticated(login) => Ok(details::optional(login.user.as_deref().map(details::user))),
            Outcome::NeedsFactor(needed) => Err(BackendError::Refused(needed.refusal)),
            Outcome::Refused(refusal) => Err(refusal.into()),
        }
    };
    tell(answer.await, Method::Qr, &messages, &done);
}

async fn start(object: Object, emit: Function, state: Rc<State>) {
    let options = Options::read(&object);
    let (emit, messages) = (Emit(emit), options.messages());
    let backend = ElementBackend::new(&options);
    state.exchange.replace(Some((backend.clone(), state.codes.clone(), messages.clone())));
    let policy = Policy { auto_refresh: !options.no_auto_refresh, paced: options.paced, exchange: options.exchange };
    match parts::qr().await {
        Ok(part) => {
            let started = (part.start)(&options.app_id, backend, policy, emit, state.codes.clone(), messages);
            if !state.stopped.get() {
                state.running.replace(Some(started.into()));
            }
        }
        Err(error) => {
            let message = error.message(&messages).to_string();
            fail(&emit, &details::error(&WidgetError { error, message }));
        }
    }
}

/// Tells that there can be no login.
fn fail(emit: &Emit, error: &JsValue) {
    emit.call("error", error);
    emit.call("status", &details::object([("status", "error".into()), ("reason", "unavailable".into())]));
}
