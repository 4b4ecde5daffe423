//! The key that passwords travel under.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use guard_protocol::Secret;
use rsa::pkcs8::DecodePublicKey as _;
use rsa::{Pkcs1v15Encrypt, RsaPublicKey};

use crate::client::CallError;

/// The application's public key.
#[derive(Clone, Debug)]
pub(crate) struct PasswordKey(RsaPublicKey);

impl PasswordKey {
    /// Reads the PEM text of the public configuration.
    pub(crate) fn read(pem: &str) -> Result<Self, CallError> {
        let key = RsaPublicKey::from_public_key_pem(pem);
        key.map(Self).map_err(|_| CallError::Odd("the public key of the configuration can't be read"))
    }

    /// A password as `login/account` takes it.
    pub(crate) fn encrypt(&self, password: &str) -> Result<Secret, CallError> {
        let bytes = self.0.encrypt(&mut rand::rng(), Pkcs1v15Encrypt, password.as_bytes());
        let bytes = bytes.map_err(|_| CallError::Odd("the password is too long for the public key"))?;
        Ok(Secret::new(STANDARD.encode(bytes)))
    }
}
