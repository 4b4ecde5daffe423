//! Counts what test runners report, by the lines they end with.

/// How many tests and checks passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

impl Tally {
    /// Adds what a line of a test runner's output says, if it is one that sums up: cargo's (and wasm-bindgen's),
    /// Node's or Playwright's.
    pub(crate) fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("test result: ") {
            rest.split(['.', ';']).for_each(|part| self.count(part));
        } else if let Some(rest) = line.strip_prefix('ℹ').or_else(|| line.strip_prefix("# ")) {
            self.name_first(rest);
        } else {
            self.count(line);
        }
    }

    /// Adds another tally.
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// `12 passed`, `12 passed (3.4s)`, `1 failed`, `1 flaky`, `2 did not run`.
    fn count(&mut self, text: &str) {
        let Some((number, what)) = text.trim().split_once(' ') else { return };
        let Ok(number) = number.parse::<u32>() else { return };
        let what = what.split(" (").next().unwrap_or(what).trim();
        match what {
            "passed" => self.passed += number,
            // A test that passes only when it is tried again has failed.
            "failed" | "flaky" | "did not run" | "interrupted" | "timed out" => self.failed += number,
            _ => {}
        }
    }

    /// `pass 12`, `fail 0`.
    fn name_first(&mut self, text: &str) {
        let Some((what, number)) = text.trim().split_once(' ') else { return };
        let Ok(number) = number.parse::<u32>() else { return };
        match what {
            "pass" => self.passed += number,
            "fail" | "cancelled" => self.failed += number,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &[&str]) -> Tally {
        let mut tally = Tally::default();
        lines.iter().for_each(|line| tally.read(line));
        tally
    }

    #[test]
    fn cargo() {
        let lines = [
            "running 3 tests",
            "test a ... ok",
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 4 filtered out; finished in 0.02s",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s",
        ];
        assert_eq!(of(&lines), Tally { passed: 15, failed: 2 });
    }

    #[test]
    fn playwright() {
        let lines = [
            "Running 9 tests using 2 workers",
            "  1 failed",
            "    [chromium] › a.spec.ts:3:1 › x",
            "  1 flaky",
            "  2 skipped",
            "  1 did not run",
            "  12 passed (3.4s)",
        ];
        assert_eq!(of(&lines), Tally { passed: 12, failed: 3 });
    }

    #[test]
    fn node() {
        assert_eq!(of(&["ℹ tests 14", "ℹ pass 12", "ℹ fail 2"]), Tally { passed: 12, failed: 2 });
        assert_eq!(of(&["# pass 3", "# fail 0", "# duration_ms 12.3"]), Tally { passed: 3, failed: 0 });
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(of(&["", "12", "ok 3 passed", "3 files passed by", "test result: "]), Tally::default());
    }
}
