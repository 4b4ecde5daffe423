//! Passwords: how they arrive (RSA, `key.rs`), and how they are kept (argon2id, `hashing.rs`). Both take a core for some
//! time, so both run on a [`Pool`].

mod hashing;
mod key;

use std::sync::Arc;

use guard_protocol::Secret;
use thiserror::Error;
use tokio::sync::OnceCell;

use self::key::PasswordKey;
use crate::pool::{self, Pool, PoolError};
use crate::store::{Store, StoreError};

pub use self::key::{Ciphertext, Sent};

/// Name of the RSA key in the store.
const KEY_NAME: &str = "password-rsa";

/// Why a password could not be handled.
#[derive(Debug, Error)]
pub enum PasswordError {
    /// What the client sent can't be a ciphertext of our key: it is not Base64, or has another length.
    #[error("the password is not an RSA ciphertext of the published key")]
    NotDecrypted,
    /// The RSA key could not be made or read.
    #[error("the RSA key can't be used: {0}. If the database's `keys` table was edited, delete its row `password-rsa`")]
    Key(String),
    /// argon2 refused.
    #[error("hashing failed: {0}")]
    Hash(String),
    /// The pool has no place, or its work panicked.
    #[error(transparent)]
    Pool(#[from] PoolError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Decrypts, hashes and verifies passwords.
///
/// To check one: [`Passwords::ciphertext`] takes what came and costs nothing. Then look at the account's lock, so that
/// a locked one takes no place in the queue; wait for a [`Passwords::turn`]; look at the lock again, so that guesses
/// sent all at once do not all pass the same look; [`Turn::verify`]; count, and only then drop the turn.
pub struct Passwords {
    store: Arc<dyn Store>,
    pool: Pool,
    key: OnceCell<Arc<PasswordKey>>,
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passwords(…)")
    }
}

impl Passwords {
    /// Passwords that are worked on by `pool`. The key is made when it is needed; see [`Passwords::warm`].
    pub fn new(store: Arc<dyn Store>, pool: Pool) -> Self {
        Self { store, pool, key: OnceCell::new() }
    }

    /// Makes the key ahead of the first request.
    ///
    /// # Errors
    /// As [`Passwords::public_key`].
    pub async fn warm(&self) -> Result<(), PasswordError> {
        self.key().await.map(drop)
    }

    /// The public key: PEM, SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// [`PasswordError::Key`] when the key can't be made or read.
    pub async fn public_key(&self) -> Result<String, PasswordError> {
        Ok(self.key().await?.public_pem().to_owned())
    }

    /// Takes what a client sent, without decrypting it.
    ///
    /// # Errors
    /// [`PasswordError::NotDecrypted`] when it can't be a ciphertext of our key by its length.
    pub async fn ciphertext(&self, sent: &Secret) -> Result<Ciphertext, PasswordError> {
        Ciphertext::new(sent, Arc::clone(self.key().await?))
    }

    /// Hashes `password` for the store: argon2id, a PHC string.
    ///
    /// # Errors
    /// [`PasswordError::Pool`] when the queue is full, [`PasswordError::Hash`] when argon2 refuses.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let password = password.to_owned();
        let hash = self.pool.run(move || hashing::hash(password.as_bytes())).await?;
        hash.map_err(|error| PasswordError::Hash(error.to_string()))
    }

    /// Waits for a thread to verify a password on.
    ///
    /// # Errors
    /// [`PasswordError::Pool`] at once when the queue is full.
    pub async fn turn(&self) -> Result<Turn, PasswordError> {
        Ok(Turn(self.pool.turn().await?))
    }

    async fn key(&self) -> Result<&Arc<PasswordKey>, PasswordError> {
        let key = self.key.get_or_try_init(|| async {
            let der = match self.store.key(KEY_NAME).await? {
                Some(der) => der,
                None => {
                    let der = self.pool.run(PasswordKey::generate).await??;
                    // Another node may have been quicker: what the store answers counts.
                    self.store.keep_key(KEY_NAME, &der).await?
                }
            };
            self.pool.run(move || PasswordKey::read(&der)).await?.map(Arc::new)
        });
        key.await
    }
}

/// A thread that is kept free to verify one password on. While its owner keeps it, nobody else has it: whoever counts
/// wrong passwords does so before dropping it, so that never more guesses slip past a lock than there are threads.
#[derive(Debug)]
pub struct Turn(pool::Turn);

impl Turn {
    /// Whether `sent` holds the password of `hash`. Without a hash it takes as long and is never right, and so it is
    /// when `sent` is no ciphertext of our key.
    ///
    /// # Errors
    /// [`PasswordError::Pool`] when the work panics.
    pub async fn verify(&mut self, sent: Sent, hash: Option<String>) -> Result<bool, PasswordError> {
        Ok(self.0.run(move || hashing::verify(&sent.password(), hash.as_deref())).await?)
    }
}
