//! A copy of a database that is in use.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use thiserror::Error;

/// How long it waits for whoever keeps the database to himself.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why there is no backup.
#[derive(Debug, Error)]
pub enum BackupError {
    /// The database can't be opened.
    #[error("can't open the database {}: {reason}. Check the key `database`, and run this as the server's user", path.display())]
    Open {
        /// Its path.
        path: PathBuf,
        /// SQLite's words.
        reason: String,
    },
    /// The file can't be made.
    #[error("can't make {}: {source}. Name a file that is not there yet, in a folder that can be written to", path.display())]
    Create {
        /// Its path.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// The copy failed.
    #[error("the copy to {} failed and was removed: {reason}", path.display())]
    Copy {
        /// Its path.
        path: PathBuf,
        /// SQLite's words.
        reason: String,
    },
}

/// Copies the database at `database` into the new file `to`, which its owner alone may read. The copy is of one moment;
/// servers go on reading and writing meanwhile.
///
/// # Errors
/// [`BackupError`]. A file that is there already is left as it is.
pub fn backup(database: &Path, to: &Path) -> Result<(), BackupError> {
    let unopened = |error: rusqlite::Error| BackupError::Open { path: database.to_owned(), reason: error.to_string() };
    let connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(unopened)?;
    connection.busy_timeout(PATIENCE).map_err(unopened)?;
    let uncreated = |source| BackupError::Create { path: to.to_owned(), source };
    let file = new_private_file().open(to).map_err(uncreated)?;
    // SQLite copies into a file that is empty, and keeps its mode.
    let copied = match to.to_str() {
        Some(name) => connection.execute("VACUUM INTO ?1", [name]).map_err(|error| error.to_string()),
        None => Err("its path is not valid UTF-8".to_owned()),
    };
    copied.and_then(|_| file.sync_all().map_err(|error| error.to_string())).map_err(|reason| {
        // What is there is no backup; if it can't be removed either, the error says that it is none.
        let _ = fs::remove_file(to);
        BackupError::Copy { path: to.to_owned(), reason }
    })
}

/// A file that must not be there yet, for its owner alone.
fn new_private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
