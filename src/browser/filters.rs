//! What a page's filters make of an element: many dark modes are nothing but `filter: invert(1)` on the whole page.

use gloo_utils::window;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

/// More ancestors than a page has that is not out to lead us in a circle.
const DEEPEST: usize = 999;

/// Whether light has become dark at `element` by the filters on it and on all that it is in.
pub fn is_inverted(element: &Element) -> bool {
    let mut inverted = false;
    let mut at = JsValue::from(element);
    for _ in 0..DEEPEST {
        if let Some(element) = at.dyn_ref::<Element>() {
            let style = window().get_computed_style(element).ok().flatten();
            let filter = style.and_then(|style| style.get_property_value("filter").ok()).unwrap_or_default();
            inverted ^= inverts(&filter);
            // The browser draws it over the page, and no filter of the page reaches it.
            if element.matches(":is(:modal, :popover-open)").unwrap_or(false) {
                break;
            }
        }
        let Some(above) = above(&at) else { break };
        at = above;
    }
    inverted
}

/// What a node is drawn in: a slot, its parent, or the element that the shadow root is of.
fn above(node: &JsValue) -> Option<JsValue> {
    let get = |name: &&str| Reflect::get(node, &JsValue::from_str(name)).ok().filter(JsValue::is_object);
    ["assignedSlot", "parentNode", "host"].iter().find_map(get)
}

/// Whether a value of `filter` makes light dark. Of its functions only `invert` does, from the half on; all others leave
/// what is light lighter than what is dark.
fn inverts(filter: &str) -> bool {
    const NAME: &[u8] = b"invert(";
    let mut inverted = false;
    for at in 0..filter.len() {
        let Some(amount) = filter.as_bytes()[at..].strip_prefix(NAME) else { continue };
        // Browsers write it out as a plain number, so the digits are in the order of the numbers. Reading them would weigh
        // more than the rest of the panel.
        let digits = amount.iter().position(|byte| *byte == b')').map_or(amount, |end| &amount[..end]);
        inverted ^= digits > &b"0.5"[..];
    }
    inverted
}

#[cfg(test)]
mod tests {
    use super::inverts;

    #[test]
    fn only_invert_makes_light_dark_and_twice_is_light_again() {
        for filter in [
            "invert(1)",
            "invert(0.9) hue-rotate(180deg)",
            "contrast(1.2) invert(0.51)",
            "invert(1) invert(1) invert(1)",
        ] {
            assert!(inverts(filter), "{filter}");
        }
        for filter in [
            "",
            "none",
            "grayscale(1)",
            "hue-rotate(180deg) sepia(1)",
            "invert(0.4)",
            "invert(1) invert(1)",
            "url(#invert)",
        ] {
            assert!(!inverts(filter), "{filter}");
        }
    }
}
