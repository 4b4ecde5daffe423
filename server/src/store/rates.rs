//! How often something was done, as a store counts it: every node counts the same.

use async_trait::async_trait;

use crate::clock::Millis;
use crate::store::StoreError;
use crate::tokens::Hash;

/// What was counted in a window, which begins with the first that is counted and has a fixed length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub count: u32,
    /// When the window ends.
    pub ends_at: Millis,
}

/// Counts how often something was done within a window.
#[async_trait]
pub trait RateStore: Send + Sync {
    /// Counts one more of `key`: in the window that is open at `now`, else in a new one that ends at `ends_at`.
    async fn count(&self, key: Hash, now: Millis, ends_at: Millis) -> Result<Rate, StoreError>;
    /// What was counted of `key` in the window that is open at `now`.
    async fn rate(&self, key: Hash, now: Millis) -> Result<Option<Rate>, StoreError>;
}
