//! Wrong passwords as a store counts them.

use async_trait::async_trait;

use crate::clock::Millis;
use crate::store::StoreError;
use crate::tokens::Hash;

/// Wrong passwords that are counted together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// How many.
    pub count: u32,
    /// When the last of them came.
    pub last_at: Millis,
}

/// Counts wrong passwords. What is counted together has the same key.
#[async_trait]
pub trait FailureStore: Send + Sync {
    /// Wrong passwords under `key`; none when the last one came at `since` or before.
    async fn failures(&self, key: Hash, since: Millis) -> Result<Failures, StoreError>;
    /// Counts one more; when the last one came at `since` or before, it is the first. Answers the count.
    async fn add_failure(&self, key: Hash, since: Millis, now: Millis) -> Result<u32, StoreError>;
    /// Forgets them.
    async fn clear_failures(&self, key: Hash) -> Result<(), StoreError>;
}
