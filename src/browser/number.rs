//! Numbers as text, by the browser: Rust's printing of floating-point numbers weighs 5 KB.

/// `number` as JavaScript prints it.
pub fn text(number: f64) -> String {
    js_sys::Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
}
