//! Why a store failed.

use thiserror::Error;

/// Why the store failed. Its words are for the log; clients are only told that the server is busy.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The database can't be opened.
    #[error("can't open the database {path}: {reason}. Check the key `database` and that its folder is writable")]
    Open {
        /// Path as configured.
        path: String,
        /// SQLite's error.
        reason: String,
    },
    /// The address of a database can't be used.
    #[error(
        "the address of the database can't be used: {reason}. The key `database` is a file, or \
             postgres://user:password@host:port/name?sslmode=require"
    )]
    Url {
        /// What is wrong.
        reason: String,
    },
    /// The database does not answer. The next call tries again.
    #[error("the database {address} does not answer: {reason}. Check that it runs and the key `database`")]
    Unreachable {
        /// Host, port and name.
        address: String,
        /// The system's or Postgres' error.
        reason: String,
    },
    /// This program was built without the store that the address names.
    #[error("this server was built without Postgres; build it with the feature `postgres`")]
    NotBuiltIn,
    /// The database was written by a newer server.
    #[error("the database has schema version {found}, this server knows up to {known}. Run the newer server")]
    TooNew {
        /// Version in the database.
        found: usize,
        /// Newest version that this server knows.
        known: usize,
    },
    /// A database that is to be filled has users already.
    #[error("the database has users already; copy into an empty one")]
    NotEmpty,
    /// A statement failed.
    #[error("the database failed: {0}")]
    Failed(String),
    /// The store's code panicked. What it had begun was rolled back.
    #[error("a job of the store panicked; the log has the place. Report it as a bug")]
    Panicked,
    /// The store was closed.
    #[error("the database is closed")]
    Closed,
}
