//! The browser's console, where the developer of a page looks.

use std::cell::RefCell;

/// Says what is wrong with the page, once in its life: settings are read with every change.
pub fn error_once(text: &str) {
    thread_local! {
        static SAID: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    }
    let is_new = SAID.with_borrow_mut(|said| {
        let is_new = !said.iter().any(|one| one == text);
        if is_new {
            said.push(text.to_owned());
        }
        is_new
    });
    if is_new {
        web_sys::console::error_1(&text.into());
    }
}
