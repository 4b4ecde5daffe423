//! Bodies of forms, and whose they are.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};

use super::error::ApiError;
use super::extract::text_of;
use crate::services::oidc::authorize::Params;
use crate::state::Shared;

/// What a form sends.
const KIND: &str = "application/x-www-form-urlencoded";
/// What a browser says of who sends a request (Fetch Metadata, W3C).
const SEC_FETCH_SITE: &str = "sec-fetch-site";

/// The fields of a form.
pub(super) struct Form(pub(super) Params);

impl FromRequest<Shared> for Form {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &Shared) -> Result<Self, ApiError> {
        let kind = text_of(request.headers(), header::CONTENT_TYPE.as_str()).unwrap_or_default();
        if !kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(KIND)) {
            return Err(ApiError::malformed("content-type", format!("send {KIND}")));
        }
        let patience = Duration::from_secs(app.config.limits.body_timeout_s.into());
        let bytes = tokio::time::timeout(patience, Bytes::from_request(request, app))
            .await
            .map_err(|_| ApiError::late_body())?
            .map_err(|_| ApiError::malformed("body", "it could not be read, or is longer than 16 KB"))?;
        Ok(Self(Params::parse(&bytes)))
    }
}

/// Whether a browser says that another site's page sent the form. One that says nothing is believed for as far as the
/// proof in the form goes: a page that sends no referrer sends no origin with its forms either (Fetch, section 3.2).
pub(super) fn is_foreign(headers: &HeaderMap, own: Option<&str>) -> bool {
    if headers.contains_key(SEC_FETCH_SITE) {
        return text_of(headers, SEC_FETCH_SITE) != Some("same-origin");
    }
    match (headers.contains_key(header::ORIGIN), text_of(headers, header::ORIGIN.as_str())) {
        (false, _) | (true, Some("null")) => false,
        (true, origin) => origin.is_none() || origin != own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_sites_form_is_known_by_what_the_browser_says() {
        let own = Some("https://own.example");
        for (pairs, foreign) in [
            (&[][..], false),
            (&[("sec-fetch-site", "same-origin"), ("origin", "null")], false),
            (&[("sec-fetch-site", "same-site")], true),
            (&[("sec-fetch-site", "cross-site"), ("origin", "https://own.example")], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "same-origin")], true),
            (&[("origin", "https://own.example")], false),
            (&[("origin", "null")], false),
            (&[("origin", "https://evil.example")], true),
            (&[("origin", "https://own.example"), ("origin", "https://evil.example")], true),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.append(*name, value.parse().unwrap());
            }
            assert_eq!(is_foreign(&headers, own), foreign, "{pairs:?}");
        }
    }
}
