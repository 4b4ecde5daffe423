//! What the JavaScript shim calls: put a widget on a stage, tell it what to do, take it off; start a QR login that draws
//! nothing; make single requests. Everything else about the element and the SDK (attributes, shadow root, life cycle,
//! promises) is the shim's.

mod call;
mod details;
mod emit;
mod options;
mod session;
mod source;
mod stage;

use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::AppHandle;

pub use self::call::{Call, login, logout};
use self::emit::{Emit, LastCode};
pub use self::session::{Session, start_session};
use self::source::Source;
use self::stage::StageProps;
use crate::components::GuardHandle;
use crate::tab::Tab;

/// A root with at most one widget in it. Made once for a root, and used for one widget after the other.
#[wasm_bindgen]
pub struct Stage {
    app: AppHandle<stage::Stage>,
    run: u32,
    handle: GuardHandle,
    emit: Option<Emit>,
    source: Source,
    codes: LastCode,
    options: Object,
}

impl std::fmt::Debug for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stage").field("taken", &self.emit.is_some()).finish_non_exhaustive()
    }
}

#[wasm_bindgen]
impl Stage {
    /// A stage in `root`, which must be empty and is the stage's alone for ever.
    #[wasm_bindgen(constructor)]
    pub fn new(root: Element) -> Self {
        let app = yew::Renderer::<stage::Stage>::with_root_and_props(root, StageProps::default()).render();
        Self {
            app,
            run: 0,
            handle: GuardHandle::new(),
            emit: None,
            source: Source::default(),
            codes: LastCode::default(),
            options: Object::new(),
        }
    }

    /// Puts a widget on. `options` are the element's properties, `emit` is called with the name and the detail of each
    /// event.
    pub fn mount(&mut self, options: Object, emit: Function) {
        self.run += 1;
        self.handle = GuardHandle::new();
        self.source = Source::default();
        self.codes = LastCode::default();
        self.emit = Some(Emit(emit));
        self.update(options);
    }

    /// Takes new options; what the person typed stays.
    pub fn update(&mut self, options: Object) {
        let Some(emit) = &self.emit else { return };
        let mut props = options::props(&options);
        props.backend = Some(self.source.backend(&options, options::lang(&options)));
        let widget = emit::widget(props, &self.handle, emit, &self.codes);
        self.app.update(StageProps { widget: Some(widget), run: self.run });
        self.options = options;
    }

    /// Takes the widget off and cancels all that it does. Nothing is told any more.
    pub fn unmount(&mut self) {
        if self.emit.take().is_some() {
            self.handle = GuardHandle::new();
            self.source = Source::default();
            self.codes = LastCode::default();
            self.options = Object::new();
            self.app.update(StageProps { widget: None, run: self.run });
        }
    }

    /// Makes a new QR code.
    #[wasm_bindgen(js_name = refreshQr)]
    pub fn refresh_qr(&self) {
        self.handle.refresh_qr();
    }

    /// Shows a tab. An unknown name is an error that says which there are.
    #[wasm_bindgen(js_name = setTab)]
    pub fn set_tab(&self, tab: &str) -> Result<(), JsError> {
        self.handle.set_tab(tab.parse::<Tab>()?);
        Ok(())
    }

    /// Back to the start: an empty form, a new code.
    pub fn reset(&self) {
        self.handle.reset();
    }

    /// Moves the focus to the first thing to do.
    pub fn focus(&self) {
        self.handle.focus();
    }

    /// The text of the QR code, as long as one is shown that was drawn here.
    #[wasm_bindgen(getter, js_name = qrText)]
    pub fn qr_text(&self) -> Option<String> {
        self.handle.qr_text()
    }

    /// Exchanges the ticket of the last QR code for the user.
    pub fn exchange(&self, ticket: String, done: Function) -> Call {
        call::exchange(self.source.exchanger().as_ref(), &self.codes, ticket, options::messages(&self.options), done)
    }
}
