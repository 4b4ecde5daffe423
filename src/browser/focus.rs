//! Moving the focus.

use web_sys::{FocusOptions, HtmlElement, HtmlInputElement};
use yew::NodeRef;

/// Moves the focus to `target`; the page scrolls there, unless `prevent_scroll`.
pub fn focus(target: &HtmlElement, prevent_scroll: bool) {
    let how = FocusOptions::new();
    how.set_prevent_scroll(prevent_scroll);
    // An element that cannot take the focus is no reason to fail.
    let _ = target.focus_with_options(&how);
}

/// Moves the focus to an input and selects its text, so that typing replaces it.
pub fn select(input: &NodeRef) {
    if let Some(input) = input.cast::<HtmlInputElement>() {
        focus(&input, false);
        input.select();
    }
}
