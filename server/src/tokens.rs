//! Random ids, and secrets that are derived instead of stored. Used by every route that makes or checks a credential.
//!
//! At rest the database holds hashes only. What must be answered again (a ticket on each poll, the same token on a
//! repeated redeem) is derived by HMAC from the server's key:
//!
//! * ticket = HMAC(key, nonce); the nonce lives in the code's row and is swept after the redeem window.
//! * token  = HMAC(key, ticket, verifier); the verifier is known to the browser alone, so the database, key included,
//!   is not enough to find the token of a code that was created with a challenge.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guard_protocol::Secret;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// A SHA-256 hash, as secrets are stored. Comparing hashes tells nothing of the secret by its timing.
pub type Hash = [u8; 32];

/// Random bytes.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    rand::random()
}

/// `N` random bytes as base64url text: 16 bytes make 22 characters, 32 make 43.
pub fn random_text<const N: usize>() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<N>())
}

/// The hash of a secret.
pub fn hash(secret: &Secret) -> Hash {
    Sha256::digest(secret.expose()).into()
}

/// Whether two secrets are the same. Hashes are compared, so that the time it takes tells nothing.
pub fn is_same(one: &Secret, other: &Secret) -> bool {
    hash(one) == hash(other)
}

/// The server's key for derived secrets.
#[derive(Clone)]
pub struct ServerKey([u8; 64]);

impl std::fmt::Debug for ServerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ServerKey(…)")
    }
}

impl ServerKey {
    /// The key that the store keeps.
    pub fn new(bytes: [u8; 64]) -> Self {
        Self(bytes)
    }

    /// The ticket of a code that was confirmed with `nonce`.
    pub fn ticket(&self, nonce: &[u8]) -> Secret {
        Secret::new(URL_SAFE_NO_PAD.encode(self.derive(b"ticket", &[nonce])))
    }

    /// The token that redeeming `ticket` gives.
    pub fn token(&self, ticket: &Secret, verifier: Option<&Secret>) -> Secret {
        let verifier = verifier.map_or("", Secret::expose);
        Secret::new(URL_SAFE_NO_PAD.encode(self.derive(b"token", &[ticket.expose().as_bytes(), verifier.as_bytes()])))
    }

    /// The refresh token that `before` is exchanged for: the same again when its answer was lost.
    pub fn next_refresh_token(&self, before: &Secret) -> Secret {
        Secret::new(URL_SAFE_NO_PAD.encode(self.derive(b"refresh", &[before.expose().as_bytes()])))
    }

    /// The proof that a browser heard the answer in which `token` was given.
    pub fn browser_proof(&self, token: &Secret) -> Secret {
        Secret::new(URL_SAFE_NO_PAD.encode(self.derive(b"browser", &[token.expose().as_bytes()])))
    }

    /// The proof that a form comes of a page that was shown for the interaction `id` to the browser that keeps `secret`.
    pub fn form_proof(&self, id: &str, secret: &Secret) -> Secret {
        Secret::new(URL_SAFE_NO_PAD.encode(self.derive(b"form", &[id.as_bytes(), secret.expose().as_bytes()])))
    }

    /// The stand-in for a phone: the same for the same user.
    pub fn phone_ref(&self, user_id: &str) -> Hash {
        self.derive(b"phone", &[user_id.as_bytes()])
    }

    /// The stand-in for the phone of a person of WeChat: the same for the same openid of the same mini program.
    pub fn wechat_ref(&self, app_id: &str, openid: &str) -> Hash {
        self.derive(b"wechat", &[app_id.as_bytes(), openid.as_bytes()])
    }

    /// The stand-in for a network, by which two visitors are told to come from the same one.
    pub fn address_ref(&self, network: &str) -> Hash {
        self.derive(b"address", &[network.as_bytes()])
    }

    /// The proof that the browser `id` is one in which the user has logged in.
    pub fn device_proof(&self, user_id: &str, id: &str) -> Secret {
        Secret::new(URL_SAFE_NO_PAD.encode(self.derive(b"device", &[user_id.as_bytes(), id.as_bytes()])))
    }

    /// What something is counted under of those whom `parts` name: names and addresses themselves are not kept.
    pub fn counter(&self, kind: &str, parts: &[&str]) -> Hash {
        let parts: Vec<_> = std::iter::once(kind).chain(parts.iter().copied()).map(str::as_bytes).collect();
        self.derive(b"counter", &parts)
    }

    fn derive(&self, purpose: &[u8], parts: &[&[u8]]) -> Hash {
        let key = self.0.into();
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&key);
        for part in std::iter::once(&purpose).chain(parts) {
            // Lengths go in too, so that no two lists of parts are the same text.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_secrets_have_their_lengths() {
        assert_eq!((random_text::<16>().len(), random_text::<32>().len()), (22, 43));
        assert_ne!(random_text::<16>(), random_text::<16>());
    }

    #[test]
    fn derived_secrets_differ_by_every_part() {
        let key = ServerKey::new([1; 64]);
        let ticket = key.ticket(b"n");
        assert_eq!(ticket, key.ticket(b"n"));
        for other in [key.ticket(b"m"), ServerKey::new([2; 64]).ticket(b"n")] {
            assert_ne!(ticket, other);
        }
        assert_ne!(key.token(&ticket, None), key.token(&ticket, Some(&Secret::new("v"))));
    }
}
