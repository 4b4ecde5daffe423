//! Which store a setting means.

use std::sync::Arc;

use crate::config::{Database, PostgresUrl};
use crate::store::sqlite::{IN_MEMORY, Sqlite};
use crate::store::{Store, StoreError};

/// Opens the configured store; Postgres with at most so many `connections`.
///
/// # Errors
/// [`StoreError`] when it can't be opened.
pub async fn open(database: &Database, connections: u32) -> Result<Arc<dyn Store>, StoreError> {
    match database {
        Database::Memory => Ok(Arc::new(Sqlite::open(IN_MEMORY)?)),
        Database::File(path) => {
            let reason = "its path is not valid UTF-8".to_owned();
            let path = path.to_str().ok_or_else(|| StoreError::Open { path: database.to_string(), reason })?;
            Ok(Arc::new(Sqlite::open(path)?))
        }
        Database::Postgres(url) => open_postgres(url, connections).await,
    }
}

#[cfg(feature = "postgres")]
async fn open_postgres(url: &PostgresUrl, connections: u32) -> Result<Arc<dyn Store>, StoreError> {
    use crate::store::postgres::Postgres;
    Ok(Arc::new(Postgres::open(url.expose(), connections).await?))
}

#[cfg(not(feature = "postgres"))]
async fn open_postgres(_url: &PostgresUrl, _connections: u32) -> Result<Arc<dyn Store>, StoreError> {
    Err(StoreError::NotBuiltIn)
}
