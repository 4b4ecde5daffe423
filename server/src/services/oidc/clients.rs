//! Whether a client is who it says (RFC 6749, section 2.3; OpenID Connect Core, section 9).

use guard_protocol::Secret;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use thiserror::Error;

use crate::clock::Millis;
use crate::config::{AppConfig, AuthMethod};
use crate::services::Context;
use crate::store::StoreError;
use crate::tokens;

/// The longest life of an assertion, in s: until then its id is remembered.
const LONGEST_S: i64 = 3600;
/// How far clocks may differ, in s.
const SKEW_S: i64 = 30;

/// How a client says who it is.
#[derive(Clone, Debug)]
pub enum Credentials {
    /// By its id alone.
    Id(String),
    /// By `Authorization: Basic`.
    Basic {
        /// The id.
        id: String,
        /// The secret.
        secret: Secret,
    },
    /// By the secret in the body.
    Post {
        /// The id.
        id: String,
        /// The secret.
        secret: Secret,
    },
    /// By an assertion (RFC 7523).
    Assertion {
        /// The id, if the body names it beside the assertion.
        id: Option<String>,
        /// The assertion.
        assertion: Secret,
    },
}

/// Why a client is not let in. But for the store's failure it is `invalid_client`.
#[derive(Debug, Error)]
pub enum ClientError {
    /// There is no such client, or it has not proved to be it.
    #[error("the client is unknown, or has not proved who it is")]
    Wrong,
    /// It proves it by another way than its configuration says.
    #[error("the client must use the method {}", .0.name())]
    OtherMethod(AuthMethod),
    /// The assertion does not count.
    #[error("the assertion does not count: {0}")]
    Assertion(&'static str),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Knows clients.
#[derive(Clone, Debug)]
pub struct Clients {
    context: Context,
}

#[derive(Deserialize)]
struct Assertion {
    iss: String,
    sub: String,
    aud: Audience,
    exp: f64,
    nbf: Option<f64>,
    jti: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Clients {
    /// The clients of `context`.
    pub fn new(context: Context) -> Self {
        Self { context }
    }

    /// The client that `credentials` prove.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn authenticate(&self, credentials: &Credentials) -> Result<&AppConfig, ClientError> {
        let named = match credentials {
            Credentials::Id(id) | Credentials::Basic { id, .. } | Credentials::Post { id, .. } => id.clone(),
            Credentials::Assertion { id, assertion } => {
                let subject = subject_of(assertion).ok_or(ClientError::Assertion("it can't be read"))?;
                if id.as_ref().is_some_and(|id| *id != subject) {
                    return Err(ClientError::Assertion("client_id is another client"));
                }
                subject
            }
        };
        let app = self.context.apps.get(&named).ok_or(ClientError::Wrong)?;
        match (app.oidc.auth_method, credentials) {
            (AuthMethod::None, Credentials::Id(_)) => Ok(app),
            (AuthMethod::ClientSecretBasic, Credentials::Basic { secret, .. })
            | (AuthMethod::ClientSecretPost, Credentials::Post { secret, .. }) => {
                let is_its_own = app.oidc.client_secret.as_ref().is_some_and(|own| tokens::is_same(own, secret));
                if is_its_own { Ok(app) } else { Err(ClientError::Wrong) }
            }
            (AuthMethod::PrivateKeyJwt, Credentials::Assertion { assertion, .. }) => {
                self.check_assertion(app, assertion).await?;
                Ok(app)
            }
            (method, _) => Err(ClientError::OtherMethod(method)),
        }
    }

    /// Checks an assertion (RFC 7523, section 3).
    async fn check_assertion(&self, app: &AppConfig, assertion: &Secret) -> Result<(), ClientError> {
        let jwks = app.oidc.jwks.as_deref().and_then(|text| serde_json::from_str::<JwkSet>(text).ok());
        let claims = jwks.and_then(|jwks| verified(&jwks, assertion));
        let claims = claims.ok_or(ClientError::Assertion("no key of the client verifies it"))?;
        let now = self.context.now();
        let public_url = self.context.apps.public_url();
        let ours = [format!("{public_url}/oidc"), format!("{public_url}/oidc/token")];
        let until = judge(&claims, &app.id, &ours, now).map_err(ClientError::Assertion)?;
        // The first to count it is the first to send it, whichever node it is sent to.
        let key = self.context.key.counter("client-assertion", &[&app.id, &claims.jti]);
        if self.context.store.count(key, now, until).await?.count > 1 {
            return Err(ClientError::Assertion("its jti was used before"));
        }
        Ok(())
    }
}

/// Whom an assertion says to be of; nothing is proved by it.
fn subject_of(assertion: &Secret) -> Option<String> {
    jsonwebtoken::dangerous::insecure_decode::<Assertion>(assertion.expose()).ok().map(|token| token.claims.sub)
}

/// The claims of an assertion that a key of the set has signed. The key's kind says which algorithms may be, not the
/// assertion (RFC 8725, section 3.1).
fn verified(jwks: &JwkSet, assertion: &Secret) -> Option<Assertion> {
    let header = decode_header(assertion.expose()).ok()?;
    let is_meant = |kid: &Option<String>| header.kid.is_none() || kid.is_none() || *kid == header.kid;
    jwks.keys.iter().filter(|jwk| is_meant(&jwk.common.key_id)).find_map(|jwk| {
        let key = DecodingKey::from_jwk(jwk).ok()?;
        if header.alg.family() != key.family() {
            return None;
        }
        let mut validation = Validation::new(header.alg);
        validation.required_spec_claims.clear();
        // Times are judged by the server's clock, and the audience by us.
        (validation.validate_exp, validation.validate_aud) = (false, false);
        decode::<Assertion>(assertion.expose(), &key, &validation).ok().map(|token| token.claims)
    })
}

/// Judges the claims of an assertion; answers until when its id is to be remembered.
fn judge(claims: &Assertion, client_id: &str, ours: &[String], now: Millis) -> Result<Millis, &'static str> {
    let is_ours = |audience: &String| ours.contains(audience);
    let is_for_us = match &claims.aud {
        Audience::One(audience) => is_ours(audience),
        // One that is for others, too, could be passed on by them.
        Audience::Many(audiences) => !audiences.is_empty() && audiences.iter().all(is_ours),
    };
    #[allow(clippy::cast_possible_truncation, reason = "a number of seconds; one beyond any date is refused below")]
    let (exp, nbf) = (claims.exp as i64, claims.nbf.map(|nbf| nbf as i64));
    let now_s = now.div_euclid(1000);
    if claims.iss != client_id || claims.sub != client_id {
        Err("iss and sub must be the client's id")
    } else if !is_for_us {
        Err("aud must be the issuer alone")
    } else if claims.jti.is_empty() {
        Err("jti is empty")
    } else if exp <= now_s - SKEW_S {
        Err("it has expired")
    } else if exp > now_s + LONGEST_S {
        Err("exp is more than an hour away")
    } else if nbf.is_some_and(|nbf| nbf > now_s + SKEW_S) {
        Err("nbf is yet to come")
    } else {
        Ok((exp + SKEW_S + 1) * 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assertion() -> Assertion {
        let aud = Audience::One("https://a.example/oidc".into());
        Assertion { iss: "c".into(), sub: "c".into(), aud, exp: 1060.0, nbf: None, jti: "1".into() }
    }

    #[test]
    fn an_assertion_is_for_us_by_the_client_and_of_now() {
        let ours = ["https://a.example/oidc".to_owned(), "https://a.example/oidc/token".to_owned()];
        let judge = |claims: Assertion| judge(&claims, "c", &ours, 1_000_000);
        assert_eq!(judge(assertion()), Ok(1_091_000));
        let many = |list: &[&str]| Audience::Many(list.iter().map(ToString::to_string).collect());
        assert!(judge(Assertion { aud: many(&[&ours[0], &ours[1]]), ..assertion() }).is_ok());
        for (wrong, words) in [
            (Assertion { iss: "d".into(), ..assertion() }, "iss and sub"),
            (Assertion { sub: "d".into(), ..assertion() }, "iss and sub"),
            (Assertion { aud: Audience::One("https://b.example/oidc".into()), ..assertion() }, "aud"),
            (Assertion { aud: many(&[&ours[0], "https://b.example/oidc"]), ..assertion() }, "aud"),
            (Assertion { aud: many(&[]), ..assertion() }, "aud"),
            (Assertion { exp: 970.0, ..assertion() }, "expired"),
            (Assertion { exp: 4601.0, ..assertion() }, "an hour"),
            (Assertion { exp: f64::INFINITY, ..assertion() }, "an hour"),
            (Assertion { nbf: Some(1031.0), ..assertion() }, "nbf"),
            (Assertion { jti: String::new(), ..assertion() }, "jti"),
        ] {
            assert!(judge(wrong).unwrap_err().contains(words), "{words}");
        }
    }
}
