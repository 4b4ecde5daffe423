//! `copy`: from SQLite to Postgres.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use guard_server::config::{Config, Database};
use guard_server::store::Contents;
use guard_server::store::sqlite::Sqlite;

use super::context::runtime;
use super::error::CommandError;

/// What is copied. Where it goes is the key `database`.
#[derive(Args, Debug)]
pub(crate) struct CopyArgs {
    /// The SQLite file. Stop the servers that use it first: what they write meanwhile is not copied.
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
}

/// Copies keys, users and sessions into the configured Postgres database, which must have no users.
pub(super) fn run(args: &CopyArgs, config: &Config) -> Result<(), CommandError> {
    runtime()?.block_on(copy(args, config))
}

async fn copy(args: &CopyArgs, config: &Config) -> Result<(), CommandError> {
    let Database::Postgres(url) = &config.database else { return Err(CommandError::NotPostgres) };
    let missing = || CommandError::NoSuchDatabase(args.from.clone());
    let path = args.from.to_str().filter(|_| args.from.is_file()).ok_or_else(missing)?;
    let contents = Sqlite::open(path)?.contents().await?;
    fill(url, config.database_connections, &contents).await?;
    let Contents { users, browsers, sessions, .. } = &contents;
    let (users, sessions) = (users.len(), browsers.len() + sessions.len());
    Ok(writeln!(std::io::stdout(), "copied {users} users and {sessions} sessions")?)
}

#[cfg(feature = "postgres")]
async fn fill(
    url: &guard_server::config::PostgresUrl,
    connections: u32,
    contents: &Contents,
) -> Result<(), CommandError> {
    use guard_server::store::postgres::Postgres;
    Ok(Postgres::open(url.expose(), connections).await?.fill(contents).await?)
}

#[cfg(not(feature = "postgres"))]
async fn fill(
    _url: &guard_server::config::PostgresUrl,
    _connections: u32,
    _contents: &Contents,
) -> Result<(), CommandError> {
    Err(guard_server::store::StoreError::NotBuiltIn.into())
}
