//! Who an ID token is about: OpenID Connect Core §3.1.3.7.

use std::time::Duration;

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::keys::Keys;

/// Whom a token is about.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Person {
    /// The person's id at the login server: what you keep in your database.
    sub: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// Why nobody is known.
#[derive(Debug, Error)]
pub(crate) enum Denied {
    #[error("the token is not one for us")]
    Token,
    #[error("the login server could not be asked")]
    Away,
}

/// Verifies ID tokens of one issuer for one application.
#[derive(Debug)]
pub(crate) struct Verifier {
    issuer: String,
    client_id: String,
    keys: Keys,
}

impl Verifier {
    pub(crate) fn new(issuer: &str, client_id: &str, pause: Duration, http: reqwest::Client) -> Self {
        let keys = Keys::new(issuer, pause, http);
        Self { issuer: issuer.into(), client_id: client_id.into(), keys }
    }

    // verify
    pub(crate) async fn verify(&self, token: &str) -> Result<Person, Denied> {
        let header = decode_header(token).map_err(|_| Denied::Token)?;
        // A logout token has the same issuer, audience and keys, and is no login. What is critical, we do not know.
        if header.typ.as_deref().is_some_and(|typ| !typ.eq_ignore_ascii_case("JWT")) || header.crit.is_some() {
            return Err(Denied::Token);
        }
        let jwk = self.keys.find(&header.kid.ok_or(Denied::Token)?).await?.ok_or(Denied::Token)?;
        // The key says how it signs; the token has no say in it.
        let mut rules = Validation::new(algorithm(&jwk).ok_or(Denied::Token)?);
        rules.set_issuer(&[&self.issuer]);
        rules.set_audience(&[&self.client_id]);
        rules.set_required_spec_claims(&["iss", "aud", "exp", "sub"]);
        rules.validate_nbf = true;
        rules.leeway = 60;
        let key = DecodingKey::from_jwk(&jwk).map_err(|_| Denied::Token)?;
        decode::<Person>(token, &key, &rules).map(|token| token.claims).map_err(|_| Denied::Token)
    }
    // end
}

fn algorithm(jwk: &Jwk) -> Option<Algorithm> {
    match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => Some(Algorithm::RS256),
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => Some(Algorithm::ES256),
        _ => None,
    }
}
