//! What the types can't say of `[app.oidc]`.

use jsonwebtoken::jwk::{AlgorithmParameters, JwkSet};
use url::Url;

use super::check::{Faults, is_http};
use super::exposure::is_near_url;
use super::oidc::AuthMethod;
use super::tables::AppOidc;

/// The shortest secret that nobody guesses, in characters.
const SECRET: usize = 32;

impl AppOidc {
    /// Checks the section at `path`.
    pub(super) fn check(&self, path: &str, faults: &mut Faults) {
        let key = |name: &str| format!("{path}.{name}");
        let method = self.auth_method;
        let has_secret = matches!(method, AuthMethod::ClientSecretBasic | AuthMethod::ClientSecretPost);
        match &self.client_secret {
            Some(_) if !has_secret => {
                let problem = format!("does nothing beside auth_method = \"{}\". Leave it out", method.name());
                faults.add(key("client_secret"), problem);
            }
            Some(secret) if secret.expose().len() < SECRET => {
                let problem = format!("must have {SECRET} characters or more: make it with `openssl rand -hex 32`");
                faults.add(key("client_secret"), problem);
            }
            None if has_secret => {
                let problem = format!("\"{}\" needs `client_secret`. Set both", method.name());
                faults.add(key("auth_method"), problem);
            }
            _ => {}
        }
        match &self.jwks {
            Some(_) if method != AuthMethod::PrivateKeyJwt => {
                let problem = format!("does nothing beside auth_method = \"{}\". Leave it out", method.name());
                faults.add(key("jwks"), problem);
            }
            Some(jwks) if !are_public_keys(jwks) => {
                let problem = "must be the public keys of the client, as in {\"keys\": [{\"kty\": \"EC\", …}]}: RSA, EC or \
                               Ed25519, none of them private";
                faults.add(key("jwks"), problem);
            }
            None if method == AuthMethod::PrivateKeyJwt => {
                faults.add(key("auth_method"), "\"private_key_jwt\" needs `jwks`, the public keys. Set both");
            }
            _ => {}
        }
        for (index, uri) in self.post_logout_redirect_uris.iter().enumerate() {
            if !is_absolute(uri) {
                let problem = "must be an absolute http(s) URL without `#`, as in https://shop.example.com/bye";
                faults.add(key(&format!("post_logout_redirect_uris[{index}]")), problem);
            }
        }
        faults.repeated(&key("post_logout_redirect_uris"), &self.post_logout_redirect_uris);
        for (name, uri) in [
            ("back_channel_logout_uri", &self.back_channel_logout_uri),
            ("front_channel_logout_uri", &self.front_channel_logout_uri),
        ] {
            let fits = |uri: &String| is_absolute(uri) && (uri.starts_with("https://") || is_near_url(uri));
            if uri.as_ref().is_some_and(|uri| !fits(uri)) {
                faults
                    .add(key(name), "must be an absolute https URL without `#`, or one of this machine or its network");
            }
        }
    }
}

/// Whether `uri` may be told to a browser as it is.
fn is_absolute(uri: &str) -> bool {
    is_http(uri) && Url::parse(uri).is_ok_and(|url| url.has_host() && url.fragment().is_none())
}

/// Whether `text` is a set of keys by which signatures can be verified, and nothing else.
fn are_public_keys(text: &str) -> bool {
    let Ok(set) = serde_json::from_str::<serde_json::Value>(text) else { return false };
    let is_private = |key: &serde_json::Value| key.get("d").is_some() || key.get("k").is_some();
    if set["keys"].as_array().is_none_or(|keys| keys.is_empty() || keys.iter().any(is_private)) {
        return false;
    }
    serde_json::from_value::<JwkSet>(set)
        .is_ok_and(|set| set.keys.iter().all(|key| !matches!(key.algorithm, AlgorithmParameters::OctetKey(_))))
}
