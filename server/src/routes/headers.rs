//! Security headers of pages, and the CORS headers of the API.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use guard_protocol::headers::SENT_BY_CLIENTS;
use tower_http::cors::{AllowCredentials, AllowOrigin, Any, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::state::Shared;

/// How long a browser may keep the answer to a preflight.
const PREFLIGHT_KEPT: Duration = Duration::from_secs(7200);

/// Policy of the phone page.
pub(super) const PHONE_CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Policy of the pages that hold the widget, which is wasm.
pub(super) const WIDGET_CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: https:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The headers of every page with the policy `csp`.
pub(super) fn page(csp: &'static str) -> [(HeaderName, HeaderValue); 5] {
    page_under(HeaderValue::from_static(csp))
}

/// [`page`] with a policy of its own.
pub(super) fn page_under(csp: HeaderValue) -> [(HeaderName, HeaderValue); 5] {
    [
        (header::CONTENT_SECURITY_POLICY, csp),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ]
}

/// Adds `extra` to every answer, over what is there.
pub(super) fn set(headers: &mut HeaderMap, extra: impl IntoIterator<Item = (HeaderName, HeaderValue)>) {
    for (name, value) in extra {
        headers.insert(name, value);
    }
}

/// CORS of the API. A preflight names no application, so an origin that any application allows may ask; which application
/// it may use is checked there (`gene`, `login/account`).
pub(super) fn api(app: &Shared) -> CorsLayer {
    let app = Arc::clone(app);
    cors(move |origin| app.apps().any_allows_origin(origin))
}

/// [`api`] for the public configuration, which is nobody's secret: every site may read it, so that the widget on one
/// that is not allowed can say so.
pub(super) fn public_api() -> CorsLayer {
    cors(|_| true)
}

/// CORS of what everybody may read, and keep: without credentials, and the same for each.
pub(super) fn read_by_everybody() -> CorsLayer {
    CorsLayer::new().allow_origin(Any).allow_methods([Method::GET, Method::OPTIONS]).max_age(PREFLIGHT_KEPT)
}

fn cors(may_ask: impl Fn(&str) -> bool + Clone + Send + Sync + 'static) -> CorsLayer {
    let allows = move |origin: &HeaderValue| origin.to_str().is_ok_and(&may_ask);
    let credentials = allows.clone();
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(move |origin, _| allows(origin)))
        .allow_credentials(AllowCredentials::predicate(move |origin, _| credentials(origin)))
        .allow_methods([Method::GET, Method::POST, Method::OPTIONS])
        .allow_headers(SENT_BY_CLIENTS.split(", ").filter_map(|name| name.parse().ok()).collect::<Vec<HeaderName>>())
        .expose_headers([header::RETRY_AFTER])
        .vary([header::ORIGIN])
        .max_age(PREFLIGHT_KEPT)
}

/// What the API answers is nobody's to keep, and what it says it is.
pub(super) fn kept_by_nobody() -> (SetResponseHeaderLayer<HeaderValue>, SetResponseHeaderLayer<HeaderValue>) {
    let set = |name, value| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    (set(header::CACHE_CONTROL, "no-store"), set(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
}
