//! When to ask again after an error: shared by the login flow, the QR machine and single calls.

use std::num::IntErrorKind;

use crate::BackendError;

/// Tries of the configuration before it is an error.
pub const CONFIG_TRIES: u32 = 3;

/// The longest wait that is granted to a server that asks for one, in ms.
pub const LONGEST_WAIT: u64 = 60_000;

/// The wait that a server asks for with this many seconds, in ms; bounded.
pub fn asked_for(seconds: u32) -> u64 {
    (u64::from(seconds) * 1_000).min(LONGEST_WAIT)
}

/// The seconds of a `Retry-After` header (RFC 9110 §10.2.3): a number of them, or a date, for which `ms_until` tells how
/// far ahead it is. `None` for what is neither, or past.
pub fn seconds(header: &str, ms_until: impl FnOnce(&str) -> f64) -> Option<u32> {
    let header = header.trim();
    match header.parse() {
        Ok(seconds) => Some(seconds),
        Err(error) if *error.kind() == IntErrorKind::PosOverflow => Some(u32::MAX),
        // Of a text that is no date there is no number, which is not greater than 0 either.
        Err(_) => Some((ms_until(header) / 1_000.0).ceil()).filter(|left| *left > 0.0).map(|left| left as u32),
    }
}

/// Wait after the `failures`-th failure in a row, in ms.
pub fn back_off(failures: u32) -> u64 {
    match failures {
        0 | 1 => 1_000,
        2 => 2_000,
        3 => 4_000,
        4 => 8_000,
        _ => 10_000,
    }
}

/// Wait before the next try after the `failures`-th failure in a row, in ms; `None` when there is to be none.
pub fn after(failures: u32, tries: u32, error: &BackendError) -> Option<u64> {
    match error {
        _ if !error.is_transient() || failures >= tries => None,
        BackendError::Busy { retry_after: Some(s) } => Some(asked_for(*s)),
        _ => Some(back_off(failures)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_errors_that_may_pass_are_tried_again_and_not_for_ever() {
        assert_eq!(after(1, 3, &BackendError::Network), Some(1_000));
        assert_eq!(after(2, 3, &BackendError::Network), Some(2_000));
        assert_eq!(after(3, 3, &BackendError::Network), None);
        assert_eq!(after(1, 3, &BackendError::Busy { retry_after: Some(7) }), Some(7_000));
        assert_eq!(after(1, 3, &BackendError::Gone), None);
    }

    #[test]
    fn a_retry_after_is_a_number_of_seconds_or_a_date() {
        let date = |ms: f64| move |_: &str| ms;
        assert_eq!(seconds(" 7 ", date(f64::NAN)), Some(7));
        assert_eq!(seconds("99999999999999999999", date(f64::NAN)), Some(u32::MAX));
        assert_eq!(seconds("Thu, 26 Nov 2026 15:00:00 GMT", date(6_001.0)), Some(7));
        assert_eq!(seconds("Thu, 26 Nov 9999 15:00:00 GMT", date(1e15)), Some(u32::MAX));
        for (ms, what) in [(-1.0, "past"), (0.0, "now"), (f64::NAN, "soon")] {
            assert_eq!(seconds("some text", date(ms)), None, "{what}");
        }
        for text in ["", "-5", "1.5", "+"] {
            assert_eq!(seconds(text, date(f64::NAN)), None, "{text}");
        }
    }

    #[test]
    fn a_wait_of_weeks_is_bounded() {
        let weeks = BackendError::Busy { retry_after: Some(4_000_000) };
        assert_eq!(after(1, 3, &weeks), Some(LONGEST_WAIT));
        assert_eq!(asked_for(u32::MAX), LONGEST_WAIT);
    }
}
