//! Logins by account and password.

use std::sync::Arc;

use guard_protocol::Secret;
use thiserror::Error;
use tracing::info;

use crate::clock::Millis;
use crate::config::PasswordLimits;
use crate::passwords::{PasswordError, Passwords};
use crate::services::{Authentication, Context, Sessions};
use crate::store::{Credentials, StoreError};
use crate::tokens::{self, Hash};

/// Why a login did not come about.
#[derive(Debug, Error)]
pub enum LoginError {
    /// The account or the password is wrong.
    #[error("the account or the password is wrong; {remaining} attempts remain")]
    Wrong {
        /// How often it may be tried again before the account is locked.
        remaining: u32,
    },
    /// Too many wrong passwords.
    #[error("the account is locked for {seconds} s at most")]
    Locked {
        /// How long the lock lasts at most, in s.
        seconds: u32,
    },
    /// The password could not be handled.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Logs people in by account and password.
#[derive(Clone, Debug)]
pub struct Logins {
    context: Context,
    passwords: Arc<Passwords>,
    sessions: Sessions,
    limits: PasswordLimits,
}

impl Logins {
    /// Logins that lock an account as `limits` say.
    pub fn new(context: Context, passwords: Arc<Passwords>, sessions: Sessions, limits: PasswordLimits) -> Self {
        Self { context, passwords, sessions, limits }
    }

    /// Logs in at the application `app_id`: `password` is encrypted with the key of [`Passwords::public_key`].
    ///
    /// # Errors
    /// [`LoginError`]. A name that nobody has is answered as a wrong password is, and takes as long.
    pub async fn log_in(&self, app_id: &str, account: &str, password: &Secret) -> Result<Authentication, LoginError> {
        let password = self.passwords.ciphertext(password).await?;
        let account = account.trim();
        let known = self.context.store.credentials(account).await?;
        let counted = counted(account, known.as_ref());
        let since = self.context.now() - Millis::from(self.limits.lock_s) * 1000;

        // Whoever is locked out takes no place in the queue; and of guesses that queued together, none passes the lock
        // that an earlier one brought about.
        self.check_lock(counted, since).await?;
        // Kept until the guess is counted.
        let mut turn = self.passwords.turn().await?;
        self.check_lock(counted, since).await?;
        let (user, hash) = known.map(|known| (known.user, known.password_hash)).unzip();
        let right = turn.verify(password, hash.flatten()).await?;
        match user {
            Some(user) if right => {
                self.context.store.clear_failures(counted).await?;
                Ok(self.sessions.open(user, app_id, "password").await?)
            }
            _ => {
                let failures = self.context.store.add_failure(counted, since, self.context.now()).await?;
                Err(LoginError::Wrong { remaining: self.limits.attempts.saturating_sub(failures) })
            }
        }
    }

    async fn check_lock(&self, counted: Hash, since: Millis) -> Result<(), LoginError> {
        if self.context.store.failures(counted, since).await?.count < self.limits.attempts {
            return Ok(());
        }
        info!("a login was refused: locked");
        Err(LoginError::Locked { seconds: self.limits.lock_s })
    }
}

/// What wrong passwords are counted under: those of a known user together, however it was named; those of a name that
/// nobody has, too, so that a lock does not tell which accounts exist.
fn counted(account: &str, known: Option<&Credentials>) -> Hash {
    let name = match known {
        Some(known) => format!("user:{}", known.user.id),
        None => format!("name:{}", account.to_lowercase()),
    };
    tokens::hash(&Secret::new(name))
}
