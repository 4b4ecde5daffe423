//! `fetch` with a timeout, cancelled when the future is dropped.
//!
//! Nothing is cached, no referrer is sent, and cookies go along, since Authing keeps its single sign-on in one.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use gloo_utils::window;
use guard_core::retry;
use guard_protocol::headers;
use guard_protocol::json::bounds;
use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, Response};

use super::object;

/// No answer to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendError {
    /// No network, a blocked request, or a server that is down.
    Network,
    /// No answer in time.
    Timeout,
}

/// A request to make.
#[derive(Debug)]
pub struct Request {
    /// Address.
    pub url: String,
    /// JSON; `None` makes it a GET.
    pub body: Option<String>,
    /// Names and values; empty values are left out.
    pub headers: Vec<(&'static str, String)>,
    /// In ms.
    pub timeout: u32,
}

impl Request {
    /// A request without a body.
    pub fn get(url: String) -> Self {
        Self { url, body: None, headers: Vec::new(), timeout: 0 }
    }

    /// A request with JSON in its body.
    pub fn post(url: String, body: String) -> Self {
        Self { url, body: Some(body), headers: Vec::new(), timeout: 0 }
    }

    /// The same request with `timeout` ms.
    pub fn with_timeout(self, timeout: u32) -> Self {
        Self { timeout, ..self }
    }
}

/// An answer, whatever its status.
#[derive(Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The whole body; empty when it is longer than any that is read.
    pub body: String,
    /// The header `Retry-After`, in s.
    pub retry_after: Option<u32>,
}

/// Aborts the request that its signal was given to when it is dropped.
#[must_use = "dropping it aborts"]
#[derive(Debug)]
pub struct AbortOnDrop {
    controller: AbortController,
    armed: bool,
}

impl AbortOnDrop {
    /// A new signal; `None` in a browser without any.
    pub fn new() -> Option<Self> {
        AbortController::new().ok().map(|controller| Self { controller, armed: true })
    }

    /// The signal that tells the other side.
    pub fn signal(&self) -> AbortSignal {
        self.controller.signal()
    }

    /// It is over: nothing is to be aborted any more.
    pub fn disarm(mut self) {
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

/// What is the same for every request.
const INIT: &[(&str, &str)] =
    &[("mode", "cors"), ("credentials", "include"), ("cache", "no-store"), ("referrerPolicy", "no-referrer")];

/// Makes a request.
///
/// # Errors
/// [`SendError`] when there is no answer; every HTTP status is a [`Reply`].
pub async fn send(request: Request) -> Result<Reply, SendError> {
    let abort = AbortOnDrop::new().ok_or(SendError::Network)?;
    let controller = abort.controller.clone();
    let late = Rc::new(Cell::new(false));
    let _timer = {
        let late = late.clone();
        Timeout::new(request.timeout, move || {
            late.set(true);
            controller.abort();
        })
    };
    let failed = |_: JsValue| if late.get() { SendError::Timeout } else { SendError::Network };

    let init = object::texts(INIT);
    object::set(&init, "signal", &abort.signal());
    let headers = Object::new();
    for (name, value) in request.headers.iter().filter(|(_, value)| !value.is_empty()) {
        object::set(&headers, name, &JsValue::from_str(value));
    }
    if let Some(body) = &request.body {
        object::set(&init, "method", &"POST".into());
        object::set(&headers, headers::CONTENT_TYPE, &"application/json".into());
        object::set(&init, "body", &JsValue::from_str(body));
    }
    object::set(&init, "headers", &headers);

    let sent = window().fetch_with_str_and_init(&request.url, init.unchecked_ref());
    let response = JsFuture::from(sent).await.map_err(failed)?;
    let response: Response = response.unchecked_into();
    let header = |name| response.headers().get(name).ok().flatten();
    let ms_until = |date: &str| js_sys::Date::parse(date) - js_sys::Date::now();
    let retry_after = header(headers::RETRY_AFTER).and_then(|text| retry::seconds(&text, ms_until));
    let length = header(headers::CONTENT_LENGTH).and_then(|text| text.parse::<u32>().ok());
    if length.is_some_and(|length| length as usize > bounds::LONGEST) {
        return Ok(Reply { status: response.status(), body: String::new(), retry_after });
    }
    let text = JsFuture::from(response.text().map_err(failed)?).await.map_err(failed)?;
    Ok(Reply { status: response.status(), body: text.as_string().unwrap_or_default(), retry_after })
}

/// Sends `body` without waiting for an answer; it goes out even when the page goes away.
pub fn beacon(url: &str, body: &str) {
    // There is nobody left to tell when it fails; the server lets the code run out.
    let _ = window().navigator().send_beacon_with_opt_str(url, Some(body));
}

/// Waits `ms`.
pub async fn pause(ms: u32) {
    gloo_timers::future::TimeoutFuture::new(ms).await;
}
