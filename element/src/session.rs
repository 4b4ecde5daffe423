//! The handle of a QR login that draws nothing: what `createQrSession` of the SDK is made of.

use std::cell::RefCell;
use std::rc::Rc;

use guard_core::qr::Policy;
use guard_core::{BackendError, Messages, Method};
use guard_widget::WidgetError;
use guard_widget::browser::Task;
use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;

use crate::backend::ElementBackend;
use crate::call::{self, Call};
use crate::emit::{Emit, LastCode};
use crate::options::Options;
use crate::qr::{self, Headless};
use crate::{details, parts};

/// A QR login, running or about to.
#[wasm_bindgen]
pub struct Session {
    /// Shared, since the page may stop it while it is told something.
    running: Rc<RefCell<Option<Rc<dyn Headless>>>>,
    starting: RefCell<Option<Task>>,
    backend: ElementBackend,
    codes: LastCode,
    messages: Messages,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

/// Starts a QR login with the settings in `options`; `emit` is called with the name and the detail of each event.
#[wasm_bindgen(js_name = startSession)]
pub fn start_session(options: Object, emit: Function) -> Session {
    let options = Options::read(&options);
    let (emit, codes, messages) = (Emit(emit), LastCode::default(), options.messages());
    let backend = ElementBackend::new(&options);
    let policy = Policy { auto_refresh: !options.no_auto_refresh, paced: options.paced, exchange: options.exchange };
    let running = Rc::new(RefCell::new(None));
    let starting = {
        let (backend, codes, messages, running) = (backend.clone(), codes.clone(), messages.clone(), running.clone());
        Task::spawn(async move {
            match parts::qr().await {
                Ok(part) => {
                    let started = (part.start)(&options.app_id, backend, policy, emit, codes, messages);
                    running.replace(Some(started.into()));
                }
                Err(error) => fail(&emit, error, &messages),
            }
        })
    };
    Session { running, starting: RefCell::new(Some(starting)), backend, codes, messages }
}

/// Tells that there can be no login.
fn fail(emit: &Emit, error: BackendError, messages: &Messages) {
    let message = error.message(messages).to_string();
    emit.call("error", &details::error(&WidgetError { error, message }));
    emit.call("status", &details::object([("status", "error".into()), ("reason", "unavailable".into())]));
}

#[wasm_bindgen]
impl Session {
    fn running(&self) -> Option<Rc<dyn Headless>> {
        self.running.borrow().clone()
    }

    /// Makes a new code.
    pub fn refresh(&self) {
        if let Some(running) = self.running() {
            running.refresh();
        }
    }

    /// The code cannot be shown.
    pub fn unshowable(&self) {
        if let Some(running) = self.running() {
            running.unshowable();
        }
    }

    /// The page's timer beats.
    pub fn beat(&self) {
        if let Some(running) = self.running() {
            running.beat();
        }
    }

    /// Exchanges a ticket for the user.
    pub fn exchange(&self, ticket: String, done: Function) -> Call {
        exchange(Some(&self.backend), &self.codes, ticket, self.messages.clone(), done)
    }

    /// Stops the login and gives its code up.
    pub fn stop(&self) {
        drop(self.starting.take());
        drop(self.running.take());
    }
}

/// Exchanges `ticket` for the user, with the code that it belongs to.
pub(crate) fn exchange(
    backend: Option<&ElementBackend>,
    codes: &LastCode,
    ticket: String,
    messages: Messages,
    done: Function,
) -> Call {
    let known = codes.last().zip(backend.cloned());
    let answer = async move {
        let (code, backend) = known.ok_or(BackendError::Gone)?;
        let part = parts::qr().await?;
        qr::user_of((part.redeem)(backend, code, ticket.into()).await)
    };
    call::run(answer, Method::Qr, messages, done)
}
