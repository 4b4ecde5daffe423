//! Keys in Postgres.

use async_trait::async_trait;

use super::{Postgres, column};
use crate::store::{KeyStore, StoreError};

const KEEP: &str = "INSERT INTO keys (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
const BY_NAME: &str = "SELECT value FROM keys WHERE name = $1";

#[async_trait]
impl KeyStore for Postgres {
    async fn key(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.find(BY_NAME, &[&name]).await?.map(|row| column(&row, 0)).transpose()
    }

    async fn keep_key(&self, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.execute(KEEP, &[&name, &value]).await?;
        Ok(self.key(name).await?.unwrap_or_else(|| value.to_vec()))
    }
}
