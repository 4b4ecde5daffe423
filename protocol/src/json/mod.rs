//! Reading and writing JSON without a serialiser: what the widget has in the place of serde, whose generated readers
//! would be a third of what a visitor downloads.
//!
//! A reply is parsed by whoever can do it for free (the browser's `JSON.parse`, `serde_json` elsewhere) into a tree
//! that is a [`Json`]; the types of replies are [`Decode`]d from it by way of a [`Node`], which knows its path. The
//! bodies of requests are written with an [`ObjectWriter`]. The macros in `wire` make both from one definition.

pub mod bounds;
mod decode;
mod node;
mod object_writer;
#[cfg(not(target_arch = "wasm32"))]
mod value;
pub(crate) mod wire;

use thiserror::Error;

pub use self::decode::Decode;
pub use self::node::{Node, decode, read};
pub use self::object_writer::{ObjectWriter, Write};

/// A parsed JSON value. Clones are cheap, or there are few of them.
///
/// A reader answers `None` when the value is of another kind.
pub trait Json: Clone {
    /// Parses `text`; `None` when it is not JSON.
    fn parse(text: &str) -> Option<Self>;

    /// `null`: what stands in for a field that is absent.
    fn null() -> Self;

    /// Whether it is `null`.
    fn is_null(&self) -> bool;

    /// Whether it is an object. Arrays are none.
    fn is_object(&self) -> bool;

    /// The field `key` of an object; `None` when there is none.
    fn get(&self, key: &str) -> Option<Self>;

    /// A string.
    fn text(&self) -> Option<String>;

    /// A whole number.
    fn number(&self) -> Option<i64>;

    /// `true` or `false`.
    fn flag(&self) -> Option<bool>;

    /// The items of an array.
    fn items(&self) -> Option<Vec<Self>>;

    /// The fields of an object.
    fn entries(&self) -> Option<Vec<(String, Self)>>;

    /// The value as JSON text.
    fn to_json(&self) -> String;
}

/// A reply that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the server's reply is malformed at `{path}`: {reason}")]
pub struct DecodeError {
    /// Where, as in `data.loginTabs.list[1]`.
    pub path: String,
    /// The fault there. Holds names of types and fields, never values of the reply.
    pub reason: String,
}
