//! A place in a tree of JSON, with the path to it, and the note of what is wrong with the tree. Used by every
//! [`Decode`].

use std::cell::Cell;
use std::fmt;

use super::{Decode, DecodeError, Json};
use crate::secret::Secret;

/// Reads `tree` as a `T`; `root` is the path of the tree itself.
///
/// # Errors
/// [`DecodeError`] tells the first thing that is wrong.
pub fn decode<T: Decode>(root: &'static str, tree: impl Json) -> Result<T, DecodeError> {
    read(root, tree, T::decode)
}

/// Reads `tree` with `reader`, as [`decode`] does.
///
/// # Errors
/// [`DecodeError`] tells the first thing that is wrong.
pub fn read<J: Json, T>(root: &'static str, tree: J, reader: impl FnOnce(&Node<'_, J>) -> T) -> Result<T, DecodeError> {
    let fault = Cell::new(None);
    let value = reader(&Node { value: tree, step: Step::Key(root), parent: None, fault: &fault });
    fault.into_inner().map_or(Ok(value), Err)
}

/// A value of a tree and where it stands.
///
/// Its readers never stop: what is wrong is noted, the first thing only, and a default goes on in its place, until
/// [`decode`] answers the note. Decoders are then one expression each, with no way out in the middle.
pub struct Node<'a, J> {
    pub(super) value: J,
    step: Step<'a>,
    parent: Option<&'a Node<'a, J>>,
    fault: &'a Cell<Option<DecodeError>>,
}

impl<J> fmt::Debug for Node<'_, J> {
    /// Shows the path alone: the value may hold a token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Node").field("path", &self.path()).finish_non_exhaustive()
    }
}

/// From a value to one inside it.
#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl<J: Json> Node<'_, J> {
    /// The field `key`, which must be there.
    pub fn required<T: Decode>(&self, key: &'static str) -> T {
        let value = self.value.get(key);
        if value.is_none() && self.value.is_object() {
            self.note(|| format!("missing field `{key}`"));
        }
        T::decode(&self.inner(Step::Key(key), value.unwrap_or_else(J::null)))
    }

    /// The field `key`; `None` when it is absent or `null`.
    pub fn optional<T: Decode>(&self, key: &'static str) -> Option<T> {
        let value = self.value.get(key).filter(|value| !value.is_null())?;
        Some(T::decode(&self.inner(Step::Key(key), value)))
    }

    /// The field `key`; the default when it is absent or `null`.
    pub fn or_default<T: Decode + Default>(&self, key: &'static str) -> T {
        self.optional(key).unwrap_or_default()
    }

    /// The default: for a field that this side has no use for, and that no visitor need carry the reader of.
    pub fn written<T: Default>(&self, _key: &'static str) -> T {
        T::default()
    }

    /// As [`written`](Self::written): a field that is left out when there is nothing to write.
    pub fn told<T>(&self, _key: &'static str) -> Option<T> {
        None
    }

    /// As [`optional`](Self::optional): a field that is written as `null`.
    pub fn nullable<T: Decode>(&self, key: &'static str) -> Option<T> {
        self.optional(key)
    }

    /// As [`or_default`](Self::or_default): a field that is left out when it is empty.
    pub fn unless_empty<T: Decode + Default>(&self, key: &'static str) -> T {
        self.or_default(key)
    }

    /// The field `key` if it is a string: for what some servers send as something else, which is not worth failing for.
    pub fn if_text(&self, key: &'static str) -> Option<String> {
        self.raw(key).text()
    }

    /// The whole value as JSON text, with the fields that nobody here knows.
    pub fn whole(&self) -> Option<Secret> {
        Some(self.value.to_json().into())
    }

    /// The value itself.
    pub fn value(&self) -> &J {
        &self.value
    }

    /// The field `key` as it is, `null` when it is absent.
    pub fn raw(&self, key: &str) -> J {
        self.value.get(key).unwrap_or_else(J::null)
    }

    /// Notes it when the value is no object. Decoders of structures call it first.
    pub fn expect_object(&self) {
        if !self.value.is_object() {
            self.expected("an object");
        }
    }

    /// Notes that the value is not `what` it should be.
    pub fn expected(&self, what: &str) {
        self.note(|| format!("expected {what}"));
    }

    pub(super) fn field<'a>(&'a self, key: &'a str, value: J) -> Node<'a, J> {
        self.inner(Step::Key(key), value)
    }

    pub(super) fn item(&self, index: usize, value: J) -> Node<'_, J> {
        self.inner(Step::Index(index), value)
    }

    fn inner<'a>(&'a self, step: Step<'a>, value: J) -> Node<'a, J> {
        Node { value, step, parent: Some(self), fault: self.fault }
    }

    /// Keeps the first fault that is noted.
    fn note(&self, reason: impl FnOnce() -> String) {
        let first = self.fault.take().unwrap_or_else(|| DecodeError { path: self.path(), reason: reason() });
        self.fault.set(Some(first));
    }
}

impl<J> Node<'_, J> {
    fn path(&self) -> String {
        let path = self.steps();
        if path.is_empty() { "the reply".to_owned() } else { path }
    }

    fn steps(&self) -> String {
        let mut path = self.parent.map(Node::steps).unwrap_or_default();
        match self.step {
            Step::Key(key) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
            Step::Index(index) => {
                path.push('[');
                path.push_str(&index.to_string());
                path.push(']');
            }
        }
        path
    }
}
