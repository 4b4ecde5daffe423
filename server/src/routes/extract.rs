//! Extractors: JSON bodies whose errors name the field, the application, the caller.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use guard_protocol::headers::{APP_ID, AUTHORIZATION, CONTENT_TYPE};
use guard_protocol::{Code, Secret};
use serde::de::DeserializeOwned;

use super::body;
use super::error::ApiError;
use super::messages::Text;
use crate::config::AppConfig;
use crate::services::oidc::Scope;
use crate::state::{App, Shared};
use crate::store::UserRow;

/// A JSON body. It must be declared as such, so that another site's page can't send it without a preflight.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Shared> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &Shared) -> Result<Self, ApiError> {
        let declared =
            text_of(request.headers(), CONTENT_TYPE).is_some_and(|kind| kind.starts_with("application/json"));
        if !declared {
            return Err(ApiError::malformed("content-type", "send application/json"));
        }
        AnyBody::from_request(request, app).await.map(|AnyBody(body)| Self(body))
    }
}

/// A JSON body whatever it is declared as: `sendBeacon` declares plain text.
pub(super) struct AnyBody<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Shared> for AnyBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &Shared) -> Result<Self, ApiError> {
        let bytes = body::read(request, app).await?;
        let mut json = serde_json::Deserializer::from_slice(&bytes);
        let body = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let path = error.path().to_string();
            let (field, reason) = explain(&path, &error.into_inner().to_string());
            ApiError::malformed(field, reason)
        })?;
        json.end().map_err(|_| ApiError::malformed("body", "something follows the JSON"))?;
        Ok(Self(body))
    }
}

/// The field that is wrong, and why, without the value that came: it may be a secret.
fn explain(path: &str, reason: &str) -> (String, String) {
    let field = if path == "." || path == "?" { "body" } else { path };
    if let Some(missing) = reason.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
        let field = if field == "body" { missing.to_owned() } else { format!("{field}.{missing}") };
        return (field, "it is missing".to_owned());
    }
    match reason.rsplit_once(", expected ") {
        Some((_, expected)) => (field.to_owned(), format!("expected {expected}")),
        None => (field.to_owned(), reason.to_owned()),
    }
}

/// The application that the header names.
pub(super) fn application<'a>(app: &'a App, headers: &HeaderMap) -> Result<&'a AppConfig, ApiError> {
    let id = text_of(headers, APP_ID).filter(|id| !id.is_empty());
    let id = id.ok_or_else(|| ApiError::business(Code::AppIdMissing, Text::AppIdMissing))?;
    app.apps().get(id).ok_or_else(|| ApiError::business(Code::NoSuchApp, Text::NoSuchApp))
}

/// A header as text, if it came once: of two, whoever stands before this server may have looked at the other.
pub(super) fn text_of<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    if values.next().is_some() { None } else { first.to_str().ok() }
}

/// The token that was sent. Authing's clients send it with or without the word "Bearer".
pub(super) fn token_of(headers: &HeaderMap) -> Option<Secret> {
    let value = text_of(headers, AUTHORIZATION)?;
    let token = match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token,
        _ => value,
    };
    Some(Secret::new(token.trim()))
}

/// Whoever sent a valid token.
pub(super) struct Caller {
    pub(super) user: UserRow,
    /// The application that the token is for. It counts for no other.
    pub(super) app_id: String,
    pub(super) token: Secret,
    /// What the token is for, if it is one that a client of the OpenID provider got; else it is a login.
    pub(super) scope: Option<Scope>,
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, ApiError> {
        let token = token_of(&parts.headers).ok_or_else(ApiError::not_logged_in)?;
        let session = app.sessions.of_token(&token).await?.ok_or_else(ApiError::not_logged_in)?;
        let scope = session.scope.as_deref().map(Scope::parse);
        Ok(Self { user: session.user, app_id: session.app_id, token, scope })
    }
}

impl Caller {
    /// The caller, if the token is a login: what a client of the OpenID provider got agrees to nobody's login.
    pub(super) fn logged_in(self) -> Result<Self, ApiError> {
        if self.scope.is_none() { Ok(self) } else { Err(ApiError::not_logged_in()) }
    }

    /// The caller, if the header names the application that the token is for: a site that is handed another one's token
    /// must not take it for its own.
    pub(super) fn at_its_application(self, headers: &HeaderMap) -> Result<Self, ApiError> {
        let named = text_of(headers, APP_ID).filter(|id| !id.is_empty());
        let named = named.ok_or_else(|| ApiError::business(Code::AppIdMissing, Text::AppIdMissing))?;
        if named == self.app_id { Ok(self) } else { Err(ApiError::not_logged_in()) }
    }
}

#[cfg(test)]
mod tests {
    use super::explain;

    #[test]
    fn errors_name_the_field_and_quote_no_value() {
        let of = |(field, reason): (String, String)| format!("{field}: {reason}");
        assert_eq!(of(explain(".", "missing field `random` at line 1 column 2")), "random: it is missing");
        let error = of(explain("seq", "invalid type: string \"s3cret\", expected u64 at line 1 column 9"));
        assert_eq!(error, "seq: expected u64 at line 1 column 9");
    }
}
