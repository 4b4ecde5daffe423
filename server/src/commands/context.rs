//! What several commands work with.

use std::io;
use std::sync::Arc;

use guard_server::config::{Config, Database};
use guard_server::store::{self, Store};
use tokio::runtime::{Builder, Runtime};

use super::error::CommandError;

/// Opens the configured store, for a command that keeps something in it.
pub(super) async fn open_store(config: &Config) -> Result<Arc<dyn Store>, CommandError> {
    match &config.database {
        Database::Memory => Err(CommandError::InMemory),
        database => Ok(store::open(database, config.database_connections).await?),
    }
}

/// The runtime that a command waits in.
pub(super) fn runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread().enable_all().build()
}
