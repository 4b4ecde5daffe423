//! The words that the keys of `[app.oidc]` may have.

use super::setting::{Kind, Raw, Setting};
use super::wechat::words;

words! {
    /// How a client proves to the token endpoint who it is (OpenID Connect Core, section 9).
    pub enum AuthMethod {
        /// Not at all: a page or a program on the user's machine, which can keep no secret.
        None = "none",
        /// `Authorization: Basic`.
        ClientSecretBasic = "client_secret_basic",
        /// The secret in the body.
        ClientSecretPost = "client_secret_post",
        /// An assertion that is signed with its private key (RFC 7523).
        PrivateKeyJwt = "private_key_jwt",
    }
}

words! {
    /// What the tokens of a client are signed with.
    pub enum SigningAlg {
        /// RSA, which OpenID Connect Core makes every client take (section 15.1).
        Rs256 = "RS256",
        /// ECDSA on P-256: shorter.
        Es256 = "ES256",
    }
}

impl AuthMethod {
    /// Whether the client proves who it is.
    pub const fn is_confidential(self) -> bool {
        !matches!(self, Self::None)
    }
}
