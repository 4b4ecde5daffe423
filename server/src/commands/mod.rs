//! The commands of `guard-server`, each in a file of its own. Their words go to standard output, errors to `main`.

mod check_config;
mod password;
mod serve;
mod user;

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Subcommand;
use guard_server::ServeError;
use guard_server::config::{Config, ConfigError, Database, Environment};
use guard_server::passwords::PasswordError;
use guard_server::store::{Store, StoreError};
use thiserror::Error;
use tokio::runtime::Runtime;

use password::UnfitPassword;
use user::UnfitUser;

/// What to do instead of serving.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check the configuration: each wrong key, where it stands, and what to write instead.
    CheckConfig,
    /// Manage the people who can log in.
    #[command(subcommand)]
    User(user::UserCommand),
}

/// Why a command failed.
#[derive(Debug, Error)]
pub(crate) enum CommandError {
    /// There is no configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The server could not start or had to stop.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A password could not be hashed.
    #[error(transparent)]
    Hashing(#[from] PasswordError),
    /// A password can't be used.
    #[error(transparent)]
    UnfitPassword(#[from] UnfitPassword),
    /// A user can't be kept.
    #[error(transparent)]
    UnfitUser(#[from] UnfitUser),
    /// What is written now is read by nobody.
    #[error("the database is in memory and ends with this command; set the key `database` to that of the server")]
    InMemory,
    /// The terminal or the system failed.
    #[error("can't go on: {0}")]
    Io(#[from] io::Error),
}

/// Runs `command`, or serves without one, with the configuration at `file`.
pub(crate) fn run(command: Option<Command>, file: Option<&Path>) -> Result<ExitCode, CommandError> {
    let config = Config::load(file, &Environment::of_process());
    match command {
        None => serve::run(config?).map(|()| ExitCode::SUCCESS),
        Some(Command::CheckConfig) => check_config::run(config),
        Some(Command::User(command)) => user::run(command, &config?).map(|()| ExitCode::SUCCESS),
    }
}

/// Opens the configured store, for a command that keeps something in it.
fn open_store(config: &Config) -> Result<Arc<dyn Store>, CommandError> {
    match &config.database {
        Database::Memory => Err(CommandError::InMemory),
        database => Ok(guard_server::state::open_store(database)?),
    }
}

fn runtime() -> io::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}
