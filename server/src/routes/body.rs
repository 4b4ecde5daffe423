//! Bodies of requests: whole, in time, and what they are declared as.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest as _, Request};
use axum::http::{HeaderMap, header};

use super::extract::text_of;
use crate::state::Shared;

/// What a form is declared as.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

/// Why there is no body.
#[derive(Clone, Copy, Debug)]
pub(super) enum BadBody {
    /// It did not come in time.
    Late,
    /// It broke off, or is longer than a body may be.
    Unreadable,
}

impl BadBody {
    /// Said of [`Late`](Self::Late).
    pub(super) const LATE: &str = "it did not come in time";
    /// Said of [`Unreadable`](Self::Unreadable).
    pub(super) const UNREADABLE: &str = "it could not be read, or is longer than 16 KB";
}

/// The body of `request`. The time is for all of it: one that comes byte by byte is late, too.
pub(super) async fn read(request: Request, app: &Shared) -> Result<Bytes, BadBody> {
    let patience = Duration::from_secs(app.config.limits.body_timeout_s.into());
    let read = tokio::time::timeout(patience, Bytes::from_request(request, app));
    read.await.map_err(|_| BadBody::Late)?.map_err(|_| BadBody::Unreadable)
}

/// Whether a body is declared as a form, with or without a charset.
pub(super) fn is_form(headers: &HeaderMap) -> bool {
    let kind = text_of(headers, header::CONTENT_TYPE.as_str()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(FORM))
}
