//! Parameters of requests that a browser makes by itself: of links and of forms.

use std::convert::Infallible;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;

use super::body::{self, FORM};
use super::error::ApiError;
use crate::services::oidc::authorize::Params;
use crate::state::Shared;

/// The parameters of a link.
pub(super) struct Link(pub(super) Params);

impl FromRequestParts<Shared> for Link {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Self, Infallible> {
        Ok(Self(Params::parse(parts.uri.query().unwrap_or_default().as_bytes())))
    }
}

/// The fields of a form.
pub(super) struct Form(pub(super) Params);

impl FromRequest<Shared> for Form {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &Shared) -> Result<Self, ApiError> {
        if !body::is_form(request.headers()) {
            return Err(ApiError::malformed("content-type", format!("send {FORM}")));
        }
        Ok(Self(Params::parse(&body::read(request, app).await?)))
    }
}
