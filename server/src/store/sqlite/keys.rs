//! Keys in SQLite.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, Result, params};

use super::Sqlite;
use crate::store::{KeyStore, StoreError};

fn key(c: &Connection, name: &str) -> Result<Option<Vec<u8>>> {
    c.prepare_cached("SELECT value FROM keys WHERE name = ?1")?.query_row([name], |row| row.get(0)).optional()
}

#[async_trait]
impl KeyStore for Sqlite {
    async fn key(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let name = name.to_owned();
        self.run(move |c| key(c, &name)).await
    }

    async fn keep_key(&self, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (name, value) = (name.to_owned(), value.to_owned());
        self.run(move |c| {
            c.execute(
                "INSERT INTO keys (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING",
                params![name, value],
            )?;
            Ok(key(c, &name)?.unwrap_or(value))
        })
        .await
    }
}
