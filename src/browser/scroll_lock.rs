//! Keeps the page behind a dialog from scrolling.

use std::cell::RefCell;

use gloo_utils::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{CssStyleDeclaration, HtmlElement};

/// The properties of the document's element that a lock sets.
const PROPERTIES: [&str; 2] = ["overflow", "scrollbar-gutter"];

thread_local! {
    /// How many locks there are, and what the page had before the first.
    static LOCKS: RefCell<(u32, [String; 2])> = RefCell::default();
}

/// The page does not scroll, and does not become wider by the scrollbar that is gone, until this is dropped.
#[derive(Debug)]
#[must_use = "dropping it lets the page scroll again"]
pub struct ScrollLock(());

impl ScrollLock {
    /// Locks the page.
    pub fn new() -> Self {
        let Some((element, style)) = root() else { return Self(()) };
        LOCKS.with_borrow_mut(|(count, before)| {
            *count += 1;
            if *count > 1 {
                return;
            }
            *before = PROPERTIES.map(|name| style.get_property_value(name).unwrap_or_default());
            let width = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or_default();
            let has_scrollbar = width > f64::from(element.client_width());
            set(&style, "overflow", "hidden");
            if has_scrollbar {
                set(&style, "scrollbar-gutter", "stable");
            }
        });
        Self(())
    }
}

impl Default for ScrollLock {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for ScrollLock {
    fn drop(&mut self) {
        let Some((element, style)) = root() else { return };
        LOCKS.with_borrow_mut(|(count, before)| {
            *count = count.saturating_sub(1);
            if *count == 0 {
                PROPERTIES.iter().zip(before).for_each(|(name, value)| set(&style, name, value));
                if element.get_attribute("style").is_some_and(|text| text.is_empty()) {
                    // An attribute that is not there is none to take away.
                    let _ = element.remove_attribute("style");
                }
            }
        });
    }
}

fn root() -> Option<(HtmlElement, CssStyleDeclaration)> {
    let element = document().document_element()?.dyn_into::<HtmlElement>().ok()?;
    let style = element.style();
    Some((element, style))
}

fn set(style: &CssStyleDeclaration, name: &str, value: &str) {
    // Setting a property of an element's own style cannot fail.
    let _ = style.set_property(name, value);
}
