//! The server's own keys as a store keeps them.

use async_trait::async_trait;

use crate::store::StoreError;

/// Keeps keys, the same for every node.
#[async_trait]
pub trait KeyStore: Send + Sync {
    /// The key `name`.
    async fn key(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError>;
    /// Keeps `value` as the key `name` unless there is one; answers the one that is kept.
    async fn keep_key(&self, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError>;
}
