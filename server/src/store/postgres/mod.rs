//! The store for several nodes: Postgres, over a pool of connections. Every call is one statement, so that a node that
//! dies in the middle leaves nothing half done; time comes from the caller, so that Postgres' clock does not count.

mod admin;
mod browsers;
mod codes;
mod connect;
mod contents;
mod failures;
mod grants;
mod identities;
mod interactions;
mod keys;
mod listen;
mod migrate;
mod rates;
mod sessions;
mod signing_keys;
mod users;
mod wechat_tokens;

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use deadpool_postgres::{Object, Pool};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_postgres::Row;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;

use self::connect::{ANSWER, Address, words};
use crate::clock::Millis;
use crate::store::{SLICE, Stale, Store, StoreError};
use crate::wake::Wake;

/// How the codes of violated constraints begin.
const CONSTRAINT: &str = "23";

type Params<'a> = &'a [&'a (dyn ToSql + Sync)];

/// The store for several nodes. Dropping it closes its connections.
#[derive(Debug)]
pub struct Postgres {
    address: Address,
    pool: Pool,
    listener: OnceLock<JoinHandle<()>>,
}

impl Postgres {
    /// Connects to the database at `url` (as libpq's: `postgres://user:password@host/database?sslmode=require`) with at
    /// most so many `connections`, and brings its schema up to date. A statement takes about a millisecond, so ten serve
    /// some thousands a second, and Postgres' default of 100 is enough for nine nodes.
    ///
    /// # Errors
    /// [`StoreError::Url`], [`StoreError::Unreachable`] or [`StoreError::TooNew`].
    pub async fn open(url: &str, connections: u32) -> Result<Self, StoreError> {
        let address = Address::parse(url)?;
        let pool = address.pool(connections as usize)?;
        let mut client = pool.get().await.map_err(|error| address.unreachable(&error))?;
        let transaction = client.transaction().await.map_err(|error| StoreError::Failed(words(&error)))?;
        migrate::run(transaction).await?;
        drop(client);
        Ok(Self { address, pool, listener: OnceLock::new() })
    }

    /// The row that a statement answers, if any.
    async fn find(&self, sql: &str, params: Params<'_>) -> Result<Option<Row>, StoreError> {
        let client = self.client().await?;
        let asked = async { client.query_opt(&client.prepare_cached(sql).await?, params).await };
        let answer = timeout(ANSWER, asked).await;
        self.judge(client, answer)
    }

    /// The rows that a statement answers.
    async fn rows(&self, sql: &str, params: Params<'_>) -> Result<Vec<Row>, StoreError> {
        let client = self.client().await?;
        let asked = async { client.query(&client.prepare_cached(sql).await?, params).await };
        let answer = timeout(ANSWER, asked).await;
        self.judge(client, answer)
    }

    /// Runs a statement that answers no row; answers how many it touched.
    async fn execute(&self, sql: &str, params: Params<'_>) -> Result<u64, StoreError> {
        let client = self.client().await?;
        let asked = async { client.execute(&client.prepare_cached(sql).await?, params).await };
        let answer = timeout(ANSWER, asked).await;
        self.judge(client, answer)
    }

    /// Runs a statement whose row may lose a race; answers whether it was kept. What was refused because of a row that is
    /// there, or of one that is gone, changed nothing.
    async fn execute_unless_taken(&self, sql: &str, params: Params<'_>) -> Result<bool, StoreError> {
        let client = self.client().await?;
        let asked = async { client.execute(&client.prepare_cached(sql).await?, params).await };
        let answer = timeout(ANSWER, asked).await;
        if let Ok(Err(error)) = &answer
            && error
                .code()
                .is_some_and(|code| code.code().starts_with(CONSTRAINT) || *code == SqlState::T_R_DEADLOCK_DETECTED)
        {
            return Ok(false);
        }
        self.judge(client, answer).map(|_| true)
    }

    async fn client(&self) -> Result<Object, StoreError> {
        self.pool.get().await.map_err(|error| self.address.unreachable(&error))
    }

    fn judge<T>(
        &self,
        client: Object,
        answer: Result<Result<T, tokio_postgres::Error>, tokio::time::error::Elapsed>,
    ) -> Result<T, StoreError> {
        match answer {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(StoreError::Failed(words(&error))),
            Err(_) => {
                // Whoever had it next would wait for the same answer.
                drop(Object::take(client));
                let reason = format!("no answer within {} s", ANSWER.as_secs());
                Err(StoreError::Unreachable { address: self.address.shown(), reason })
            }
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(listener) = self.listener.get() {
            listener.abort();
        }
        self.pool.close();
    }
}

/// A text from outside as Postgres takes it: with U+FFFD for the zero bytes that its texts can't hold.
fn text(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{FFFD}")) } else { Cow::Borrowed(text) }
}

/// A column of a row.
fn column<'a, T: tokio_postgres::types::FromSql<'a>>(row: &'a Row, index: usize) -> Result<T, StoreError> {
    row.try_get(index).map_err(|error| StoreError::Failed(words(&error)))
}

#[async_trait]
impl Store for Postgres {
    async fn ping(&self) -> Result<(), StoreError> {
        self.find("SELECT max(version) FROM schema_version", &[]).await.map(drop)
    }

    fn subscribe(&self, wake: Arc<dyn Wake>) {
        self.listener.get_or_init(|| tokio::spawn(listen::listen(self.address.clone(), wake)));
    }

    async fn sweep_slice(&self, stale: Stale, now: Millis) -> Result<u32, StoreError> {
        let (sql, until) = match stale {
            Stale::Codes => (codes::SWEEP, now),
            Stale::Sessions => (sessions::SWEEP, now),
            Stale::PhoneLogins => (sessions::SWEEP_PHONES, now),
            Stale::Browsers => (browsers::SWEEP, now),
            Stale::Interactions => (interactions::SWEEP, now),
            Stale::Rates => (rates::SWEEP, now),
            Stale::WeChatTokens => (wechat_tokens::SWEEP, now),
            Stale::Grants => (grants::SWEEP, now),
            Stale::RefreshTokens => (grants::SWEEP_REFRESH, now),
            Stale::SigningKeys => (signing_keys::SWEEP, now),
            Stale::Failures => (failures::SWEEP, now - crate::store::FAILURES_KEPT_MS),
        };
        let deleted = self.execute(sql, &[&until, &i64::from(SLICE)]).await?;
        Ok(u32::try_from(deleted).unwrap_or(u32::MAX))
    }
}
