//! `fetch` with a timeout, cancelled when the future is dropped. Used by the Authing backend.
//!
//! Nothing is cached, no referrer is sent, and cookies go along, since Authing keeps its single sign-on in one.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use gloo_utils::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, Headers, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit, RequestMode,
    Response,
};

use crate::failure::Failure;

/// A request to make.
#[derive(Debug)]
pub(crate) struct Request {
    url: String,
    /// JSON; `None` makes it a GET.
    body: Option<String>,
    /// Names and values; empty values are left out.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// In ms.
    pub(crate) timeout: u32,
}

impl Request {
    pub(crate) fn get(url: String) -> Self {
        Self { url, body: None, headers: Vec::new(), timeout: 0 }
    }

    pub(crate) fn post(url: String, body: String) -> Self {
        Self { url, body: Some(body), headers: Vec::new(), timeout: 0 }
    }

    pub(crate) fn with_timeout(self, timeout: u32) -> Self {
        Self { timeout, ..self }
    }
}

/// What came back, whatever its status.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: String,
    /// The header `Retry-After`, in s.
    pub(crate) retry_after: Option<u32>,
}

/// Aborts what it was handed out for when it is dropped.
#[must_use = "dropping it aborts"]
pub(crate) struct AbortOnDrop {
    controller: AbortController,
    armed: bool,
}

impl AbortOnDrop {
    /// A new signal; `None` in a browser without any.
    pub(crate) fn new() -> Option<Self> {
        AbortController::new().ok().map(|controller| Self { controller, armed: true })
    }

    /// What tells the other side.
    pub(crate) fn signal(&self) -> AbortSignal {
        self.controller.signal()
    }

    /// It is over: nothing is to be aborted any more.
    #[cfg(feature = "element")]
    pub(crate) fn disarm(mut self) {
        self.armed = false;
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if self.armed {
            self.controller.abort();
        }
    }
}

/// Makes a request.
///
/// # Errors
/// [`Failure::Network`] and [`Failure::Timeout`] only; every HTTP status is a [`Reply`].
pub(crate) async fn send(request: Request) -> Result<Reply, Failure> {
    let unable = |_: JsValue| Failure::Network;
    let abort = AbortOnDrop::new().ok_or(Failure::Network)?;
    let controller = abort.controller.clone();
    let late = Rc::new(Cell::new(false));
    let _timer = {
        let late = late.clone();
        Timeout::new(request.timeout, move || {
            late.set(true);
            controller.abort();
        })
    };
    let failed = |_: JsValue| if late.get() { Failure::Timeout } else { Failure::Network };

    let init = RequestInit::new();
    init.set_signal(Some(&abort.signal()));
    init.set_mode(RequestMode::Cors);
    init.set_credentials(RequestCredentials::Include);
    init.set_cache(RequestCache::NoStore);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    let headers = Headers::new().map_err(unable)?;
    for (name, value) in request.headers.iter().filter(|(_, value)| !value.is_empty()) {
        headers.set(name, value).map_err(unable)?;
    }
    if let Some(body) = &request.body {
        init.set_method("POST");
        headers.set("content-type", "application/json").map_err(unable)?;
        init.set_body(&JsValue::from_str(body));
    }
    init.set_headers(&headers);

    let response = JsFuture::from(window().fetch_with_str_and_init(&request.url, &init)).await.map_err(failed)?;
    let response: Response = response.unchecked_into();
    let retry_after = response.headers().get("retry-after").ok().flatten().and_then(|s| s.trim().parse().ok());
    let text = JsFuture::from(response.text().map_err(failed)?).await.map_err(failed)?;
    Ok(Reply { status: response.status(), body: text.as_string().unwrap_or_default(), retry_after })
}

/// Sends `body` without waiting for an answer; it goes out even when the page goes away.
pub(crate) fn beacon(url: &str, body: &str) {
    // There is nobody left to tell when it fails; the server lets the code run out.
    let _ = window().navigator().send_beacon_with_opt_str(url, Some(body));
}

/// Waits `ms`.
pub(crate) async fn pause(ms: u32) {
    gloo_timers::future::TimeoutFuture::new(ms).await;
}
