//! Errors that handlers answer with, and the middleware that writes it in the caller's language.

use axum::Json;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use guard_protocol::{Code, Reply};
use serde_json::{Value, json};
use tracing::error;

use super::messages::{Text, lang_of};
use crate::passwords::PasswordError;
use crate::services::qr_logins::picture::ImageError;
use crate::store::StoreError;

/// The status inside the envelope of a business failure, as Authing writes it.
const BUSINESS_STATUS: u16 = 499;

/// A refusal. Handlers return it; [`in_callers_language`] writes it.
#[derive(Clone, Debug)]
pub struct ApiError {
    http: StatusCode,
    code: Code,
    text: Text,
    data: Option<Value>,
}

impl ApiError {
    /// A business failure of plain v2: HTTP 200, the code tells.
    pub fn business(code: Code, text: Text) -> Self {
        Self { http: StatusCode::OK, code, text, data: None }
    }

    /// A failure of the extension: the HTTP status tells as well.
    pub fn status(http: StatusCode, code: Code, text: Text) -> Self {
        Self { http, code, text, data: None }
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

    /// The code is over.
    pub fn gone() -> Self {
        Self::status(StatusCode::GONE, Code::QrCodeGone, Text::QrCodeGone)
    }

    /// There is no such code.
    pub fn no_such_code() -> Self {
        Self::business(Code::NoSuchQrCode, Text::NoSuchQrCode)
    }

    /// Adds `data` to the envelope.
    pub fn with_data(self, data: Value) -> Self {
        Self { data: Some(data), ..self }
    }

    fn failed(what: &dyn std::fmt::Display) -> Self {
        error!(error = %what, "request failed");
        Self::status(StatusCode::INTERNAL_SERVER_ERROR, Code::Busy, Text::Busy)
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::failed(&error)
    }
}

impl From<ImageError> for ApiError {
    fn from(error: ImageError) -> Self {
        Self::failed(&error)
    }
}

impl From<PasswordError> for ApiError {
    fn from(error: PasswordError) -> Self {
        match error {
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

/// Writes the envelope of an [`ApiError`] in the language that the request asked for. Wraps all of the API.
pub(super) async fn in_callers_language(request: Request, next: Next) -> Response {
    let lang = lang_of(request.headers());
    let mut response = next.run(request).await;
    let Some(error) = response.extensions_mut().remove::<ApiError>() else { return response };
    let status = match error.http {
        StatusCode::OK => BUSINESS_STATUS,
        other => other.as_u16(),
    };
    let data = error.data.unwrap_or(json!(null));
    (error.http, Json(Reply::refused(error.code, status, error.text.say(lang), Some(data)))).into_response()
}
