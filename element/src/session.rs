//! The handle of a QR login that draws nothing: what `createQrSession` of the SDK is made of.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use guard_widget::browser::Task;
use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;

use crate::call::Call;
use crate::emit::{Emit, LastCode};
use crate::qr::Headless;
use crate::sdk::Exchange;
use crate::{details, parts};

/// A QR login, running or about to.
#[wasm_bindgen]
pub struct Session {
    state: Rc<State>,
    starting: RefCell<Option<Task>>,
}

/// The things that the part fills in.
#[derive(Default)]
pub(crate) struct State {
    /// Shared, since the page may stop it while it is told something.
    pub(crate) running: RefCell<Option<Rc<dyn Headless>>>,
    pub(crate) exchange: RefCell<Option<Exchange>>,
    pub(crate) codes: LastCode,
    /// Whoever hears the first status, which is told while the login starts, may stop it.
    pub(crate) stopped: Cell<bool>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

/// Starts a QR login with the settings in `options`; `emit` is called with the name and the detail of each event.
#[wasm_bindgen(js_name = startSession)]
pub fn start_session(options: Object, emit: Function) -> Session {
    let state = Rc::<State>::default();
    let filled = state.clone();
    let starting = Task::spawn(Box::pin(async move {
        match parts::sdk().await {
            Ok(part) => (part.start)(options, emit, filled).await,
            Err(_) => drop(Emit(emit).call("error", &details::not_loaded())),
        }
    }));
    Session { state, starting: RefCell::new(Some(starting)) }
}

#[wasm_bindgen]
impl Session {
    fn running(&self) -> Option<Rc<dyn Headless>> {
        self.state.running.borrow().clone()
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
        let exchange = self.state.exchange.borrow().clone();
        Call::start(done, Box::new(|part, done| (part.exchange)(exchange, ticket, done)))
    }

    /// Stops the login and gives its code up.
    pub fn stop(&self) {
        self.state.stopped.set(true);
        drop(self.starting.take());
        drop(self.state.running.take());
    }
}
