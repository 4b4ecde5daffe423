//! Types that are read from a [`Node`], and how the plain ones are.

use super::{Json, Node};
use crate::map::Map;
use crate::secret::Secret;

/// A type that replies are read as.
pub trait Decode: Sized {
    /// Reads the value at `node`. What is wrong is noted there; the value answered then does not matter.
    fn decode<J: Json>(node: &Node<'_, J>) -> Self;
}

impl Decode for String {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        node.value.text().unwrap_or_else(|| {
            node.expected("a string");
            Self::new()
        })
    }
}

impl Decode for Secret {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        String::decode(node).into()
    }
}

impl Decode for bool {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        node.value.flag().unwrap_or_else(|| {
            node.expected("true or false");
            false
        })
    }
}

impl Decode for u32 {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        node.value.number().and_then(|number| number.try_into().ok()).unwrap_or_else(|| {
            node.expected("a whole number from 0 to 4294967295");
            0
        })
    }
}

impl Decode for u64 {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        node.value.number().and_then(|number| number.try_into().ok()).unwrap_or_else(|| {
            node.expected("a whole number, at least 0");
            0
        })
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        let Some(items) = node.value.items() else {
            node.expected("an array");
            return Self::new();
        };
        items.into_iter().enumerate().map(|(index, item)| T::decode(&node.item(index, item))).collect()
    }
}

impl<T: Decode> Decode for Map<T> {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        let Some(entries) = node.value.entries() else {
            node.expected("an object");
            return Self::default();
        };
        let decode = |(key, value): (String, J)| {
            let value = T::decode(&node.field(&key, value));
            (key, value)
        };
        entries.into_iter().map(decode).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::json::{DecodeError, decode};

    fn fault<T: Decode>(tree: Value) -> DecodeError {
        decode::<T>("data", tree).err().unwrap()
    }

    #[test]
    fn paths_lead_through_fields_and_items() {
        let error = fault::<Map<Vec<String>>>(json!({ "a": ["x"], "b": ["x", 5] }));
        assert_eq!(error, DecodeError { path: "data.b[1]".into(), reason: "expected a string".into() });
    }

    #[test]
    fn the_first_fault_is_told() {
        assert_eq!(fault::<Vec<u32>>(json!([1, -1, "x"])).path, "data[1]");
    }

    #[test]
    fn numbers_must_fit() {
        assert_eq!(decode::<u32>("", json!(4_294_967_295u32)), Ok(u32::MAX));
        assert_eq!(decode::<u32>("", json!(60.0)), Ok(60));
        for tree in [json!(4_294_967_296u64), json!(-1), json!(1.5), json!("1"), json!(null)] {
            assert_eq!(fault::<u32>(tree).path, "data");
        }
        assert_eq!(decode::<u64>("", json!(4_294_967_296u64)), Ok(1 << 32));
    }
}
