//! A form that a client sends, and who the client says to be.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use guard_protocol::Secret;
use guard_protocol::headers::{APP_ID, AUTHORIZATION};
use url::form_urlencoded;

use super::super::body::{self, FORM};
use super::super::extract::text_of;
use super::error::OauthError;
use crate::config::AppConfig;
use crate::services::oidc::Credentials;
use crate::state::{App, Shared};

/// How a client says that it sends an assertion (RFC 7523, section 2.2).
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The parameters of a body, none of which is there twice (RFC 6749, section 3.2).
pub(super) struct Form {
    parameters: BTreeMap<String, Secret>,
    headers: HeaderMap,
}

impl FromRequest<Shared> for Form {
    type Rejection = OauthError;

    async fn from_request(request: Request, app: &Shared) -> Result<Self, OauthError> {
        let headers = request.headers().clone();
        if !body::is_form(&headers) {
            return Err(OauthError::invalid_request(format!("send {FORM}")));
        }
        let bytes = body::read(request, app).await?;
        let mut parameters = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(&bytes) {
            // One without a value counts as left out (RFC 6749, section 3.2).
            if value.is_empty() {
                continue;
            }
            if parameters.insert(name.into_owned(), Secret::new(value)).is_some() {
                return Err(OauthError::invalid_request("a parameter is there twice"));
            }
        }
        Ok(Self { parameters, headers })
    }
}

impl Form {
    /// A parameter.
    pub(super) fn get(&self, name: &str) -> Option<&Secret> {
        self.parameters.get(name)
    }

    /// A parameter that must be there.
    pub(super) fn required(&self, name: &str) -> Result<&Secret, OauthError> {
        self.get(name).ok_or_else(|| OauthError::invalid_request(format!("`{name}` is missing")))
    }

    /// The client that sent it, from a page of its own if from a page.
    pub(super) async fn client<'a>(&self, app: &'a App) -> Result<&'a AppConfig, OauthError> {
        let credentials = self.credentials()?;
        let client = app.oidc.clients.authenticate(&credentials).await?;
        // A program that is no browser names none; a page cannot leave it out.
        if self.headers.contains_key(header::ORIGIN) {
            let origin = text_of(&self.headers, header::ORIGIN.as_str());
            if !app.apps().allows_origin(client, origin) {
                return Err(OauthError::origin_not_allowed());
            }
        }
        Ok(client)
    }

    /// Who the client says to be, by one method alone (RFC 6749, section 2.3).
    fn credentials(&self) -> Result<Credentials, OauthError> {
        let text = |name: &str| self.get(name).map(|value| value.expose().to_owned());
        let basic = text_of(&self.headers, AUTHORIZATION).map(basic).transpose()?;
        let (id, secret, assertion) = (text("client_id"), self.get("client_secret"), self.get("client_assertion"));
        let ways = [basic.is_some(), secret.is_some(), assertion.is_some()];
        if ways.into_iter().filter(|is_used| *is_used).count() > 1 {
            return Err(OauthError::invalid_request("the client authenticates by more than one method"));
        }
        if let Some((basic_id, secret)) = basic {
            if id.is_some_and(|id| id != basic_id) {
                return Err(OauthError::invalid_request("client_id is another client than that of the header"));
            }
            return Ok(Credentials::Basic { id: basic_id, secret });
        }
        if let Some(assertion) = assertion {
            if text("client_assertion_type").as_deref() != Some(JWT_BEARER) {
                return Err(OauthError::invalid_request(format!("client_assertion_type must be {JWT_BEARER}")));
            }
            return Ok(Credentials::Assertion { id, assertion: assertion.clone() });
        }
        // Authing's own client names itself by its header when it renews tokens.
        let by_header = || text_of(&self.headers, APP_ID).filter(|id| !id.is_empty()).map(str::to_owned);
        match (id, secret) {
            (Some(id), Some(secret)) => Ok(Credentials::Post { id, secret: secret.clone() }),
            (Some(id), None) => Ok(Credentials::Id(id)),
            (None, None) => {
                by_header().map(Credentials::Id).ok_or_else(|| OauthError::invalid_request("`client_id` is missing"))
            }
            (None, Some(_)) => Err(OauthError::invalid_request("`client_id` is missing")),
        }
    }
}

/// Id and secret of `Authorization: Basic`, each form-urlencoded (RFC 6749, section 2.3.1).
fn basic(value: &str) -> Result<(String, Secret), OauthError> {
    let malformed = || OauthError::invalid_client("the header Authorization must be `Basic`, as RFC 6749, 2.3.1, says");
    let (scheme, encoded) = value.split_once(' ').ok_or_else(malformed)?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err(malformed());
    }
    let bytes = STANDARD.decode(encoded.trim()).map_err(|_| malformed())?;
    let text = String::from_utf8(bytes).map_err(|_| malformed())?;
    let (id, secret) = text.split_once(':').ok_or_else(malformed)?;
    Ok((decoded(id), Secret::new(decoded(secret))))
}

/// One value of a form, decoded.
fn decoded(value: &str) -> String {
    // As the value of a parameter it may hold neither of these two.
    let value = value.replace('&', "%26").replace('=', "%3D");
    let pair = format!("x={value}");
    form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn id_and_secret_of_a_header_are_decoded_as_a_form_is() {
        let of = |text: &str| basic(&format!("Basic {}", STANDARD.encode(text))).unwrap();
        assert_eq!(of("shop:a%2Bb+c%3A"), ("shop".to_owned(), Secret::new("a+b c:")));
        assert_eq!(of("sh%6Fp:a=b&c:d"), ("shop".to_owned(), Secret::new("a=b&c:d")));
        for wrong in ["", "Basic", "Basic ???", "Bearer c2hvcDp4", "Basic c2hvcA=="] {
            assert!(basic(wrong).is_err(), "{wrong}");
        }
    }
}
