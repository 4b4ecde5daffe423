//! `session …`: who is logged in where.

mod list;
mod revoke;

use clap::Subcommand;
use guard_server::config::Config;

use super::context::runtime;
use super::error::CommandError;

/// What to do with sessions.
#[derive(Debug, Subcommand)]
pub(crate) enum SessionCommand {
    /// List the valid sessions. Their ids prove nothing to the server.
    List(list::ListArgs),
    /// End a session, or all of a user.
    Revoke(revoke::RevokeArgs),
}

/// Runs a command.
pub(super) fn run(command: SessionCommand, config: &Config) -> Result<(), CommandError> {
    runtime()?.block_on(async {
        match command {
            SessionCommand::List(args) => list::run(args, config).await,
            SessionCommand::Revoke(args) => revoke::run(args, config).await,
        }
    })
}
