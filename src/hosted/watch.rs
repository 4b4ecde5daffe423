//! Whether a login is still one.

use js_sys::Function;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};

use super::calls;
use super::login::HostedLogin;
use super::site::HostedSite;
use crate::browser::object;

/// Watches a login; dropping it ends that.
#[must_use = "dropping the watch ends it"]
pub(super) struct LoginWatch {
    stop: Option<Function>,
    _ended: Closure<dyn Fn()>,
}

impl LoginWatch {
    /// Calls `ended` once when the login has ended elsewhere.
    pub(super) fn new(site: &HostedSite, login: &HostedLogin, ended: impl Fn() + 'static) -> Self {
        let ended = Closure::<dyn Fn()>::new(ended);
        let told = object::texts(&[("accessToken", login.access_token.expose())]);
        object::set(&told, "expiresIn", &JsValue::from_f64(f64::from(i32::try_from(login.expires_in).unwrap_or(0))));
        // Where the browser opens no channel, the tab is on its own.
        let stop = calls::watch_login(&calls::object_of(site), &told, ended.as_ref().unchecked_ref()).ok();
        Self { stop, _ended: ended }
    }
}

impl Drop for LoginWatch {
    fn drop(&mut self) {
        if let Some(stop) = &self.stop {
            let _ = stop.call0(&JsValue::UNDEFINED);
        }
    }
}
