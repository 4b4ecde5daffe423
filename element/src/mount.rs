//! A root that the shim draws widgets in, one after the other.
//!
//! The methods take `&self`: what a widget tells while it is asked something may make the page call back.

use std::cell::{Cell, RefCell};

use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::AppHandle;

use super::call::{self, Call};
use super::emit::{self, Emit, LastCode};
use super::options::{self, KnownConfig};
use super::source::Source;
use super::stage_view::{StageView, StageViewProps};
use crate::components::GuardHandle;
use crate::tab::Tab;

/// A root with at most one widget in it. Made once for a root, and used for one widget after the other.
#[wasm_bindgen]
pub struct Stage {
    app: RefCell<AppHandle<StageView>>,
    run: Cell<u32>,
    widget: RefCell<Option<Widget>>,
}

/// The widget that is on.
struct Widget {
    handle: GuardHandle,
    emit: Emit,
    source: Source,
    codes: LastCode,
    config: KnownConfig,
    options: Object,
}

impl std::fmt::Debug for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stage").field("taken", &self.widget.borrow().is_some()).finish_non_exhaustive()
    }
}

#[wasm_bindgen]
impl Stage {
    /// A stage in `root`, which must be empty and is the stage's alone for ever.
    #[wasm_bindgen(constructor)]
    pub fn new(root: Element) -> Self {
        let app = yew::Renderer::<StageView>::with_root_and_props(root, StageViewProps::default()).render();
        Self { app: RefCell::new(app), run: Cell::default(), widget: RefCell::default() }
    }

    /// Puts a widget on. `options` are the element's properties, `emit` is called with the name and the detail of each
    /// event.
    pub fn mount(&self, options: Object, emit: Function) {
        self.run.set(self.run.get() + 1);
        self.widget.replace(Some(Widget {
            handle: GuardHandle::new(),
            emit: Emit(emit),
            source: Source::default(),
            codes: LastCode::default(),
            config: KnownConfig::default(),
            options: Object::new(),
        }));
        self.update(options);
    }

    /// Takes new options; what the person typed stays.
    pub fn update(&self, options: Object) {
        let props = self.widget.borrow_mut().as_mut().map(|widget| {
            let mut props = options::props(&options);
            props.backend = Some(widget.source.backend(&options, options::lang(&options)));
            props.config = widget.config.of(&options);
            widget.options = options;
            emit::widget(props, &widget.handle, &widget.emit, &widget.codes)
        });
        if props.is_some() {
            self.app.borrow_mut().update(StageViewProps { widget: props, run: self.run.get() });
        }
    }

    /// Takes the widget off and cancels all that it does. Nothing is told any more.
    pub fn unmount(&self) {
        let widget = self.widget.take();
        if widget.is_some() {
            self.app.borrow_mut().update(StageViewProps { widget: None, run: self.run.get() });
        }
    }

    /// What the widget is told by.
    fn handle(&self) -> GuardHandle {
        self.widget.borrow().as_ref().map(|widget| widget.handle.clone()).unwrap_or_default()
    }

    /// Makes a new QR code.
    #[wasm_bindgen(js_name = refreshQr)]
    pub fn refresh_qr(&self) {
        self.handle().refresh_qr();
    }

    /// Shows a tab. An unknown name is an error that says which there are.
    #[wasm_bindgen(js_name = setTab)]
    pub fn set_tab(&self, tab: &str) -> Result<(), JsError> {
        self.handle().set_tab(tab.parse::<Tab>()?);
        Ok(())
    }

    /// Back to the start: an empty form, a new code.
    pub fn reset(&self) {
        self.handle().reset();
    }

    /// Moves the focus to the first thing to do.
    pub fn focus(&self, prevent_scroll: bool) {
        if prevent_scroll {
            self.handle().focus_without_scrolling();
        } else {
            self.handle().focus();
        }
    }

    /// The text of the QR code, as long as one is shown that was drawn here.
    #[wasm_bindgen(getter, js_name = qrText)]
    pub fn qr_text(&self) -> Option<String> {
        self.handle().qr_text()
    }

    /// Exchanges the ticket of the last QR code for the user.
    pub fn exchange(&self, ticket: String, done: Function) -> Call {
        let widget = self.widget.borrow();
        let exchanger = widget.as_ref().and_then(|widget| widget.source.exchanger());
        let codes = widget.as_ref().map(|widget| widget.codes.clone()).unwrap_or_default();
        let messages = widget.as_ref().map(|widget| options::messages(&widget.options)).unwrap_or_default();
        call::exchange(exchanger.as_ref(), &codes, ticket, messages, done)
    }
}
