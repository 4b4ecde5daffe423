//! What ID tokens and the user's claims say (OpenID Connect Core, sections 2, 3.1.3.6 and 5.1).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guard_protocol::Secret;
use serde::Serialize;

use super::error::SignError;
use super::scope::Scope;
use super::signer::{Signer, TokenType};
use crate::apps::Apps;
use crate::clock::Millis;
use crate::config::AppConfig;
use crate::services::amr::Amr;
use crate::store::{UserRow, VerifiedNumber};
use crate::tokens;

/// What a client may know of a user.
#[derive(Clone, Debug, Serialize)]
pub struct UserClaims {
    /// The user's id.
    pub sub: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nickname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred_username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    picture: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_verified: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number_verified: Option<bool>,
}

impl UserClaims {
    /// What `scope` asks for of `user`. A number that was verified takes the place of one that an operator wrote; e-mail
    /// addresses are not verified by this server.
    pub fn of(user: UserRow, number: Option<VerifiedNumber>, scope: Scope, apps: &Apps) -> Self {
        let UserRow { id, username, email, phone, nickname, photo } = user;
        let email = email.filter(|_| scope.email);
        let is_verified = number.is_some();
        let phone = number.map(|number| number.e164()).or(phone).filter(|_| scope.phone);
        let profile = |value: Option<String>| value.filter(|_| scope.profile);
        Self {
            sub: id,
            name: profile(nickname.clone().or_else(|| username.clone())),
            nickname: profile(nickname),
            preferred_username: profile(username),
            picture: profile(photo).map(|photo| apps.absolute(&photo)),
            email_verified: email.as_ref().map(|_| false),
            email,
            phone_number_verified: phone.as_ref().map(|_| is_verified),
            phone_number: phone,
        }
    }
}

/// A login that an ID token is about.
#[derive(Clone, Debug)]
pub struct Login<'a> {
    /// Who it is.
    pub user: UserClaims,
    /// When the user logged in.
    pub auth_time: Millis,
    /// How.
    pub amr: Amr,
    /// What the client wants to find.
    pub nonce: Option<&'a str>,
    /// Public name of the browser's session.
    pub sid: Option<&'a str>,
    /// The access token beside it.
    pub access_token: &'a Secret,
}

#[derive(Serialize)]
struct IdClaims<'a> {
    iss: String,
    aud: &'a str,
    iat: i64,
    exp: i64,
    auth_time: i64,
    amr: &'static [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<&'a str>,
    at_hash: String,
    #[serde(flatten)]
    user: UserClaims,
}

/// The left half of the hash of an access token (section 3.1.3.6). Both algorithms hash with SHA-256.
pub fn at_hash(access_token: &Secret) -> String {
    URL_SAFE_NO_PAD.encode(&tokens::hash(access_token)[..16])
}

impl Signer {
    /// The ID token of a login.
    ///
    /// # Errors
    /// [`SignError`].
    pub async fn id_token(
        &self,
        app: &AppConfig,
        login: Login<'_>,
        now: Millis,
        ttl_s: u32,
    ) -> Result<Secret, SignError> {
        let iat = now.div_euclid(1000);
        let claims = IdClaims {
            iss: self.issuer(),
            aud: &app.id,
            iat,
            exp: iat + i64::from(ttl_s),
            auth_time: login.auth_time.div_euclid(1000),
            amr: login.amr.words(),
            nonce: login.nonce,
            sid: login.sid.filter(|sid| !sid.is_empty()),
            at_hash: at_hash(login.access_token),
            user: login.user,
        };
        self.sign(app, TokenType::IdToken, &claims).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_an_access_token_is_that_of_the_specification() {
        // The example of OpenID Connect Core, appendix A.3.
        let token = Secret::new("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y");
        assert_eq!(at_hash(&token), "77QmUPtjPfzWtF2AnpK9RQ");
    }
}
