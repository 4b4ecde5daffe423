//! Sends the browser to another page with a form, so that what goes along is in no URL, history or `Referer`.

use gloo_utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlFormElement, HtmlInputElement};

/// Posts `fields` to `url` as a form of the page. The form is put into `place`, which must be in the document.
pub fn post(place: &Element, url: &str, fields: &[(&str, String)]) {
    let make = |tag: &str| document().create_element(tag).ok();
    let Some(form) = make("form").and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else { return };
    form.set_method("post");
    form.set_action(url);
    form.set_hidden(true);
    for (name, value) in fields {
        let Some(input) = make("input").and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) else { continue };
        input.set_type("hidden");
        input.set_name(name);
        input.set_value(value);
        // A new element takes any child.
        let _ = form.append_child(&input);
    }
    let _ = place.append_child(&form);
    // What the browser refuses, it says in its console.
    let _ = form.submit();
    form.remove();
}
