//! The embedded store: SQLite on a thread of its own, which takes one job after the other. A job takes tens of
//! microseconds, so one thread serves far more than the 1,000 status checks a second that are asked for, and
//! waiting jobs hold no thread.

mod accounts;
mod migrate;
mod qr;

use std::sync::mpsc;

use async_trait::async_trait;
use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::clock::Millis;
use crate::store::{
    Cancel, Cancelled, Code, Confirm, Confirmed, Credentials, NewCode, NewSession, Redeem, Redeemed, Scan, Scanned,
    Store, StoreError, UserRow,
};
use crate::tokens::Hash;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

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
        let failed = |error: rusqlite::Error| StoreError::Open { path: path.to_owned(), reason: error.to_string() };
        let mut connection = Connection::open(path).map_err(failed)?;
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;
                 PRAGMA busy_timeout = 5000;",
            )
            .map_err(failed)?;
        connection.set_prepared_statement_cache_capacity(64);
        migrate::run(&mut connection)?;
        let (jobs, inbox) = mpsc::channel::<Job>();
        std::thread::Builder::new()
            .name("sqlite".to_owned())
            .spawn(move || inbox.into_iter().for_each(|job| job(&mut connection)))
            .map_err(|error| StoreError::Open { path: path.to_owned(), reason: error.to_string() })?;
        Ok(Self { jobs })
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, done) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            // The caller may have gone away meanwhile; then nobody needs the answer.
            let _ = answer.send(work(connection));
        });
        self.jobs.send(job).map_err(|_| StoreError::Closed)?;
        done.await.map_err(|_| StoreError::Closed)?.map_err(|error| StoreError::Failed(error.to_string()))
    }
}

#[async_trait]
impl Store for Sqlite {
    async fn ping(&self) -> Result<(), StoreError> {
        self.run(|c| c.query_row("SELECT count(*) FROM schema_version", [], |_| Ok(()))).await
    }

    async fn key(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let name = name.to_owned();
        self.run(move |c| accounts::key(c, &name)).await
    }

    async fn keep_key(&self, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (name, value) = (name.to_owned(), value.to_owned());
        self.run(move |c| accounts::keep_key(c, &name, value)).await
    }

    async fn add_user(&self, user: UserRow, password_hash: Option<String>, now: Millis) -> Result<(), StoreError> {
        self.run(move |c| accounts::add_user(c, &user, password_hash, now)).await
    }

    async fn credentials(&self, account: &str) -> Result<Option<Credentials>, StoreError> {
        let account = account.to_owned();
        self.run(move |c| accounts::credentials(c, &account)).await
    }

    async fn user(&self, id: &str) -> Result<Option<UserRow>, StoreError> {
        let id = id.to_owned();
        self.run(move |c| accounts::user(c, &id)).await
    }

    async fn failures(&self, account: Hash, since: Millis) -> Result<u32, StoreError> {
        self.run(move |c| accounts::failures(c, account, since)).await
    }

    async fn add_failure(&self, account: Hash, since: Millis, now: Millis) -> Result<u32, StoreError> {
        self.run(move |c| accounts::add_failure(c, account, since, now)).await
    }

    async fn clear_failures(&self, account: Hash) -> Result<(), StoreError> {
        self.run(move |c| accounts::clear_failures(c, account)).await
    }

    async fn add_session(&self, user_id: &str, session: NewSession) -> Result<(), StoreError> {
        let user_id = user_id.to_owned();
        self.run(move |c| accounts::add_session(c, &user_id, &session)).await
    }

    async fn session_user(&self, token_hash: Hash, now: Millis) -> Result<Option<UserRow>, StoreError> {
        self.run(move |c| accounts::session_user(c, token_hash, now)).await
    }

    async fn end_session(&self, token_hash: Hash) -> Result<bool, StoreError> {
        self.run(move |c| accounts::end_session(c, token_hash)).await
    }

    async fn create_code(&self, code: NewCode) -> Result<(), StoreError> {
        self.run(move |c| qr::create(c, &code)).await
    }

    async fn code(&self, id: &str) -> Result<Option<Code>, StoreError> {
        let id = id.to_owned();
        self.run(move |c| qr::by_id(c, &id)).await
    }

    async fn scan(&self, scan: Scan) -> Result<Scanned, StoreError> {
        self.run(move |c| qr::scan(c, &scan)).await
    }

    async fn confirm(&self, confirm: Confirm) -> Result<Confirmed, StoreError> {
        self.run(move |c| qr::confirm(c, &confirm)).await
    }

    async fn code_of_phone(&self, handshake_hash: Hash) -> Result<Option<Code>, StoreError> {
        self.run(move |c| qr::by_handshake(c, handshake_hash)).await
    }

    async fn cancel(&self, cancel: Cancel) -> Result<Cancelled, StoreError> {
        self.run(move |c| qr::cancel(c, &cancel)).await
    }

    async fn redeem(&self, redeem: Redeem) -> Result<Redeemed, StoreError> {
        self.run(move |c| qr::redeem(c, &redeem)).await
    }

    async fn abandon(&self, id: &str, challenge: &str) -> Result<bool, StoreError> {
        let (id, challenge) = (id.to_owned(), challenge.to_owned());
        self.run(move |c| qr::abandon(c, &id, &challenge)).await
    }

    async fn sweep(&self, now: Millis) -> Result<usize, StoreError> {
        self.run(move |c| Ok(qr::sweep(c, now)? + accounts::sweep(c, now)?)).await
    }
}
