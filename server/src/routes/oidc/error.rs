//! Refusals as OAuth writes them (RFC 6749, section 5.2; RFC 6750, section 3).

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tracing::error;

use super::super::body::BadBody;
use crate::limits::TooFrequent;
use crate::services::oidc::{ClientError, SignError, TokenError};
use crate::store::StoreError;

/// How long a client should wait when the database does not answer.
const STORE_PAUSE: Duration = Duration::from_secs(2);

/// A refusal.
#[derive(Debug)]
pub(super) struct OauthError {
    status: StatusCode,
    error: &'static str,
    description: String,
    challenge: Option<&'static str>,
    retry_after: Option<Duration>,
}

impl OauthError {
    fn new(status: StatusCode, error: &'static str, description: impl Into<String>) -> Self {
        Self { status, error, description: description.into(), challenge: None, retry_after: None }
    }

    /// A parameter is missing, malformed or there twice.
    pub(super) fn invalid_request(description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", description)
    }

    /// The client has not proved who it is.
    pub(super) fn invalid_client(description: impl Into<String>) -> Self {
        let error = Self::new(StatusCode::UNAUTHORIZED, "invalid_client", description);
        Self { challenge: Some("Basic realm=\"token\""), ..error }
    }

    /// A page of another origin than the client's.
    pub(super) fn origin_not_allowed() -> Self {
        let description = "this origin is not one of the client's: add it to `allowed_origins`";
        Self::new(StatusCode::FORBIDDEN, "invalid_request", description)
    }

    /// The grant type is not one of ours.
    pub(super) fn unsupported_grant_type() -> Self {
        let description = "use authorization_code or refresh_token";
        Self::new(StatusCode::BAD_REQUEST, "unsupported_grant_type", description)
    }

    /// The access token does not count.
    pub(super) fn invalid_token() -> Self {
        let description = "the access token is missing, unknown, expired or revoked";
        let error = Self::new(StatusCode::UNAUTHORIZED, "invalid_token", description);
        Self { challenge: Some("Bearer error=\"invalid_token\""), ..error }
    }

    /// The access token is for less.
    pub(super) fn insufficient_scope() -> Self {
        let error = Self::new(StatusCode::FORBIDDEN, "insufficient_scope", "the access token has no scope `openid`");
        Self { challenge: Some("Bearer error=\"insufficient_scope\", scope=\"openid\""), ..error }
    }

    fn failed(what: &dyn std::fmt::Display) -> Self {
        error!(error = %what, "request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "server_error", "the server failed; its log says why")
    }

    /// The HTTP status.
    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    /// What is wrong, in words.
    pub(super) fn description(&self) -> &str {
        &self.description
    }
}

impl From<BadBody> for OauthError {
    fn from(why: BadBody) -> Self {
        let (status, reason) = match why {
            BadBody::Late => (StatusCode::REQUEST_TIMEOUT, BadBody::LATE),
            BadBody::Unreadable => (StatusCode::BAD_REQUEST, BadBody::UNREADABLE),
        };
        Self::new(status, "invalid_request", format!("the body: {reason}"))
    }
}

impl From<TooFrequent> for OauthError {
    fn from(TooFrequent { retry_after }: TooFrequent) -> Self {
        let error = Self::new(StatusCode::TOO_MANY_REQUESTS, "temporarily_unavailable", "too many requests");
        Self { retry_after: Some(retry_after), ..error }
    }
}

impl From<super::super::ApiError> for OauthError {
    /// What extractors shared with the rest of the API refuse.
    fn from(_: super::super::ApiError) -> Self {
        Self::invalid_request("the request could not be read")
    }
}

impl From<StoreError> for OauthError {
    fn from(error: StoreError) -> Self {
        if let StoreError::Unreachable { .. } = &error {
            error!(%error, "request put off");
            let error = Self::new(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable", "try again later");
            return Self { retry_after: Some(STORE_PAUSE), ..error };
        }
        Self::failed(&error)
    }
}

impl From<SignError> for OauthError {
    fn from(error: SignError) -> Self {
        match error {
            SignError::Store(error) => error.into(),
            error @ SignError::Key(_) => Self::failed(&error),
        }
    }
}

impl From<ClientError> for OauthError {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::Store(error) => error.into(),
            error => Self::invalid_client(error.to_string()),
        }
    }
}

impl From<TokenError> for OauthError {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Refused(refusal) => Self::new(StatusCode::BAD_REQUEST, "invalid_grant", refusal.to_string()),
            TokenError::ScopeTooWide => Self::new(StatusCode::BAD_REQUEST, "invalid_scope", error.to_string()),
            TokenError::Sign(error) => error.into(),
            TokenError::Store(error) => error.into(),
        }
    }
}

impl IntoResponse for OauthError {
    fn into_response(self) -> Response {
        let body = Json(json!({ "error": self.error, "error_description": self.description }));
        let mut response = (self.status, [(header::CACHE_CONTROL, "no-store")], body).into_response();
        if let Some(challenge) = self.challenge {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        if let Some(wait) = self.retry_after {
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
