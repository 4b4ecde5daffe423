//! `user …`: the people who can log in.

mod add;

use clap::Subcommand;
use guard_server::config::Config;
use thiserror::Error;

use super::{CommandError, runtime};

/// What to do with users.
#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Add a user. The password is asked for, or is the first line of standard input.
    Add(add::AddArgs),
}

/// Why a user can't be kept.
#[derive(Debug, Error)]
pub(crate) enum UnfitUser {
    /// Nothing to log in with.
    #[error("the user has no name to log in with; give --username, --email or --phone")]
    Nameless,
    /// Somebody else has it.
    #[error("there is a user with this {0} already; choose another")]
    Taken(&'static str),
}

/// Runs a command.
pub(super) fn run(command: UserCommand, config: &Config) -> Result<(), CommandError> {
    match command {
        UserCommand::Add(args) => {
            args.check()?;
            let password = super::password::ask_new()?;
            runtime()?.block_on(add::run(args, password, config))
        }
    }
}
