//! Events of keys.

use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

/// Whether it is what it is named: autofill and extensions send plain events with the names of a key's.
pub fn is_of_key(event: &KeyboardEvent) -> bool {
    event.is_instance_of::<KeyboardEvent>()
}
