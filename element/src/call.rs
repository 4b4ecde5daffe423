//! What a page has done without a box: a login with a password, a logout, the exchange of a ticket, a QR login that draws
//! nothing. How each of them goes comes with the SDK's part.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use guard_widget::browser::{Task, object};
use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;

use crate::emit::LastCode;
use crate::qr::Headless;
use crate::sdk::Exchange;
use crate::{details, parts};

/// Work under way. Freeing it cancels it, and then nobody is told.
#[wasm_bindgen]
pub struct Call {
    state: Rc<State>,
    task: RefCell<Option<Task>>,
}

/// The kinds of work.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Work {
    /// Logs in with `account` and `password` of the settings.
    Login,
    /// Ends the session of `token` of the settings.
    Logout,
    /// Exchanges a ticket for the user.
    Exchange,
    /// A QR login that draws nothing.
    Session,
}

/// The things that the part fills in, for the calls that come after.
#[derive(Default)]
pub(crate) struct State {
    /// Shared, since the page may stop it while it is told something.
    pub(crate) running: RefCell<Option<Rc<dyn Headless>>>,
    pub(crate) exchange: RefCell<Option<Exchange>>,
    pub(crate) codes: LastCode,
    /// Whoever hears the first status, which is told while the login starts, may stop it.
    pub(crate) stopped: Cell<bool>,
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call").finish_non_exhaustive()
    }
}

impl Call {
    /// Does the work with what is given for it, once the part is here. A session tells of each event by its name and
    /// its detail; all else calls `tell(value, error)` once, where one of the two is `undefined`.
    pub(crate) fn start(work: Work, given: JsValue, tell: Function, state: Rc<State>) -> Self {
        let filled = state.clone();
        let task = Task::spawn(Box::pin(async move {
            match parts::sdk().await {
                Ok(run) => run(work, given, tell, filled).await,
                // An event or an error, whatever it is that is waited for. An error of the page's own function is in
                // the console already.
                Err(_) => drop(tell.call2(&JsValue::NULL, &"error".into(), &details::not_loaded())),
            }
        }));
        Self { state, task: RefCell::new(Some(task)) }
    }

    fn running(&self) -> Option<Rc<dyn Headless>> {
        self.state.running.borrow().clone()
    }
}

/// Logs in with `account` and `password` of `options`, which has the settings of the backend, too.
#[wasm_bindgen]
pub fn login(options: Object, done: Function) -> Call {
    Call::start(Work::Login, options.into(), done, Rc::default())
}

/// Ends the session of `token` at the server that `options` name.
#[wasm_bindgen]
pub fn logout(options: Object, token: JsValue, done: Function) -> Call {
    object::set(&options, "token", &token);
    Call::start(Work::Logout, options.into(), done, Rc::default())
}

/// Starts a QR login with the settings in `options`: what `createQrSession` of the SDK is made of. `emit` is called with
/// the name and the detail of each event.
#[wasm_bindgen(js_name = startSession)]
pub fn start_session(options: Object, emit: Function) -> Call {
    Call::start(Work::Session, options.into(), emit, Rc::default())
}

#[wasm_bindgen]
impl Call {
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

    /// Exchanges a ticket for the user.
    pub fn exchange(&self, ticket: JsValue, done: Function) -> Call {
        Call::start(Work::Exchange, ticket, done, self.state.clone())
    }

    /// Stops the login and gives its code up.
    pub fn stop(&self) {
        self.state.stopped.set(true);
        drop(self.task.take());
        drop(self.state.running.take());
    }
}
