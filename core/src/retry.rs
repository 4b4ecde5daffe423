//! When to ask again after an error: shared by the login flow, the QR machine and single calls.

use crate::BackendError;

/// Tries of the configuration before it is an error.
pub const CONFIG_TRIES: u32 = 3;

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
        BackendError::Busy { retry_after: Some(s) } => Some(u64::from(*s) * 1_000),
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
}
