//! The style of the hosted page round the widget. stylist checks it while compiling; it is adopted as a constructed
//! sheet, since a `<style>` element would be against the page's own `style-src 'self'`.

use gloo_utils::document;
use js_sys::{Array, Reflect};
use stylist::ast::{ToStyleStr, sheet};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CssStyleSheet;

/// Puts the style into the document.
pub(super) fn adopt() {
    let sheet = sheet!(
        r#"
        .page {
            box-sizing: border-box;
            min-height: 100vh;
            display: grid;
            place-content: center;
            justify-items: center;
            gap: 16px;
            padding: 24px 16px;
        }
        .page > .guard-scope {
            width: min(400px, 100vw - 32px);
        }
        .page-problem {
            max-width: 368px;
            padding: 12px 16px;
            border-radius: 10px;
            font: 400 15px/1.5 system-ui, sans-serif;
            overflow-wrap: anywhere;
        }
        "#
    );
    if put(&sheet.to_style_str(None)).is_err() {
        web_sys::console::warn_1(&"this browser cannot adopt style sheets; the page is unstyled".into());
    }
}

fn put(css: &str) -> Result<(), JsValue> {
    let sheet = CssStyleSheet::new()?;
    sheet.replace_sync(css)?;
    let document = document();
    let key = JsValue::from_str("adoptedStyleSheets");
    let sheets = Array::from(&Reflect::get(&document, &key)?);
    sheets.push(sheet.unchecked_ref());
    Reflect::set(&document, &key, &sheets)?;
    Ok(())
}
