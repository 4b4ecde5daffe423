//! `serde_json` as the parser, wherever there is no browser: in native tests and tools.

use serde_json::Value;

use super::Json;

impl Json for Value {
    fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    fn null() -> Self {
        Self::Null
    }

    fn is_null(&self) -> bool {
        self.is_null()
    }

    fn is_object(&self) -> bool {
        self.is_object()
    }

    fn get(&self, key: &str) -> Option<Self> {
        self.get(key).cloned()
    }

    fn text(&self) -> Option<String> {
        self.as_str().map(ToOwned::to_owned)
    }

    /// As in JavaScript, 60.0 is the whole number 60.
    fn number(&self) -> Option<i64> {
        let whole = |number: f64| (number.fract() == 0.0 && number.abs() < 2f64.powi(53)).then_some(number as i64);
        self.as_i64().or_else(|| self.as_f64().and_then(whole))
    }

    fn flag(&self) -> Option<bool> {
        self.as_bool()
    }

    fn items(&self) -> Option<Vec<Self>> {
        self.as_array().cloned()
    }

    fn entries(&self) -> Option<Vec<(String, Self)>> {
        Some(self.as_object()?.clone().into_iter().collect())
    }

    fn to_json(&self) -> String {
        self.to_string()
    }
}
