//! The clock of the QR machine, and how it notices that the computer slept.

use std::cell::Cell;

use gloo_utils::window;

/// How far the wall clock may run ahead of the page's clock before the difference counts as sleep, in ms.
const NAP: f64 = 5_000.0;

/// Time since the page was opened, in ms; it never goes back, but may stand still while the computer sleeps.
pub fn now() -> u64 {
    window().performance().map_or_else(js_sys::Date::now, |performance| performance.now()) as u64
}

/// Compares the page's clock with the wall clock.
#[derive(Debug)]
pub struct SleepWatch {
    ahead: Cell<f64>,
}

impl Default for SleepWatch {
    fn default() -> Self {
        Self::new()
    }
}

impl SleepWatch {
    /// Starts to compare.
    pub fn new() -> Self {
        Self { ahead: Cell::new(Self::ahead()) }
    }

    fn ahead() -> f64 {
        js_sys::Date::now() - now() as f64
    }

    /// How long the computer slept since the last time this was asked, in ms; `None` when it did not.
    pub fn slept(&self) -> Option<u64> {
        let ahead = Self::ahead();
        let slept = ahead - self.ahead.replace(ahead);
        (slept > NAP).then_some(slept as u64)
    }
}
