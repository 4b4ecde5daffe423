//! A code that was asked for before there was a client, so that it is in sight while the module is on its way.

use std::fmt;

use guard_protocol::Secret;
use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

use super::prefetch::reply_of;
use crate::backend::Answer;
use crate::browser::http::Reply;

/// What the page's script knows of the first code.
///
/// Once it has asked for one, the object's `verifier` is the secret of the code, and `code` a promise of
/// `{ status, body }`: both for the first who takes them, in this order. `null` in the place of `code` tells the script
/// that it is too late for one.
pub struct EarlyCode(Object);

impl EarlyCode {
    /// The code that `script` may have asked for, without any data of the page's.
    pub fn new(script: Object) -> Self {
        Self(script)
    }

    /// The answer to the request that the script has sent, if it has, and the secret of its code. It sends none from now
    /// on.
    pub(super) fn take(self) -> Option<(Answer<Reply>, Secret)> {
        let verifier = self.get("verifier").as_string().map(Secret::new);
        let code = verifier.is_some().then(|| reply_of(self.get("code")));
        // Setting a property of the script's own object cannot fail.
        let _ = Reflect::set(&self.0, &"code".into(), &JsValue::NULL);
        code.zip(verifier)
    }

    fn get(&self, name: &str) -> JsValue {
        Reflect::get(&self.0, &name.into()).unwrap_or_default()
    }
}

impl fmt::Debug for EarlyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EarlyCode(…)")
    }
}
