//! `backup`: a copy of the SQLite file while servers use it.

use std::path::PathBuf;

use clap::Args;
use guard_server::config::{Config, Database};
use guard_server::store::sqlite;

use super::error::CommandError;

/// Where the copy goes.
#[derive(Args, Debug)]
pub(crate) struct BackupArgs {
    /// A file that is not there yet. Its owner alone may read it.
    file: PathBuf,
}

/// Copies the database.
pub(super) fn run(args: &BackupArgs, config: &Config) -> Result<(), CommandError> {
    match &config.database {
        Database::File(database) => Ok(sqlite::backup(database, &args.file)?),
        Database::Memory => Err(CommandError::InMemory),
        Database::Postgres(_) => Err(CommandError::NotSqlite),
    }
}
