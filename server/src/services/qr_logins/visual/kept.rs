//! What is shown for the codes that this node has handed out, for the requests of their pictures. Bounded: what is dropped
//! is made again.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Visual;
use crate::clock::Millis;

/// The most codes whose pictures are kept. A picture has some tens of KB, and is asked for right after its code.
const MOST: usize = 512;

#[derive(Debug)]
struct Entry {
    id: String,
    visual: Visual,
    until: Millis,
}

/// The pictures by code, in the order in which they were handed out.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<VecDeque<Entry>>);

impl Kept {
    /// A panic elsewhere can't have broken them, so poison is passed over.
    fn entries(&self) -> MutexGuard<'_, VecDeque<Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what is shown for the code `id` until its end.
    pub(super) fn keep(&self, id: &str, visual: Visual, now: Millis, until: Millis) {
        let mut entries = self.entries();
        while entries.front().is_some_and(|entry| entry.until <= now) || entries.len() >= MOST {
            entries.pop_front();
        }
        entries.push_back(Entry { id: id.to_owned(), visual, until });
    }

    /// What is shown for the code `id`.
    pub(super) fn get(&self, id: &str, now: Millis) -> Option<Visual> {
        let entries = self.entries();
        // The newest first: a picture is asked for right after its code.
        let found = entries.iter().rev().find(|entry| entry.id == id)?;
        (found.until > now).then(|| found.visual.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keep(kept: &Kept, id: &str, now: Millis) {
        kept.keep(id, Visual::Text(format!("text of {id}")), now, now + 10);
    }

    #[test]
    fn a_picture_is_kept_until_the_end_of_its_code() {
        let kept = Kept::default();
        keep(&kept, "a", 0);
        assert!(matches!(kept.get("a", 9), Some(Visual::Text(text)) if text == "text of a"));
        assert!(kept.get("a", 10).is_none() && kept.get("b", 0).is_none());
        keep(&kept, "b", 10);
        assert_eq!(kept.entries().len(), 1, "what is over makes room");
    }

    #[test]
    fn there_are_never_more_than_fit() {
        let kept = Kept::default();
        for number in 0..=MOST {
            keep(&kept, &number.to_string(), 0);
        }
        assert_eq!(kept.entries().len(), MOST);
        assert!(kept.get("0", 0).is_none() && kept.get("1", 0).is_some());
    }
}
