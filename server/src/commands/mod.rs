//! The commands of `guard-server`, each in a file of its own. Their words go to standard output, errors to `main`.

mod check_config;
mod context;
mod error;
mod password;
mod serve;
mod user;

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;
use guard_server::config::{Config, Environment};

use error::CommandError;

/// What to do instead of serving.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check the configuration: each wrong key, where it stands, and what to write instead.
    CheckConfig,
    /// Manage the people who can log in.
    #[command(subcommand)]
    User(user::UserCommand),
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
