//! The style sheet in a Yew app: adopted once by the document, and scoped, so that it reaches nothing but the widget.
//! (The element's shadow root gets the same sheet from its JavaScript shim.)

use std::cell::Cell;

use gloo_utils::document;
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CssStyleSheet;

/// The sheet of the frame, and those of the methods and factors.
const SHEETS: &[&str] = &[
    include_str!("../../assets/guard.css"),
    include_str!("../../assets/guard-card.css"),
    include_str!("../methods/qr/qr.css"),
    include_str!("../factors/code/code.css"),
];
const LIGHT: &str = include_str!("../../assets/guard-light.css");
const MOTION: &str = include_str!("../../assets/guard-motion.css");

/// What a page passes down to everything ends at the scope, as it does at a shadow root's.
const FRAME: &str = ":scope { all: initial; display: block; visibility: inherit; pointer-events: inherit; }";

/// Adopts the sheet, the first time that it is called.
pub(crate) fn adopt() {
    thread_local! {
        static ADOPTED: Cell<bool> = const { Cell::new(false) };
    }
    if !ADOPTED.replace(true) && try_adopt().is_err() {
        web_sys::console::warn_1(
            &"guard-widget: this browser cannot adopt style sheets; the widget is unstyled".into(),
        );
    }
}

fn try_adopt() -> Result<(), JsValue> {
    let sheet = CssStyleSheet::new()?;
    let sheets = SHEETS.concat();
    // The ids are nobody's: they make every rule weigh more than the page's own.
    sheet.replace_sync(&format!(
        "@scope (.guard-scope) {{ {FRAME} :is(#guard-scope#guard-scope, :scope) {{ {LIGHT} {sheets} }} }} {MOTION}"
    ))?;
    let document = document();
    let key = JsValue::from_str("adoptedStyleSheets");
    let sheets = Array::from(&Reflect::get(&document, &key)?);
    sheets.push(sheet.unchecked_ref());
    Reflect::set(&document, &key, &sheets)?;
    Ok(())
}
