//! A QR login that draws nothing, for hosts that draw it themselves: what `createQrSession` of the SDK is made of.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;

use super::call::{self, Call};
use super::emit::{self, Emit, LastCode};
use super::options::{self, text};
use super::source::Source;
use crate::backend::SharedBackend;
use crate::browser::QrRunner;
use crate::messages::Messages;

/// A running QR login.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Session {
    /// Shared, since what is told while it is asked something may stop it.
    runner: RefCell<Option<Rc<QrRunner>>>,
    /// Exchanges tickets even where the login itself leaves that to the host.
    exchanger: Option<SharedBackend>,
    codes: LastCode,
    messages: Messages,
}

/// Starts a QR login with the settings in `options`; `emit` is called with the name and the detail of each event.
#[wasm_bindgen(js_name = startSession)]
pub fn start_session(options: Object, emit: Function) -> Session {
    let (emit, codes) = (Emit(emit), LastCode::default());
    let messages = options::messages(&options);
    let mut source = Source::default();
    let backend = source.backend(&options, options::lang(&options));
    let app_id = text(&options, "appId").unwrap_or_default();
    let auto_refresh = !options::flag(&options, "noAutoRefresh");
    let hooks = emit::session(&emit, &codes, messages.clone());
    let runner = QrRunner::start(&app_id, backend, auto_refresh, hooks);
    Session { runner: RefCell::new(Some(Rc::new(runner))), exchanger: source.exchanger(), codes, messages }
}

#[wasm_bindgen]
impl Session {
    fn runner(&self) -> Option<Rc<QrRunner>> {
        self.runner.borrow().clone()
    }

    /// Makes a new code.
    pub fn refresh(&self) {
        if let Some(runner) = self.runner() {
            runner.refresh();
        }
    }

    /// The code cannot be shown.
    pub fn unshowable(&self) {
        if let Some(runner) = self.runner() {
            runner.unshowable();
        }
    }

    /// Exchanges a ticket for the user.
    pub fn exchange(&self, ticket: String, done: Function) -> Call {
        call::exchange(self.exchanger.as_ref(), &self.codes, ticket, self.messages.clone(), done)
    }

    /// Stops the login and gives its code up.
    pub fn stop(&self) {
        drop(self.runner.take());
    }
}
