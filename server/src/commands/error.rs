//! Why a command failed, and what to do.

use std::io;
use std::path::PathBuf;

use guard_server::ServeError;
use guard_server::config::ConfigError;
use guard_server::passwords::PasswordError;
use guard_server::services::oidc::SignError;
use guard_server::store::StoreError;
use guard_server::store::sqlite::BackupError;
use guard_server::wechat::HttpError;
use thiserror::Error;

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
    /// What is written now is read by nobody.
    #[error("the database is in memory and ends with this command; set the key `database` to that of the server")]
    InMemory,
    /// A password could not be hashed.
    #[error(transparent)]
    Hashing(#[from] PasswordError),
    /// A password is too short.
    #[error("the password is too short; it needs {0} characters or more")]
    PasswordTooShort(usize),
    /// No client could send a password.
    #[error("the password is too long; it may have {0} bytes")]
    PasswordTooLong(usize),
    /// A password was another one the second time.
    #[error("the passwords differ; start again")]
    PasswordsDiffer,
    /// A user has nothing to log in with.
    #[error("the user has no name to log in with; give --username, --email or --phone")]
    Nameless,
    /// Somebody else has what a user would log in with.
    #[error("there is a user with this {0} already; choose another")]
    Taken(&'static str),
    /// Nobody has that name.
    #[error("there is no such user; `guard-server user list` has them all")]
    NoSuchUser,
    /// No session has that id.
    #[error("there is no such session; `guard-server session list` has those that are valid")]
    NoSuchSession,
    /// A next key is there already.
    #[error(
        "a next key waits for its time already; `guard-server keys list` says until when. If one has leaked: --at-once"
    )]
    KeyWaits,
    /// A key can't be made.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// The database is no file.
    #[error("the database is a Postgres; make its backup with pg_dump")]
    NotSqlite,
    /// The database is no Postgres.
    #[error(
        "set the key `database` to the Postgres that is to have the copy, as in postgres://user:password@host/name"
    )]
    NotPostgres,
    /// There is nothing to copy from.
    #[error("there is no database file at {0}; check --from")]
    NoSuchDatabase(PathBuf),
    /// WeChat can't be asked.
    #[error(transparent)]
    WeChat(#[from] HttpError),
    /// There is no backup.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The terminal or the system failed.
    #[error("can't go on: {0}")]
    Io(#[from] io::Error),
}
