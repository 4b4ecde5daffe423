//! The parsed JSON that replies, texts and configurations are read from: the browser's own where there is one.

#[cfg(target_arch = "wasm32")]
pub(crate) use crate::browser::json::JsTree as Tree;

/// A parsed JSON value; native tests parse with `serde_json`.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) type Tree = serde_json::Value;
