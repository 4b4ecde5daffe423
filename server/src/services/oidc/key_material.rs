//! Keys to sign with: made, kept as PKCS#8, and read into what signs and verifies.

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use pkcs8::PrivateKeyInfoRef;

use super::error::SignError;
use crate::store::{SigningAlgorithm, SigningKey};

/// Size of an RSA key: what RFC 7518, section 3.3, asks for at least.
const SIZE: KeySize = KeySize::Rsa2048;

/// A key that is ready to be used. `Debug` hides it.
pub(super) struct ReadyKey {
    /// As it is kept, without the private key.
    pub(super) kept: SigningKey,
    pub(super) signs: EncodingKey,
    pub(super) verifies: DecodingKey,
    pub(super) published: Jwk,
}

impl std::fmt::Debug for ReadyKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.kept.fmt(f)
    }
}

/// A new private key: PKCS#8 DER.
pub(super) fn generate(algorithm: SigningAlgorithm) -> Result<Vec<u8>, SignError> {
    match algorithm {
        SigningAlgorithm::Rs256 => {
            let der: Pkcs8V1Der<'_> = KeyPair::generate(SIZE).and_then(|key| key.as_der()).map_err(unusable)?;
            Ok(der.as_ref().to_vec())
        }
        SigningAlgorithm::Es256 => {
            let random = SystemRandom::new();
            let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).map_err(unusable)?;
            Ok(der.as_ref().to_vec())
        }
    }
}

/// The key that the store has kept.
pub(super) fn read(mut kept: SigningKey) -> Result<ReadyKey, SignError> {
    let der = std::mem::take(&mut kept.private_key);
    let signs = match kept.algorithm {
        // What signs with RSA wants the key without its wrapper.
        SigningAlgorithm::Rs256 => {
            let info = PrivateKeyInfoRef::try_from(der.as_slice()).map_err(unusable)?;
            EncodingKey::from_rsa_der(info.private_key.as_bytes())
        }
        SigningAlgorithm::Es256 => EncodingKey::from_ec_der(&der),
    };
    let mut published = Jwk::from_encoding_key(&signs, algorithm(kept.algorithm)).map_err(unusable)?;
    published.common.key_id = Some(kept.kid.clone());
    published.common.public_key_use = Some(PublicKeyUse::Signature);
    let verifies = DecodingKey::from_jwk(&published).map_err(unusable)?;
    Ok(ReadyKey { kept, signs, verifies, published })
}

/// An algorithm as the library calls it.
pub(super) fn algorithm(algorithm: SigningAlgorithm) -> Algorithm {
    match algorithm {
        SigningAlgorithm::Rs256 => Algorithm::RS256,
        SigningAlgorithm::Es256 => Algorithm::ES256,
    }
}

fn unusable(error: impl std::fmt::Display) -> SignError {
    SignError::Key(error.to_string())
}
