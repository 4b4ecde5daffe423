//! A root that the shim puts widgets into, one after the other.
//!
//! The methods take `&self`: the page may call back while it is told something.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use guard_core::{Messages, Method};
use guard_widget::GuardHandle;
use guard_widget::backend::SharedBackend;
use guard_widget::face::News;
use guard_widget::widget::{LoginBox, Widget, WidgetProps};
use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::{AppHandle, Callback};

use crate::backend::ElementBackend;
use crate::call::{Call, State, Work};
use crate::emit::{self, Emit, LastCode};
use crate::options::{KnownConfig, Options};
use crate::parts;

/// A root with at most one widget in it.
///
/// Yew never takes its listeners off a root, and holds on to them for the life of the page. So a root is used again: the
/// app in it stays, and its widget comes and goes.
#[wasm_bindgen]
pub struct Mount {
    app: Rc<RefCell<AppHandle<Widget>>>,
    run: Cell<u32>,
    /// The first drawing of the widget that is in.
    first: RefCell<Option<Timeout>>,
    widget: RefCell<Option<Mounted>>,
}

/// The widget that is in.
struct Mounted {
    handle: GuardHandle,
    tell: Callback<News, bool>,
    backend: ElementBackend,
    /// The backend as props carry it: the same one as long as nothing about it changes.
    shared: SharedBackend,
    codes: LastCode,
    config: KnownConfig,
    messages: Messages,
    /// The objects that the messages were read from.
    texts: [JsValue; 2],
}

impl std::fmt::Debug for Mount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mount").field("taken", &self.widget.borrow().is_some()).finish_non_exhaustive()
    }
}

impl Mounted {
    fn props(&mut self, options: &Options) -> LoginBox {
        if !self.backend.is_of(options) {
            self.backend = ElementBackend::new(options);
            self.shared = self.backend.shared();
        }
        let texts = [options.texts.clone(), options.messages.clone()];
        if !self.texts.iter().zip(&texts).all(|(one, other)| Object::is(one, other)) {
            self.messages = options.messages();
            self.texts = texts;
        }
        self.shared.set_lang(options.lang);
        LoginBox {
            settings: options.settings(self.messages.clone(), self.config.of(options)),
            backend: Ok(self.shared.clone()),
            parts: &parts::PARTS,
            tell: self.tell.clone(),
            handle: Some(self.handle.clone()),
        }
    }
}

#[wasm_bindgen]
impl Mount {
    /// Takes `root`, which must be empty and is the mount's alone for ever.
    #[wasm_bindgen(constructor)]
    pub fn new(root: Element) -> Self {
        let app = yew::Renderer::<Widget>::with_root_and_props(root, WidgetProps::default()).render();
        Self {
            app: Rc::new(RefCell::new(app)),
            run: Cell::default(),
            first: RefCell::default(),
            widget: RefCell::default(),
        }
    }

    /// Puts a widget in. `options` are the element's properties, `emit` is called with the name and the detail of each
    /// event.
    pub fn put(&self, options: Object, emit: Function) {
        let options = Options::read(&options);
        let codes = LastCode::default();
        let backend = ElementBackend::new(&options);
        self.run.set(self.run.get() + 1);
        self.widget.replace(Some(Mounted {
            handle: GuardHandle::new(),
            tell: emit::news(&Emit(emit), &codes, options.scan),
            shared: backend.shared(),
            backend,
            codes,
            config: KnownConfig::default(),
            messages: Messages::default(),
            texts: [JsValue::UNDEFINED, JsValue::UNDEFINED],
        }));
        let (app, props) = (self.app.clone(), self.props(&options));
        // In a task of its own: what has been done so far takes a slow phone long enough.
        self.first.replace(Some(Timeout::new(0, move || app.borrow_mut().update(props))));
    }

    /// Takes new options; the person's texts stay.
    pub fn update(&self, options: Object) {
        let props = self.props(&Options::read(&options));
        if props.login.is_some() {
            self.first.take();
            self.app.borrow_mut().update(props);
        }
    }

    fn props(&self, options: &Options) -> WidgetProps {
        let login = self.widget.borrow_mut().as_mut().map(|widget| widget.props(options));
        WidgetProps { login, run: self.run.get() }
    }

    /// Takes the widget out and cancels all that it does. Nothing is told any more.
    pub fn take(&self) {
        if self.widget.take().is_some() {
            self.first.take();
            self.app.borrow_mut().update(WidgetProps { login: None, run: self.run.get() });
        }
    }

    fn handle(&self) -> GuardHandle {
        self.widget.borrow().as_ref().map(|widget| widget.handle.clone()).unwrap_or_default()
    }

    /// Makes a new QR code.
    #[wasm_bindgen(js_name = refreshQr)]
    pub fn refresh_qr(&self) {
        self.handle().refresh_qr();
    }

    /// Shows a tab. The shim has told the page of a name that is none.
    #[wasm_bindgen(js_name = setTab)]
    pub fn set_tab(&self, tab: &str) {
        if let Ok(method) = tab.parse::<Method>() {
            self.handle().set_tab(method);
        }
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

    /// The page's timer beats, on which a paced QR login polls.
    pub fn beat(&self) {
        self.handle().beat();
    }

    /// The text of the QR code, as long as one is shown that was drawn here.
    #[wasm_bindgen(getter, js_name = qrText)]
    pub fn qr_text(&self) -> Option<String> {
        self.handle().qr_text()
    }

    /// Exchanges the ticket of the last QR code for the user.
    pub fn exchange(&self, ticket: JsValue, done: Function) -> Call {
        let widget = self.widget.borrow();
        let exchange =
            widget.as_ref().map(|widget| (widget.backend.clone(), widget.codes.clone(), widget.messages.clone()));
        Call::start(Work::Exchange, ticket, done, Rc::new(State { exchange: exchange.into(), ..State::default() }))
    }
}
