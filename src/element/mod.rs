//! What the custom element's JavaScript shim calls: mount the widget into a root, update it, tell it what to do,
//! unmount it. Everything else about the element (attributes, shadow root, life cycle) is the shim's.

mod details;
mod options;

use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::{AppHandle, Callback};

use self::options::props;
use crate::components::{GuardHandle, GuardWidget, GuardWidgetProps};
use crate::tab::Tab;

/// Tells the shim of an event: its name without the prefix, and its detail. Answers `false` when the host cancelled it.
#[derive(Clone)]
struct Emit(Function);

impl Emit {
    fn call(&self, name: &str, detail: &JsValue) -> bool {
        // A listener that throws is the host's to see; the shim reports it and answers as if it had not.
        self.0.call2(&JsValue::NULL, &JsValue::from_str(name), detail).map_or(true, |answer| answer.is_truthy())
    }
}

/// A mounted widget.
#[wasm_bindgen]
pub struct Handle {
    app: Option<AppHandle<GuardWidget>>,
    handle: GuardHandle,
    emit: Emit,
}

impl std::fmt::Debug for Handle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handle").field("mounted", &self.app.is_some()).finish_non_exhaustive()
    }
}

/// Mounts a widget into `root`, which must be empty and the widget's alone. `options` are the element's properties,
/// `emit` is called with the name and the detail of each event.
#[wasm_bindgen]
pub fn mount(root: Element, options: Object, emit: Function) -> Handle {
    let (emit, handle) = (Emit(emit), GuardHandle::new());
    let props = connected(props(&options), &handle, &emit);
    let app = yew::Renderer::<GuardWidget>::with_root_and_props(root, props).render();
    Handle { app: Some(app), handle, emit }
}

#[wasm_bindgen]
impl Handle {
    /// Takes new options; what the person typed stays.
    pub fn update(&mut self, options: Object) {
        let props = connected(props(&options), &self.handle, &self.emit);
        if let Some(app) = &mut self.app {
            app.update(props);
        }
    }

    /// Takes the widget out of its root and cancels all that it does. Later calls do nothing.
    pub fn unmount(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
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
}

/// The props with every callback leading to `emit`.
fn connected(props: GuardWidgetProps, handle: &GuardHandle, emit: &Emit) -> GuardWidgetProps {
    macro_rules! tell {
        ($name:literal, $detail:path) => {{
            let emit = emit.clone();
            Callback::from(move |value| {
                emit.call($name, &$detail(&value));
            })
        }};
    }
    let ask = emit.clone();
    GuardWidgetProps {
        handle: Some(handle.clone()),
        on_ready: {
            let emit = emit.clone();
            Callback::from(move |tabs: Vec<Tab>| {
                emit.call("ready", &details::ready(&tabs));
            })
        },
        on_tab_change: tell!("tab-change", details::tab_change),
        on_qr_status: tell!("qr-status", details::qr_status),
        on_before_login: Callback::from(move |value| ask.call("before-login", &details::before_login(&value))),
        on_login: tell!("login", details::login),
        on_login_error: tell!("login-error", details::login_error),
        on_mfa_required: tell!("mfa-required", details::mfa_required),
        on_error: tell!("error", details::error),
        ..props
    }
}
