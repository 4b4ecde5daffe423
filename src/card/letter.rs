//! The first letter of a name, for a name without a picture.

use js_sys::JsString;
use yew::AttrValue;

/// The first letter of `name` in upper case, by the browser: Rust's tables of letters weigh 13 KB.
pub(crate) fn of(name: &str) -> Option<AttrValue> {
    let first = name.chars().next()?;
    let upper = JsString::from(String::from(first)).to_upper_case();
    Some(String::from(upper).into())
}
