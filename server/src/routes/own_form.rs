//! A form that the page of an interaction has sent, and nobody else.

use axum::extract::{FromRequest, FromRequestParts as _, Path, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use guard_protocol::Secret;

use super::answer::{May, show};
use super::authorize::{look, lost, page_of, wanted};
use super::cookie::Kept;
use super::error::ApiError;
use super::form::Form;
use super::own_page::is_foreign;
use crate::page::{self, Notice};
use crate::services::oidc::authorize::Params;
use crate::services::oidc::interactions::Waiting;
use crate::state::Shared;

/// A form of the page of the interaction in the path. Whatever else comes is answered with a page that says why.
pub(super) struct OwnForm {
    /// The request that waits.
    pub(super) waiting: Waiting,
    /// The fields.
    pub(super) params: Params,
}

impl FromRequest<Shared> for OwnForm {
    type Rejection = Response;

    async fn from_request(request: Request, app: &Shared) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Path(id) = Path::<String>::from_request_parts(&mut parts, app).await.map_err(|why| why.into_response())?;
        let Ok(kept) = Kept::from_request_parts(&mut parts, app).await;
        let headers = parts.headers.clone();
        let form = Form::from_request(Request::from_parts(parts, body), app).await;
        let Form(params) = form.map_err(|why| why.into_response())?;
        let found = app.interactions.waiting(&id, kept.session.as_ref(), kept.interaction.as_ref()).await;
        let found = found.map_err(|error| ApiError::from(error).into_response())?;
        let waiting = found.map_err(|why| lost(app, why, &id, &headers))?;
        let proof = Secret::new(params.get("csrf").unwrap_or_default());
        if is_foreign(&headers, app.apps().origin()) || !app.interactions.is_own_form(&waiting, &proof) {
            let look = look(app, app.interactions.app(&waiting.request), wanted(None, &headers));
            let page = page::notice(&look, Notice::ForeignForm, Some(&page_of(&waiting)));
            return Err(show(StatusCode::FORBIDDEN, page, &May::speak()));
        }
        Ok(Self { waiting, params })
    }
}
