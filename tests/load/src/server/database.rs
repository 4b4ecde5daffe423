//! Where the nodes keep what they keep.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

/// The database of a run.
#[derive(Clone, Debug)]
pub(crate) enum Database {
    /// A file in the run's folder.
    Sqlite,
    /// An empty database that somebody else made: its URL.
    Postgres(String),
}

impl Database {
    /// Its name for people. The URL may hold a password.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "Postgres",
        }
    }

    /// The value of the server's key `database`.
    pub(crate) fn setting(&self, folder: &Path) -> String {
        match self {
            Self::Sqlite => file(folder).display().to_string(),
            Self::Postgres(url) => url.clone(),
        }
    }

    /// What it takes on disk, in bytes: the file and its journal, or what Postgres says.
    pub(crate) fn size(&self, folder: &Path) -> Result<u64> {
        match self {
            Self::Sqlite => {
                let sizes = ["", "-wal"].map(|ending| {
                    let mut path = file(folder).into_os_string();
                    path.push(ending);
                    std::fs::metadata(path).map_or(0, |file| file.len())
                });
                Ok(sizes.iter().sum())
            }
            Self::Postgres(url) => size_in_postgres(url),
        }
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("guard.db")
}

/// Asks through `psql`, which every installation of Postgres has; a driver of our own would be more than is needed.
fn size_in_postgres(url: &str) -> Result<u64> {
    let mut psql = Command::new("psql");
    psql.args(["--no-psqlrc", "--tuples-only", "--no-align", "--command"]).args([
        "SELECT pg_database_size(current_database())",
        "--dbname",
        url,
    ]);
    let output =
        psql.output().context("the size of the database is asked for with `psql`; install Postgres' client")?;
    ensure!(output.status.success(), "psql failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    String::from_utf8_lossy(&output.stdout).trim().parse().context("psql answered no size")
}
