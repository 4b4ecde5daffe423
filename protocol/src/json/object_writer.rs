//! Writes JSON objects with fields of the few kinds that requests have.

use crate::secret::Secret;

/// A value that a field of a request may have.
pub trait Write {
    /// Adds the value to `object` as its field `key`.
    fn write(&self, key: &str, object: &mut ObjectWriter);
}

impl Write for String {
    fn write(&self, key: &str, object: &mut ObjectWriter) {
        object.text(key, self);
    }
}

impl Write for Secret {
    fn write(&self, key: &str, object: &mut ObjectWriter) {
        object.text(key, self.expose());
    }
}

impl Write for bool {
    fn write(&self, key: &str, object: &mut ObjectWriter) {
        object.flag(key, *self);
    }
}

impl Write for u32 {
    fn write(&self, key: &str, object: &mut ObjectWriter) {
        object.number(key, (*self).into());
    }
}

impl Write for u64 {
    fn write(&self, key: &str, object: &mut ObjectWriter) {
        object.number(key, *self);
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self, key: &str, object: &mut ObjectWriter) {
        if let Some(value) = self {
            value.write(key, object);
        }
    }
}

/// An object as it is written. Fields stand in the order of the calls.
#[derive(Default)]
pub struct ObjectWriter {
    /// All but the closing brace.
    text: String,
}

impl ObjectWriter {
    /// An object with no field.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value; `None` is left out.
    pub fn field(&mut self, key: &str, value: &impl Write) {
        value.write(key, self);
    }

    /// Adds a string.
    pub fn text(&mut self, key: &str, value: &str) {
        self.key(key);
        self.string(value);
    }

    /// Adds a value that is JSON already, if there is one. The caller vouches for it.
    pub fn json(&mut self, key: &str, value: &Option<String>) {
        if let Some(value) = value {
            self.key(key);
            self.text.push_str(value);
        }
    }

    /// Adds a number.
    pub fn number(&mut self, key: &str, value: u64) {
        self.key(key);
        self.text.push_str(&value.to_string());
    }

    /// Adds `true` or `false`.
    pub fn flag(&mut self, key: &str, value: bool) {
        self.key(key);
        self.text.push_str(if value { "true" } else { "false" });
    }

    /// The object as text.
    pub fn finish(mut self) -> String {
        if self.text.is_empty() {
            self.text.push('{');
        }
        self.text.push('}');
        self.text
    }

    fn key(&mut self, key: &str) {
        self.text.push(if self.text.is_empty() { '{' } else { ',' });
        self.string(key);
        self.text.push(':');
    }

    fn string(&mut self, value: &str) {
        const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
        self.text.push('"');
        for c in value.chars() {
            match c {
                '"' | '\\' => self.text.extend(['\\', c]),
                '\0'..'\x20' => {
                    let byte = c as usize;
                    self.text.push_str("\\u00");
                    self.text.extend([HEX[byte >> 4], HEX[byte & 15]]);
                }
                _ => self.text.push(c),
            }
        }
        self.text.push('"');
    }
}

impl std::fmt::Debug for ObjectWriter {
    /// Shows no field: there are passwords among them.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ObjectWriter").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn every_character_survives() {
        let text: String = (0..0x80).filter_map(char::from_u32).chain("é密码🔑\u{2028}".chars()).collect();
        let mut object = ObjectWriter::new();
        object.text(&text, &text);
        object.number("n", u64::MAX);
        object.flag("f", true);
        object.field("none", &None::<String>);
        object.json("j", &Some(r#"{"a":[1]}"#.to_owned()));
        object.json("none", &None);
        let read: Value = serde_json::from_str(&object.finish()).unwrap();
        assert_eq!(read, json!({ text.clone(): text, "n": u64::MAX, "f": true, "j": { "a": [1] } }));
    }

    #[test]
    fn an_object_may_be_empty() {
        assert_eq!(ObjectWriter::new().finish(), "{}");
    }

    #[test]
    fn debug_output_hides_the_fields() {
        let mut object = ObjectWriter::new();
        object.text("password", "hunter2");
        assert!(!format!("{object:?}").contains("hunter2"));
    }
}
