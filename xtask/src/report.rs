//! Says what is being done and how long it took.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Does a piece of work between two lines: one that names it, and one with the time it took.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("  … {name}");
    let started = Instant::now();
    let result = work();
    eprintln!("  {} {name} ({})", if result.is_ok() { '✓' } else { '✗' }, seconds(started.elapsed()));
    result
}

/// Says that a piece of work had been done before and is not done again.
pub(crate) fn fresh(name: &str) {
    eprintln!("  ✓ {name} (nothing has changed)");
}

/// A remark that is not a step.
pub(crate) fn note(text: &str) {
    eprintln!("  ! {text}");
}

/// A duration as people read it.
pub(crate) fn seconds(duration: Duration) -> String {
    match duration.as_secs() {
        0..60 => format!("{:.1} s", duration.as_secs_f64()),
        whole => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!(seconds(Duration::from_millis(1234)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 05 s");
    }
}
