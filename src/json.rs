//! The parsed JSON that replies, texts and configurations are read from: the browser's own where there is one.

/// A parsed JSON value: the browser's own.
#[cfg(target_arch = "wasm32")]
pub type Tree = crate::browser::json::JsTree;

/// A parsed JSON value; native tests parse with `serde_json`.
#[cfg(not(target_arch = "wasm32"))]
pub type Tree = serde_json::Value;
