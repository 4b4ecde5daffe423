//! Moving the focus.

use js_sys::Object;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::NodeRef;

use super::object;

/// Moves the focus to `target`; the page scrolls there, unless `prevent_scroll`.
pub fn focus(target: &HtmlElement, prevent_scroll: bool) {
    let how = Object::new();
    object::set(&how, "preventScroll", &prevent_scroll.into());
    // An element that cannot take the focus is no reason to fail.
    let _ = target.focus_with_options(how.unchecked_ref());
}

/// Moves the focus to an input and selects its text, so that typing replaces it.
pub fn select(input: &NodeRef) {
    if let Some(input) = input.cast::<HtmlInputElement>() {
        focus(&input, false);
        input.select();
    }
}
