//! `user …`: the people who can log in.

mod add;

use clap::Subcommand;
use guard_server::config::Config;

use super::context::runtime;
use super::error::CommandError;
use super::password;

/// What to do with users.
#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Add a user. The password is asked for, or is the first line of standard input.
    Add(add::AddArgs),
}

/// Runs a command.
pub(super) fn run(command: UserCommand, config: &Config) -> Result<(), CommandError> {
    match command {
        UserCommand::Add(args) => {
            args.check()?;
            let password = password::ask_new()?;
            runtime()?.block_on(add::run(args, password, config))
        }
    }
}
