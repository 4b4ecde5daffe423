//! The commands of `guard-server`, each in a file of its own. Their words go to standard output, errors to `main`.

mod backup;
mod check_config;
mod context;
mod copy;
mod error;
mod keys;
mod log;
mod password;
mod serve;
mod session;
mod table;
mod user;
mod who;

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;
use guard_server::config::{Config, Environment};

use error::CommandError;

/// What to do instead of serving.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check the configuration: each wrong key, where it stands, and what to write instead.
    CheckConfig(check_config::CheckArgs),
    /// Manage the people who can log in.
    #[command(subcommand)]
    User(user::UserCommand),
    /// See who is logged in, and end sessions.
    #[command(subcommand)]
    Session(session::SessionCommand),
    /// See what the OpenID provider signs with, and make new keys.
    #[command(subcommand)]
    Keys(keys::KeysCommand),
    /// Copy the SQLite database into a new file, while servers use it.
    Backup(backup::BackupArgs),
    /// Copy a SQLite database into the configured Postgres one: keys, users and sessions.
    Copy(copy::CopyArgs),
}

/// Runs `command`, or serves without one, with the configuration at `file`.
pub(crate) fn run(command: Option<Command>, file: Option<&Path>) -> Result<ExitCode, CommandError> {
    let config = Config::load(file, &Environment::of_process());
    if command.is_some() {
        log::of_command();
    }
    match command {
        None => serve::run(config?).map(|()| ExitCode::SUCCESS),
        Some(Command::CheckConfig(args)) => check_config::run(&args, config),
        Some(Command::User(command)) => user::run(command, &config?).map(|()| ExitCode::SUCCESS),
        Some(Command::Session(command)) => session::run(command, &config?).map(|()| ExitCode::SUCCESS),
        Some(Command::Keys(command)) => keys::run(command, &config?).map(|()| ExitCode::SUCCESS),
        Some(Command::Copy(args)) => copy::run(&args, &config?).map(|()| ExitCode::SUCCESS),
        Some(Command::Backup(args)) => backup::run(&args, &config?).map(|()| ExitCode::SUCCESS),
    }
}
