//! Passwords: how they arrive (RSA), and how they are kept (argon2id). Used by `routes::login` and the demo seed.
//!
//! RSA here is Authing's second wrapper inside TLS, not a replacement for it. The `rsa` crate decrypts PKCS#1 v1.5
//! with implicit rejection: wrong padding gives a made-up text, not an error. So there is no padding oracle, and only
//! what cannot be a ciphertext at all (not Base64, wrong length) is reported; the rest is a wrong password.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use guard_protocol::Secret;
use rsa::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, EncodePublicKey as _, LineEnding};
use rsa::traits::PublicKeyParts as _;
use rsa::{Pkcs1v15Encrypt, RsaPrivateKey};
use thiserror::Error;
use tokio::sync::{OnceCell, Semaphore};

use crate::store::{Store, StoreError};

/// Size of the RSA key, in bits.
const KEY_BITS: usize = 2048;
/// Name of the RSA key in the store.
const KEY_NAME: &str = "password-rsa";

/// Why a password could not be handled.
#[derive(Debug, Error)]
pub enum PasswordError {
    /// The client sent no RSA ciphertext for our key.
    #[error("the password is not an RSA ciphertext of the published key")]
    NotDecrypted,
    /// The RSA key could not be made, kept or read.
    #[error("the RSA key can't be used: {0}. If the database's `keys` table was edited, delete its row `password-rsa`")]
    Key(String),
    /// argon2 refused.
    #[error("hashing failed: {0}")]
    Hash(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The worker ended, which happens only while the process ends.
    #[error("the hashing worker ended")]
    Worker,
}

struct KeyPair {
    private: RsaPrivateKey,
    public_pem: String,
}

/// Decrypts, hashes and verifies passwords, a bounded number at a time.
pub struct Passwords {
    store: Arc<dyn Store>,
    key: OnceCell<Arc<KeyPair>>,
    /// argon2 takes 19 MiB and a core each; more at a time than cores only makes all of them slow.
    permits: Semaphore,
    /// The hash that an unknown account is verified against, so that it takes as long as a known one.
    dummy: OnceCell<String>,
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passwords(…)")
    }
}

impl Passwords {
    /// Nothing is made until it is needed; see [`Passwords::warm`].
    pub fn new(store: Arc<dyn Store>) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { store, key: OnceCell::new(), permits: Semaphore::new(cores), dummy: OnceCell::new() }
    }

    /// Makes the key and the dummy ahead of the first request.
    ///
    /// # Errors
    /// As [`Passwords::public_key`].
    pub async fn warm(&self) -> Result<(), PasswordError> {
        self.key_pair().await?;
        self.dummy().await?;
        Ok(())
    }

    /// The public key: PEM, SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// [`PasswordError::Key`] when the key can't be made or read.
    pub async fn public_key(&self) -> Result<String, PasswordError> {
        Ok(self.key_pair().await?.public_pem.clone())
    }

    /// Decrypts what a client sent.
    ///
    /// # Errors
    /// [`PasswordError::NotDecrypted`] when it is no ciphertext of our key.
    pub async fn decrypt(&self, ciphertext: &Secret) -> Result<Vec<u8>, PasswordError> {
        let bytes = STANDARD.decode(ciphertext.expose().trim()).map_err(|_| PasswordError::NotDecrypted)?;
        let pair = self.key_pair().await?;
        if bytes.len() != pair.private.size() {
            return Err(PasswordError::NotDecrypted);
        }
        blocking(move || pair.private.decrypt(Pkcs1v15Encrypt, &bytes).map_err(|_| PasswordError::NotDecrypted)).await
    }

    /// Hashes `password` for the store: argon2id, a PHC string.
    ///
    /// # Errors
    /// [`PasswordError::Hash`] when argon2 refuses.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let password = password.to_owned();
        let _permit = self.permits.acquire().await.map_err(|_| PasswordError::Worker)?;
        blocking(move || {
            let hash = Argon2::default().hash_password(password.as_bytes());
            hash.map(|hash| hash.to_string()).map_err(|error| PasswordError::Hash(error.to_string()))
        })
        .await
    }

    /// Waits for a free place to verify in. Check the lock after this and before [`Turn::verify`], so that guesses
    /// sent all at once do not all pass the same check.
    ///
    /// # Errors
    /// As [`Passwords::public_key`].
    pub async fn turn(&self) -> Result<Turn<'_>, PasswordError> {
        let dummy = self.dummy().await?.to_owned();
        let permit = self.permits.acquire().await.map_err(|_| PasswordError::Worker)?;
        Ok(Turn { dummy, _permit: permit })
    }

    async fn dummy(&self) -> Result<&str, PasswordError> {
        let dummy = self.dummy.get_or_try_init(|| self.hash("no account has this password")).await?;
        Ok(dummy)
    }

    async fn key_pair(&self) -> Result<Arc<KeyPair>, PasswordError> {
        let pair = self.key.get_or_try_init(|| async {
            let pem = match self.store.key(KEY_NAME).await? {
                Some(pem) => pem,
                None => {
                    let pem = blocking(make_key).await?;
                    // Another node may have been quicker: what the store answers counts.
                    self.store.keep_key(KEY_NAME, &pem).await?
                }
            };
            blocking(move || read_key(&pem)).await
        });
        Ok(Arc::clone(pair.await?))
    }
}

/// A place to verify one password in.
#[derive(Debug)]
pub struct Turn<'a> {
    dummy: String,
    _permit: tokio::sync::SemaphorePermit<'a>,
}

impl Turn<'_> {
    /// Whether `password` is the one of `hash`; without a hash it takes as long and is never right.
    ///
    /// # Errors
    /// [`PasswordError::Worker`] while the process ends.
    pub async fn verify(self, password: Vec<u8>, hash: Option<String>) -> Result<bool, PasswordError> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.dummy.clone());
        blocking(move || Ok(Argon2::default().verify_password(&password, hash.as_str()).is_ok() && known)).await
    }
}

fn make_key() -> Result<Vec<u8>, PasswordError> {
    let key = RsaPrivateKey::new(&mut rand::rng(), KEY_BITS).map_err(key_error)?;
    Ok(key.to_pkcs8_der().map_err(key_error)?.as_bytes().to_vec())
}

fn read_key(der: &[u8]) -> Result<Arc<KeyPair>, PasswordError> {
    let private = RsaPrivateKey::from_pkcs8_der(der).map_err(key_error)?;
    let public_pem = private.to_public_key().to_public_key_pem(LineEnding::LF).map_err(key_error)?;
    Ok(Arc::new(KeyPair { private, public_pem }))
}

fn key_error(error: impl std::fmt::Display) -> PasswordError {
    PasswordError::Key(error.to_string())
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
) -> Result<T, PasswordError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| PasswordError::Worker)?
}
