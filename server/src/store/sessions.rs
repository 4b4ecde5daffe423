//! Logins as a store keeps them.

use async_trait::async_trait;

use crate::clock::Millis;
use crate::store::{StoreError, UserRow};
use crate::tokens::Hash;

/// A login to keep.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Hash of its token.
    pub token_hash: Hash,
    /// Application that it is for.
    pub app_id: String,
    /// `password`, `qr` or `demo`.
    pub method: &'static str,
    /// Now.
    pub now: Millis,
    /// Its end.
    pub expires_at: Millis,
}

/// Keeps logins.
#[async_trait]
pub trait SessionStore: Send + Sync {
    /// Keeps a login of `user_id`.
    async fn add_session(&self, user_id: &str, session: NewSession) -> Result<(), StoreError>;
    /// The user whose token has this hash, while it is valid.
    async fn session_user(&self, token_hash: Hash, now: Millis) -> Result<Option<UserRow>, StoreError>;
    /// Ends a login; answers whether there was one.
    async fn end_session(&self, token_hash: Hash) -> Result<bool, StoreError>;
}
