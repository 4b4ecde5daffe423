//! `user …`: the people who can log in.

mod add;
mod change;
mod list;

use clap::Subcommand;
use guard_server::config::Config;

use super::context::runtime;
use super::error::CommandError;
use super::password;
use super::who::Who;
use change::Change;

/// What to do with users.
#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Add a user. The password is asked for, or is the first line of standard input.
    Add(add::AddArgs),
    /// List all users. Phone numbers are masked.
    List(list::ListArgs),
    /// Shut a user out: sessions end, and the phone confirms nothing.
    Disable(Who),
    /// Let a user in again.
    Enable(Who),
    /// Set another password, asked for as by `add`. All sessions of the user end.
    SetPassword(Who),
    /// Remove a user with all sessions.
    Remove(Who),
}

/// Runs a command.
pub(super) fn run(command: UserCommand, config: &Config) -> Result<(), CommandError> {
    let (who, change) = match command {
        UserCommand::Add(args) => {
            args.check()?;
            let password = password::ask_new()?;
            return runtime()?.block_on(add::run(args, password, config));
        }
        UserCommand::List(args) => return runtime()?.block_on(list::run(args, config)),
        UserCommand::Disable(who) => (who, Change::Disable),
        UserCommand::Enable(who) => (who, Change::Enable),
        UserCommand::SetPassword(who) => (who, Change::SetPassword(password::ask_new()?)),
        UserCommand::Remove(who) => (who, Change::Remove),
    };
    runtime()?.block_on(change::run(who, change, config))
}
