//! Randomness: from the browser's cryptographic source for secrets, from `Math.random` for the rest.

use gloo_utils::window;

/// Fills `bytes` with random bytes.
///
/// # Panics
/// In a browser without `crypto`, which none that runs wasm is: to go on with predictable bytes would be worse.
pub fn fill(bytes: &mut [u8]) {
    let filled = window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(bytes));
    assert!(filled.is_ok(), "the browser has no source of random numbers");
}

/// `ms`, and up to a quarter more.
pub fn jittered(ms: u64) -> u32 {
    more(ms, ms / 4)
}

/// `ms`, and up to `jitter` more; never more than a timer can wait, which would run out at once.
pub fn more(ms: u64, jitter: u64) -> u32 {
    let extra = js_sys::Math::random() * jitter as f64;
    ms.saturating_add(extra as u64).min(i32::MAX as u64) as u32
}

/// A number for names, so that two modules of a page hardly ever choose the same.
pub fn number() -> u32 {
    (js_sys::Math::random() * (f64::from(u32::MAX) + 1.0)) as u32
}
