//! Which store a setting means.

use std::sync::Arc;

use crate::config::{Database, PostgresUrl};
use crate::store::sqlite::{IN_MEMORY, Sqlite};
use crate::store::{Store, StoreError};

/// Opens the configured store.
///
/// # Errors
/// [`StoreError`] when it can't be opened.
pub async fn open(database: &Database) -> Result<Arc<dyn Store>, StoreError> {
    match database {
        Database::Memory => Ok(Arc::new(Sqlite::open(IN_MEMORY)?)),
        Database::File(path) => {
            let reason = "its path is not valid UTF-8".to_owned();
            let path = path.to_str().ok_or_else(|| StoreError::Open { path: database.to_string(), reason })?;
            Ok(Arc::new(Sqlite::open(path)?))
        }
        Database::Postgres(url) => open_postgres(url).await,
    }
}

#[cfg(feature = "postgres")]
async fn open_postgres(url: &PostgresUrl) -> Result<Arc<dyn Store>, StoreError> {
    use crate::store::postgres::{POOL_SIZE, Postgres};
    Ok(Arc::new(Postgres::open(url.expose(), POOL_SIZE).await?))
}

#[cfg(not(feature = "postgres"))]
async fn open_postgres(_url: &PostgresUrl) -> Result<Arc<dyn Store>, StoreError> {
    Err(StoreError::NotBuiltIn)
}
