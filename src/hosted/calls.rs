//! The calls of `guard-widget/hosted`, whose one script this is: `hosted.js` is bundled from `npm/src/hosted/` by
//! `node npm/tools/hosted.js --yew`.

use js_sys::{Function, Object, Promise};
use wasm_bindgen::prelude::*;

use super::site::HostedSite;
use crate::browser::object;

#[wasm_bindgen(module = "/src/hosted/hosted.js")]
extern "C" {
    #[wasm_bindgen(js_name = handleRedirect)]
    pub(super) fn handle_redirect(site: &Object) -> Promise;

    #[wasm_bindgen(js_name = loginWithRedirect)]
    pub(super) fn login_with_redirect(site: &Object) -> Promise;

    // At once, in the click: an `async` one would begin later.
    #[wasm_bindgen(js_name = loginWithPopup)]
    pub(super) fn login_with_popup(site: &Object) -> Promise;

    #[wasm_bindgen(catch, js_name = watchLogin)]
    pub(super) fn watch_login(site: &Object, login: &Object, ended: &Function) -> Result<Function, JsValue>;

    #[wasm_bindgen(catch)]
    pub(super) fn logout(site: &Object, options: &Object) -> Result<(), JsValue>;
}

/// A site as the script takes it.
pub(super) fn object_of(site: &HostedSite) -> Object {
    object::texts(&[
        ("host", &site.host),
        ("appId", &site.app_id),
        ("redirectUri", &site.redirect_uri),
        ("scope", &site.scope),
    ])
}
