//! What went wrong, counted by its words.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::{Mutex, PoisonError};

/// Errors by their words. Shared by all visitors of a run.
#[derive(Debug, Default)]
pub(crate) struct Errors(Mutex<BTreeMap<String, u64>>);

impl Errors {
    /// Counts one.
    pub(crate) fn add(&self, what: impl Display) {
        *self.lock().entry(what.to_string()).or_default() += 1;
    }

    /// Counts the error of a result, with what was being done.
    pub(crate) fn of<T, E: Display>(&self, doing: &str, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.add(format_args!("{doing}: {error}"))).ok()
    }

    /// How many of each, the most frequent first.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut all: Vec<_> = self.lock().iter().map(|(what, count)| (*count, what.clone())).collect();
        all.sort_by(|one, other| other.cmp(one));
        all.into_iter().map(|(count, what)| format!("{count} × {what}")).collect()
    }

    /// The map holds no invariant that a panic elsewhere could break, so poison is passed over.
    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_come_first() {
        let errors = Errors::default();
        for what in ["a", "b", "b"] {
            assert_eq!(errors.of::<(), _>("poll", Err(what)), None);
        }
        assert_eq!(errors.of::<_, &str>("poll", Ok(3)), Some(3));
        assert_eq!(errors.lines(), ["2 × poll: b", "1 × poll: a"]);
    }
}
