//! A widget mounted in the test page, and ways to look at it. Used by the browser tests of the crate.

use gloo_timers::future::TimeoutFuture;
use gloo_utils::document;
use guard_widget::GuardWidgetProps;
use guard_widget::backend::{DemoBackend, DemoState, SharedBackend};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::AppHandle;

/// A mounted widget; taken out of the page when dropped.
pub(crate) struct Mounted {
    pub(crate) root: Element,
    pub(crate) app: Option<AppHandle<guard_widget::GuardWidget>>,
}

/// Props for a widget that shows `state` of the demo backend.
pub(crate) fn demo_props(state: DemoState) -> GuardWidgetProps {
    yew::props!(GuardWidgetProps {
        backend: Some(SharedBackend::new(DemoBackend::new(state))),
        lang: Some(guard_widget::Lang::EnUs),
        no_auto_refresh: true,
    })
}

impl Mounted {
    /// Mounts a widget and waits until it can be used.
    pub(crate) async fn with(props: GuardWidgetProps) -> Self {
        let root = document().create_element("div").unwrap();
        document().body().unwrap().append_child(&root).unwrap();
        let app = yew::Renderer::<guard_widget::GuardWidget>::with_root_and_props(root.clone(), props).render();
        let mounted = Self { root, app: Some(app) };
        mounted.until(|page| page.find("[role=tab], form, .guard-qr").is_some()).await;
        mounted
    }

    /// The first element that fits.
    pub(crate) fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.root.query_selector(selector).unwrap().map(JsCast::unchecked_into)
    }

    /// The first element that fits; there must be one.
    pub(crate) fn get(&self, selector: &str) -> HtmlElement {
        self.find(selector).unwrap_or_else(|| panic!("no {selector} in {}", self.root.inner_html()))
    }

    /// Waits until `holds`; fails after three seconds.
    pub(crate) async fn until(&self, holds: impl Fn(&Self) -> bool) {
        for _ in 0..150 {
            if holds(self) {
                return;
            }
            TimeoutFuture::new(20).await;
        }
        panic!("it never came to that: {}", self.root.inner_html());
    }

    /// Waits until the QR panel shows `status`.
    pub(crate) async fn until_status(&self, status: &str) {
        self.until(|page| page.find(&format!(".guard-qr[data-status={status}]")).is_some()).await;
    }

    pub(crate) fn unmount(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.unmount();
        self.root.remove();
    }
}
