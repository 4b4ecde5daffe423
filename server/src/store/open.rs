//! Which store an address means.

use std::sync::Arc;

use crate::store::sqlite::Sqlite;
use crate::store::{Store, StoreError};
use crate::wake::Wake;

/// Opens the store at `database`: a `postgres://` URL, or the file of an SQLite database. `wake` is told what other
/// nodes change.
///
/// # Errors
/// [`StoreError`] when it can't be opened.
pub async fn open(database: &str, wake: Arc<dyn Wake>) -> Result<Arc<dyn Store>, StoreError> {
    if database.starts_with("postgres://") || database.starts_with("postgresql://") {
        return open_postgres(database, wake).await;
    }
    Ok(Arc::new(Sqlite::open(database)?))
}

#[cfg(feature = "postgres")]
async fn open_postgres(url: &str, wake: Arc<dyn Wake>) -> Result<Arc<dyn Store>, StoreError> {
    use crate::store::postgres::{POOL_SIZE, Postgres};
    Ok(Arc::new(Postgres::open(url, POOL_SIZE, wake).await?))
}

#[cfg(not(feature = "postgres"))]
async fn open_postgres(_url: &str, _wake: Arc<dyn Wake>) -> Result<Arc<dyn Store>, StoreError> {
    Err(StoreError::NotBuiltIn)
}
