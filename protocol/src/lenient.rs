//! Readers for what Authing's servers send in more than one shape. Used by `#[serde(deserialize_with)]` here only.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};

/// Reads `null` as the default. (`#[serde(default)]` alone covers only a field that is absent.)
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Reads a number that some servers send as a string (`"apiCode": "2011"`); `null` and text that is no number are
/// `None`, since a code is never worth failing a reply for.
pub(crate) fn code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    struct Code;
    impl<'de> Visitor<'de> for Code {
        type Value = Option<i64>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a code: a number or a string that holds one")
        }
        fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
            Ok(Some(value))
        }
        fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
            Ok(i64::try_from(value).ok())
        }
        fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
            Ok(value.trim().parse().ok())
        }
        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
    }
    deserializer.deserialize_any(Code)
}
