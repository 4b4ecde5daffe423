//! Sends the browser to another page with a form, so that what goes along is in no URL, history or `Referer`.

use gloo_utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlFormElement};

/// Posts `fields` to `url` as a form of the page. The form is put into `place`, which must be in the document.
pub fn post(place: &Element, url: &str, fields: &[(&str, String)]) {
    let Some(form) = make("form", &[("method", "post"), ("action", url), ("hidden", "")]) else { return };
    for (name, value) in fields {
        if let Some(input) = make("input", &[("type", "hidden"), ("name", name), ("value", value)]) {
            // A new element takes any child.
            let _ = form.append_child(&input);
        }
    }
    let _ = place.append_child(&form);
    // What the browser refuses, it says in its console.
    let _ = form.unchecked_ref::<HtmlFormElement>().submit();
    form.remove();
}

fn make(tag: &str, attributes: &[(&str, &str)]) -> Option<Element> {
    let element = document().create_element(tag).ok()?;
    for (name, value) in attributes {
        // The names are those of HTML.
        let _ = element.set_attribute(name, value);
    }
    Some(element)
}
