//! The session of the hosted page: `POST /login/session` turns a token into a cookie that scripts cannot read, so that
//! the site on the same host knows who came from `/login`.
//!
//! The cookie is `SameSite=Lax` and counts for `users/me` and for a `POST` to `logout` only: no other site can act by it.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use guard_protocol::Secret;
use guard_protocol::headers::AUTHORIZATION;

use super::error::ApiError;
use super::extract::{Caller, text_of};
use crate::state::{App, Shared};

const NAME: &str = "guard_session";

/// Sets the cookie to the token that the caller sent.
pub(super) async fn start(State(app): State<Shared>, caller: Caller) -> Response {
    let cookie = cookie(&app, caller.token.expose(), app.sessions.ttl_s());
    (StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response()
}

/// Ends the session of a browser.
pub(super) fn ended(app: &App) -> [(header::HeaderName, HeaderValue); 1] {
    [(header::SET_COOKIE, cookie(app, "", 0))]
}

fn cookie(app: &App, token: &str, max_age: u32) -> HeaderValue {
    let secure = if app.apps().public_url().starts_with("https:") { "; Secure" } else { "" };
    let text = format!("{NAME}={token}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}");
    // A token that was accepted is base64url, so it is a valid header value.
    let mut value = HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""));
    value.set_sensitive(true);
    value
}

fn kept_token(headers: &HeaderMap) -> Option<Secret> {
    let pairs = text_of(headers, "cookie")?.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(name, _)| *name == NAME).map(|(_, token)| Secret::new(token)).find(|token| !token.is_empty())
}

/// Whoever sent a valid token, or has the cookie of the hosted page.
pub(super) struct Visitor(pub(super) Caller);

impl FromRequestParts<Shared> for Visitor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, ApiError> {
        let changes = parts.method != Method::GET && parts.method != Method::POST;
        let logs_out_by_link = parts.method == Method::GET && parts.uri.path() == guard_protocol::paths::LOGOUT;
        if parts.headers.contains_key(AUTHORIZATION) || changes || logs_out_by_link {
            return Caller::from_request_parts(parts, app).await.map(Self);
        }
        match kept_token(&parts.headers) {
            Some(token) => Caller::of_token(app, token).await.map(Self),
            None => Caller::from_request_parts(parts, app).await.map(Self),
        }
    }
}
