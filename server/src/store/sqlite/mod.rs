//! The embedded store: SQLite on a thread of its own, which takes one job after the other. A job takes tens of
//! microseconds, so one thread serves far more than the 1,000 status checks a second that are asked for, and
//! waiting jobs hold no thread.

mod admin;
mod backup;
mod browsers;
mod codes;
mod contents;
mod failures;
mod file;
mod grants;
mod identities;
mod interactions;
mod keys;
mod migrate;
mod rates;
mod sessions;
mod signing_keys;
mod users;
mod wechat_tokens;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc;

use async_trait::async_trait;
use rusqlite::Connection;
use tokio::sync::oneshot;

pub use backup::{BackupError, backup};

use crate::clock::Millis;
use crate::store::{Stale, Store, StoreError};

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// The path of a database that nothing outlives.
pub const IN_MEMORY: &str = ":memory:";

/// The embedded store. Dropping it ends its thread.
#[derive(Debug)]
pub struct Sqlite {
    jobs: mpsc::Sender<Job>,
}

impl Sqlite {
    /// Opens (or makes) the database at `path` and brings its schema up to date. `:memory:` keeps nothing.
    ///
    /// # Errors
    /// [`StoreError::Open`] or [`StoreError::TooNew`].
    pub fn open(path: &str) -> Result<Self, StoreError> {
        let failed = |reason: String| StoreError::Open { path: path.to_owned(), reason };
        if path != IN_MEMORY {
            file::keep_private(Path::new(path)).map_err(|error| failed(error.to_string()))?;
        }
        let mut connection = Connection::open(path).map_err(|error| failed(error.to_string()))?;
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;
                 PRAGMA busy_timeout = 5000;",
            )
            .map_err(|error| failed(error.to_string()))?;
        connection.set_prepared_statement_cache_capacity(64);
        migrate::run(&mut connection)?;
        let (jobs, inbox) = mpsc::channel::<Job>();
        std::thread::Builder::new()
            .name("sqlite".to_owned())
            .spawn(move || inbox.into_iter().for_each(|job| job(&mut connection)))
            .map_err(|error| failed(error.to_string()))?;
        Ok(Self { jobs })
    }

    /// Runs `work` on the store's thread. One that panics fails alone: its transaction is rolled back as it unwinds.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, done) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let result = catch_unwind(AssertUnwindSafe(|| work(connection)));
            // The caller may have gone away meanwhile; then nobody needs the answer.
            let _ = answer.send(result);
        });
        self.jobs.send(job).map_err(|_| StoreError::Closed)?;
        done.await
            .map_err(|_| StoreError::Closed)?
            .map_err(|_| StoreError::Panicked)?
            .map_err(|error| StoreError::Failed(error.to_string()))
    }
}

#[async_trait]
impl Store for Sqlite {
    async fn ping(&self) -> Result<(), StoreError> {
        self.run(|c| c.query_row("SELECT count(*) FROM schema_version", [], |_| Ok(()))).await
    }

    async fn sweep_slice(&self, stale: Stale, now: Millis) -> Result<u32, StoreError> {
        let deleted = self
            .run(move |c| match stale {
                Stale::Codes => codes::sweep(c, now),
                Stale::PhoneLogins => sessions::sweep_phone_logins(c, now),
                Stale::Browsers => browsers::sweep(c, now),
                Stale::Interactions => interactions::sweep(c, now),
                Stale::Sessions => sessions::sweep(c, now),
                Stale::Failures => failures::sweep(c, now),
                Stale::Rates => rates::sweep(c, now),
                Stale::WeChatTokens => wechat_tokens::sweep(c, now),
                Stale::Grants => grants::sweep(c, now),
                Stale::RefreshTokens => grants::sweep_refresh_tokens(c, now),
                Stale::SigningKeys => signing_keys::sweep(c, now),
            })
            .await?;
        Ok(u32::try_from(deleted).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests;
