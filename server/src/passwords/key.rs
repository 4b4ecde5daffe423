//! The RSA key that passwords are encrypted to. It is Authing's second wrapper inside TLS, not a replacement for it.
//!
//! The padding is PKCS#1 v1.5, because Authing's clients (JSEncrypt) know no other. Whoever learns whether the padding
//! of a ciphertext was right can decrypt any other with enough questions (Bleichenbacher's attack), so nobody does:
//! wrong padding gives a random password, which is verified, counted and refused as any wrong one. AWS-LC checks the
//! padding in constant time; what remains is one branch, far below what the argon2 after it varies by.

use std::sync::Arc;

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::{KeySize, Pkcs1PrivateDecryptingKey, PrivateDecryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use guard_protocol::Secret;
use pem_rfc7468::LineEnding;

use super::PasswordError;
use crate::tokens::random_bytes;

/// Size of a new key.
const SIZE: KeySize = KeySize::Rsa2048;

/// A private key, and its public one as clients get it.
pub(super) struct PasswordKey {
    private: Pkcs1PrivateDecryptingKey,
    public_pem: String,
}

impl PasswordKey {
    /// A new key, as the store keeps it: PKCS#8 DER.
    pub(super) fn generate() -> Result<Vec<u8>, PasswordError> {
        let key = PrivateDecryptingKey::generate(SIZE).map_err(unusable)?;
        let der: Pkcs8V1Der<'_> = key.as_der().map_err(unusable)?;
        Ok(der.as_ref().to_vec())
    }

    /// The key that the store has kept.
    pub(super) fn read(der: &[u8]) -> Result<Self, PasswordError> {
        let key = PrivateDecryptingKey::from_pkcs8(der).map_err(unusable)?;
        let public: PublicKeyX509Der<'_> = key.public_key().as_der().map_err(unusable)?;
        let public_pem = pem_rfc7468::encode_string("PUBLIC KEY", LineEnding::LF, public.as_ref()).map_err(unusable)?;
        Ok(Self { private: Pkcs1PrivateDecryptingKey::new(key).map_err(unusable)?, public_pem })
    }

    /// The public key: PEM, SubjectPublicKeyInfo.
    pub(super) fn public_pem(&self) -> &str {
        &self.public_pem
    }

    /// The password, or a random one when this is not a password that was encrypted to this key.
    fn decrypt(&self, ciphertext: &[u8]) -> Vec<u8> {
        // Made in any case, so that making it takes no time that tells.
        let wrong = random_bytes::<32>();
        let mut buffer = vec![0; self.private.min_output_size()];
        let password = self.private.decrypt(ciphertext, &mut buffer);
        password.map_or(&wrong[..], |password| password).to_vec()
    }
}

fn unusable(error: impl std::fmt::Display) -> PasswordError {
    PasswordError::Key(error.to_string())
}

/// What a client sent, as long as a ciphertext of the key is. Whether it is one is not looked at before a thread of
/// the pool verifies it.
pub struct Ciphertext {
    bytes: Vec<u8>,
    key: Arc<PasswordKey>,
}

impl std::fmt::Debug for Ciphertext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ciphertext(…)")
    }
}

impl Ciphertext {
    pub(super) fn new(sent: &Secret, key: Arc<PasswordKey>) -> Result<Self, PasswordError> {
        let bytes = STANDARD.decode(sent.expose().trim()).map_err(|_| PasswordError::NotDecrypted)?;
        if bytes.len() != key.private.key_size_bytes() {
            return Err(PasswordError::NotDecrypted);
        }
        Ok(Self { bytes, key })
    }

    /// The password in it; a random one when there is none.
    fn decrypt(self) -> Vec<u8> {
        self.key.decrypt(&self.bytes)
    }
}

/// A password as it came.
#[derive(Debug)]
pub enum Sent {
    /// Encrypted by a script.
    Encrypted(Ciphertext),
    /// As it was typed, from a form that needs no script.
    Typed(Secret),
}

impl Sent {
    /// The password in it; a random one when there is none.
    pub(super) fn password(self) -> Vec<u8> {
        match self {
            Self::Encrypted(ciphertext) => ciphertext.decrypt(),
            Self::Typed(password) => password.expose().as_bytes().to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _, EncodePrivateKey as _, EncodePublicKey as _};
    use rsa::traits::PublicKeyParts as _;
    use rsa::{Pkcs1v15Encrypt, RsaPrivateKey, RsaPublicKey};

    use super::*;

    fn encrypt(key: &RsaPublicKey, password: &[u8]) -> Vec<u8> {
        key.encrypt(&mut rand::rng(), Pkcs1v15Encrypt, password).unwrap()
    }

    #[test]
    fn a_key_that_an_older_server_has_kept_goes_on_working() {
        let old = RsaPrivateKey::new(&mut rand::rng(), 2048).unwrap();
        let kept = old.to_pkcs8_der().unwrap();
        let key = PasswordKey::read(kept.as_bytes()).unwrap();
        assert_eq!(key.public_pem(), old.to_public_key().to_public_key_pem(rsa::pkcs8::LineEnding::LF).unwrap());
        assert_eq!(key.decrypt(&encrypt(&old.to_public_key(), b"right")), b"right");
    }

    #[test]
    fn a_new_key_is_one_that_other_programs_read() {
        let kept = PasswordKey::generate().unwrap();
        let key = PasswordKey::read(&kept).unwrap();
        let public = RsaPublicKey::from_public_key_pem(key.public_pem()).unwrap();
        assert_eq!((public.size(), public.e_bytes().as_ref()), (256, &[1, 0, 1][..]));
        assert_eq!(RsaPrivateKey::from_pkcs8_der(&kept).unwrap().to_public_key(), public);
        let longest = [b'x'; 245];
        for password in [&b""[..], b" space kept ", "密码🔑".as_bytes(), &longest] {
            assert_eq!(key.decrypt(&encrypt(&public, password)), password);
        }
    }

    #[test]
    fn what_is_no_ciphertext_of_this_key_is_a_password_that_nobody_knows() {
        let key = PasswordKey::read(&PasswordKey::generate().unwrap()).unwrap();
        let other = PasswordKey::read(&PasswordKey::generate().unwrap()).unwrap();
        let other = RsaPublicKey::from_public_key_pem(other.public_pem()).unwrap();
        // Zero is its own decryption, and no padding; all ones is above every modulus.
        for forged in [encrypt(&other, b"right"), vec![7; 256], vec![0; 256], vec![255; 256]] {
            let (once, twice) = (key.decrypt(&forged), key.decrypt(&forged));
            assert_eq!((once.len(), twice.len()), (32, 32));
            assert_ne!(once, twice);
        }
    }

    #[test]
    fn only_the_length_tells_a_ciphertext_from_something_else() {
        let key = Arc::new(PasswordKey::read(&PasswordKey::generate().unwrap()).unwrap());
        let taken = |sent: String| Ciphertext::new(&Secret::new(sent), Arc::clone(&key)).is_ok();
        assert!(taken(STANDARD.encode([7; 256])));
        assert!(taken(format!(" {}\n", STANDARD.encode([7; 256]))));
        for sent in [String::new(), "pass word".to_owned(), STANDARD.encode([7; 255]), STANDARD.encode([7; 257])] {
            assert!(!taken(sent.clone()), "{sent}");
        }
    }

    #[test]
    fn a_damaged_key_says_what_to_do() {
        let Err(error) = PasswordKey::read(b"damaged") else { panic!("it was read") };
        assert!(error.to_string().contains("delete its row `password-rsa`"), "{error}");
    }
}
