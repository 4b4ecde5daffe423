//! Values that Authing's servers send in more than one shape. Used by the envelope.

use crate::json::{Decode, Json, Node};

/// A code: some servers send the number as a string (`"apiCode": "2011"`). Text that is no number is `None`, since a
/// code is never worth failing a reply for.
pub(crate) struct LenientCode(pub(crate) Option<i64>);

impl Decode for LenientCode {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        if let Some(text) = node.value().text() {
            return Self(text.trim().parse().ok());
        }
        let number = node.value().number();
        if number.is_none() {
            node.expected("a code: a number or a string that holds one");
        }
        Self(number)
    }
}
