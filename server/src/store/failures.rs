//! Wrong passwords as a store counts them.

use async_trait::async_trait;

use crate::clock::Millis;
use crate::store::StoreError;
use crate::tokens::Hash;

/// Counts wrong passwords.
#[async_trait]
pub trait FailureStore: Send + Sync {
    /// Wrong passwords of an account since `since`.
    async fn failures(&self, account: Hash, since: Millis) -> Result<u32, StoreError>;
    /// Counts one more; those before `since` are forgotten. Answers the count.
    async fn add_failure(&self, account: Hash, since: Millis, now: Millis) -> Result<u32, StoreError>;
    /// Forgets them.
    async fn clear_failures(&self, account: Hash) -> Result<(), StoreError>;
}
