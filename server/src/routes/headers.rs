//! Security headers of pages, and the CORS headers of the API.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use guard_protocol::headers::{RETRY_AFTER, SENT_BY_CLIENTS};

use crate::state::Shared;

/// Policy of the phone page.
pub(super) const PHONE_CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Policy of the pages that hold the widget, which is wasm.
pub(super) const WIDGET_CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: https:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The headers of every page with the policy `csp`.
pub(super) fn page(csp: &'static str) -> [(HeaderName, HeaderValue); 5] {
    [
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(csp)),
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

/// CORS of the API, and `Cache-Control: no-store` on all that it answers. A preflight names no application, so an
/// origin that any application allows may ask; which application it may use is checked there (`gene`).
pub(super) async fn api(State(app): State<Shared>, request: Request, next: Next) -> Response {
    cors(request, next, |origin| app.apps().any_allows_origin(origin)).await
}

/// [`api`] for the public configuration, which is nobody's secret: every site may read it, so that the widget on one
/// that is not allowed can say so.
pub(super) async fn public_api(request: Request, next: Next) -> Response {
    cors(request, next, |_| true).await
}

async fn cors(request: Request, next: Next, may_ask: impl FnOnce(&str) -> bool) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let allowed = origin.filter(|origin| origin.to_str().is_ok_and(may_ask));
    let mut response = if request.method() == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        set(
            headers,
            [
                (header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true")),
                (header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, OPTIONS")),
                (header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(SENT_BY_CLIENTS)),
                (header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(RETRY_AFTER)),
                (header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("7200")),
            ],
        );
    }
    response
}
