//! Security headers of pages, and origins: which match a pattern, and the CORS headers of the API.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::state::Shared;

/// Policy of the phone page.
pub const PHONE_CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Policy of the pages that hold the widget, which is wasm.
pub const WIDGET_CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: https:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The headers of every page with the policy `csp`.
pub fn page(csp: &'static str) -> [(HeaderName, HeaderValue); 5] {
    [
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(csp)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ]
}

/// Adds `extra` to every answer, over what is there.
pub fn set(headers: &mut HeaderMap, extra: impl IntoIterator<Item = (HeaderName, HeaderValue)>) {
    for (name, value) in extra {
        headers.insert(name, value);
    }
}

/// Whether `origin` fits `pattern`, in which `*` stands for any text without a slash.
pub fn matches(pattern: &str, origin: &str) -> bool {
    let mut parts = pattern.trim_end_matches('/').split('*');
    let Some(mut rest) = parts.next().and_then(|head| origin.strip_prefix(head)) else { return false };
    let mut tail = None;
    for part in parts {
        if let Some(middle) = tail.replace(part) {
            match rest.find(middle) {
                Some(at) if !rest[..at].contains('/') => rest = &rest[at + middle.len()..],
                _ => return false,
            }
        }
    }
    match tail {
        None => rest.is_empty(),
        Some(tail) => rest.strip_suffix(tail).is_some_and(|wild| !wild.contains('/')),
    }
}

/// CORS of the API, and `Cache-Control: no-store` on all that it answers. A preflight names no application, so an
/// origin that any application allows may ask; which application it may use is checked there (`gene`).
pub async fn api(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let allowed = origin.filter(|origin| {
        origin.to_str().is_ok_and(|origin| app.apps.values().any(|one| app.allows_origin(one, Some(origin))))
    });
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
                (header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(ALLOWED_HEADERS)),
                (header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("7200")),
            ],
        );
    }
    response
}

/// Every header that Authing's clients send; a wildcard does not count for requests with credentials.
const ALLOWED_HEADERS: &str = "authorization, content-type, x-authing-app-id, x-authing-userpool-id, \
    x-authing-app-tenant-id, x-authing-request-from, x-authing-sdk-version, x-authing-lang, x-authing-device-id";

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_match_whole_origins() {
        for (pattern, origin, fits) in [
            ("https://a.example", "https://a.example", true),
            ("https://a.example/", "https://a.example", true),
            ("https://a.example", "https://a.example.evil", false),
            ("https://a.example", "http://a.example", false),
            ("https://*.example", "https://shop.example", true),
            ("https://*.example", "https://example", false),
            ("https://*.example", "https://evil.com/.example", false),
            ("https://*.example", "https://shop.example.evil", false),
            ("http://localhost:*", "http://localhost:8080", true),
            ("https://*.a.*", "https://x.a.org", true),
            ("*", "https://x", false),
            ("https://*", "https://x", true),
        ] {
            assert_eq!(matches(pattern, origin), fits, "{pattern} {origin}");
        }
    }
}
