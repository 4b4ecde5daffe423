//! Errors that handlers answer with, and the middleware that writes it in the caller's language.

use std::time::Duration;

use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use guard_protocol::{Code, Reply};
use serde_json::{Value, json};
use tracing::error;

use super::body::BadBody;
use super::messages::{Text, lang_of, whole_seconds};
use crate::limits::TooFrequent;
use crate::passwords::PasswordError;
use crate::pool::PoolError;
use crate::services::oidc::SignError;
use crate::services::qr_logins::picture::ImageError;
use crate::store::StoreError;

/// The status inside the envelope of a business failure, as Authing writes it.
const BUSINESS_STATUS: u16 = 499;

/// How long a client should wait when the database does not answer.
const STORE_PAUSE: Duration = Duration::from_secs(2);

/// A refusal. Handlers return it; a layer of the router writes it in the caller's language.
#[derive(Clone, Debug)]
pub struct ApiError {
    http: StatusCode,
    code: Code,
    text: Text,
    data: Option<Value>,
    retry_after: Option<Duration>,
}

impl ApiError {
    /// A business failure of plain v2: HTTP 200, the code tells.
    pub fn business(code: Code, text: Text) -> Self {
        Self { http: StatusCode::OK, code, text, data: None, retry_after: None }
    }

    /// A failure of the extension: the HTTP status tells as well.
    pub fn status(http: StatusCode, code: Code, text: Text) -> Self {
        Self { http, code, text, data: None, retry_after: None }
    }

    /// A parameter is missing or malformed.
    pub fn malformed(field: impl Into<String>, reason: impl Into<String>) -> Self {
        let text = Text::Malformed { field: field.into(), reason: reason.into() };
        Self::status(StatusCode::BAD_REQUEST, Code::BadParameters, text)
    }

    /// The verifier is missing or wrong.
    pub fn verifier_wrong() -> Self {
        Self::status(StatusCode::FORBIDDEN, Code::VerifierWrong, Text::VerifierWrong)
    }

    /// Another phone has the code, or it was used.
    pub fn taken() -> Self {
        Self::status(StatusCode::CONFLICT, Code::QrCodeTaken, Text::QrCodeTaken)
    }

    /// The caller is not logged in.
    pub fn not_logged_in() -> Self {
        Self::business(Code::NotLoggedIn, Text::NotLoggedIn)
    }

    /// The code is over.
    pub fn gone() -> Self {
        Self::status(StatusCode::GONE, Code::QrCodeGone, Text::QrCodeGone)
    }

    /// There is no such code.
    pub fn no_such_code() -> Self {
        Self::business(Code::NoSuchQrCode, Text::NoSuchQrCode)
    }

    /// The server has no room for the request now; the client may try again in `retry_after`.
    pub fn busy(retry_after: Duration) -> Self {
        Self::status(StatusCode::SERVICE_UNAVAILABLE, Code::Busy, Text::Busy).with_retry_after(retry_after)
    }

    /// Adds `data` to the envelope.
    pub fn with_data(self, data: Value) -> Self {
        Self { data: Some(data), ..self }
    }

    /// Adds the header `Retry-After`, in whole seconds, rounded up.
    pub fn with_retry_after(self, retry_after: Duration) -> Self {
        Self { retry_after: Some(retry_after), ..self }
    }

    /// The request's handler panicked. What it said is on standard error; it may hold a secret, so it is not repeated.
    pub(super) fn panicked() -> Self {
        Self::failed(&"the handler panicked")
    }

    fn failed(what: &dyn std::fmt::Display) -> Self {
        error!(error = %what, "request failed");
        Self::status(StatusCode::INTERNAL_SERVER_ERROR, Code::Busy, Text::Busy)
    }
}

impl From<BadBody> for ApiError {
    fn from(why: BadBody) -> Self {
        match why {
            BadBody::Late => Self { http: StatusCode::REQUEST_TIMEOUT, ..Self::malformed("body", BadBody::LATE) },
            BadBody::Unreadable => Self::malformed("body", BadBody::UNREADABLE),
        }
    }
}

impl From<TooFrequent> for ApiError {
    fn from(error: TooFrequent) -> Self {
        let text = Text::from(&error);
        Self::status(StatusCode::TOO_MANY_REQUESTS, Code::TooFrequent, text).with_retry_after(error.retry_after)
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        if let StoreError::Unreachable { .. } = &error {
            error!(%error, "request put off");
            return Self::busy(STORE_PAUSE);
        }
        Self::failed(&error)
    }
}

impl From<SignError> for ApiError {
    fn from(error: SignError) -> Self {
        match error {
            SignError::Store(error) => error.into(),
            error @ SignError::Key(_) => Self::failed(&error),
        }
    }
}

impl From<ImageError> for ApiError {
    fn from(error: ImageError) -> Self {
        Self::failed(&error)
    }
}

impl From<PoolError> for ApiError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Busy { retry_after } => Self::busy(retry_after),
            PoolError::Panicked => Self::failed(&error),
        }
    }
}

impl From<PasswordError> for ApiError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Pool(error) => error.into(),
            PasswordError::NotDecrypted => Self::business(Code::PasswordNotDecrypted, Text::NotDecrypted),
            error => Self::failed(&error),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.http.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the envelope of an [`ApiError`] in the language that the request asked for.
pub(super) async fn in_callers_language(request: Request, next: Next) -> Response {
    let lang = lang_of(request.headers());
    let mut response = next.run(request).await;
    let Some(error) = response.extensions_mut().remove::<ApiError>() else { return response };
    let status = match error.http {
        StatusCode::OK => BUSINESS_STATUS,
        other => other.as_u16(),
    };
    let data = error.data.unwrap_or(json!(null));
    let reply = Json(Reply::refused(error.code, status, error.text.say(lang), Some(data)));
    // The headers that layers have added on the way stay.
    let (mut parts, _) = response.into_parts();
    let (written, body) = (error.http, reply).into_response().into_parts();
    parts.status = written.status;
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(written.headers);
    if let Some(wait) = error.retry_after {
        parts.headers.insert(header::RETRY_AFTER, HeaderValue::from(whole_seconds(wait)));
    }
    Response::from_parts(parts, body)
}
