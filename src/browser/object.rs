//! Plain objects of JavaScript. What is told to the browser with one needs no setter of its own: each would be an import
//! of the module, which stands in its base and in its glue whoever calls it.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// An object of these texts.
pub fn texts(entries: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, text) in entries {
        set(&object, key, &JsValue::from_str(text));
    }
    object
}

/// Sets a field of a plain object; `undefined` is none.
pub fn set(object: &Object, key: &str, value: &JsValue) {
    if !value.is_undefined() {
        // Setting a property of a new plain object cannot fail.
        let _ = Reflect::set(object, &JsValue::from_str(key), value);
    }
}
