//! The browser's own JSON parser, as the tree that replies are decoded from.

use guard_protocol::json::Json;
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A value that `JSON.parse` made, or one of the page's own.
#[derive(Clone, Debug)]
pub struct JsTree(JsValue);

impl JsTree {
    /// A number that is neither negative nor infinite.
    pub fn measure(&self) -> Option<f64> {
        self.0.as_f64().filter(|number| number.is_finite() && *number >= 0.0)
    }
}

impl From<JsValue> for JsTree {
    fn from(value: JsValue) -> Self {
        Self(value)
    }
}

impl From<JsTree> for JsValue {
    fn from(tree: JsTree) -> Self {
        tree.0
    }
}

impl Json for JsTree {
    fn parse(text: &str) -> Option<Self> {
        JSON::parse(text).ok().map(Self)
    }

    fn null() -> Self {
        Self(JsValue::NULL)
    }

    fn is_null(&self) -> bool {
        self.0.is_null()
    }

    fn is_object(&self) -> bool {
        self.0.is_object() && !Array::is_array(&self.0)
    }

    fn get(&self, key: &str) -> Option<Self> {
        // Without an object there is an exception, without the field `undefined`.
        Reflect::get(&self.0, &JsValue::from_str(key)).ok().filter(|value| !value.is_undefined()).map(Self)
    }

    fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    fn number(&self) -> Option<i64> {
        self.0.as_f64().filter(|_| js_sys::Number::is_safe_integer(&self.0)).map(|number| number as i64)
    }

    fn flag(&self) -> Option<bool> {
        self.0.as_bool()
    }

    fn items(&self) -> Option<Vec<Self>> {
        self.0.dyn_ref::<Array>().map(|array| array.iter().map(Self).collect())
    }

    fn entries(&self) -> Option<Vec<(String, Self)>> {
        if !self.is_object() {
            return None;
        }
        let entry = |key: JsValue| Some((key.as_string()?, Self(Reflect::get(&self.0, &key).ok()?)));
        let object: &Object = self.0.unchecked_ref();
        Some(Object::keys(object).iter().filter_map(entry).collect())
    }

    fn to_json(&self) -> String {
        // What came from JSON goes back to it; a page's own value may refuse, and is then nothing.
        JSON::stringify(&self.0).map(String::from).unwrap_or_default()
    }
}
