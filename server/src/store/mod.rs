//! Storage, behind one trait. [`sqlite`] is the embedded default; a store for several nodes implements the same
//! trait. No SQL outside this module.
//!
//! Rules for every implementation: a move of a QR code is one conditional update whose row count decides; "now" comes
//! from the caller, so that all nodes of a test share a clock; nothing is kept in memory that another node would miss.

mod codes;
pub mod sqlite;

use std::fmt::Debug;

use async_trait::async_trait;
use thiserror::Error;

pub use codes::{
    Cancel, Cancelled, Code, CodeState, Confirm, Confirmed, NewCode, Redeem, Redeemed, Scan, Scanned, Selector,
};

use crate::clock::Millis;
use crate::tokens::Hash;

/// How long a redeem may be repeated with the same answer, in ms.
pub const REPEAT_MS: Millis = 30_000;
/// How long the ids of used codes are kept, so that none is ever taken twice, in ms.
pub const DENY_LIST_MS: Millis = 2 * 24 * 3600 * 1000;
/// How many other phones may try a scanned code; at the last of them the code dies.
pub const MAX_STRANGERS: u32 = 3;

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
    /// The database was written by a newer server.
    #[error("the database has schema version {found}, this server knows up to {known}. Run the newer server")]
    TooNew {
        /// Version in the database.
        found: usize,
        /// Newest version that this server knows.
        known: usize,
    },
    /// A statement failed.
    #[error("the database failed: {0}")]
    Failed(String),
    /// The store was closed.
    #[error("the database is closed")]
    Closed,
}

/// A user as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRow {
    /// Id.
    pub id: String,
    /// Login name.
    pub username: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// Name to show.
    pub nickname: Option<String>,
    /// Picture: URL or path on this server.
    pub photo: Option<String>,
}

/// A user and what its password is checked against. `Debug` hides the hash.
#[derive(Clone)]
pub struct Credentials {
    /// The user.
    pub user: UserRow,
    /// PHC string; `None`: no password login.
    pub password_hash: Option<String>,
}

impl Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("user", &self.user).finish_non_exhaustive()
    }
}

/// A login to keep.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Hash of its token.
    pub token_hash: Hash,
    /// Application that it is for.
    pub app_id: String,
    /// `password`, `qr` or `demo`.
    pub method: &'static str,
    /// Now.
    pub now: Millis,
    /// Its end.
    pub expires_at: Millis,
}

/// Keeps keys, users, sessions and QR codes.
#[async_trait]
pub trait Store: Debug + Send + Sync {
    /// Whether the store answers.
    async fn ping(&self) -> Result<(), StoreError>;

    /// The key `name`.
    async fn key(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError>;
    /// Keeps `value` as the key `name` unless there is one; answers the one that is kept.
    async fn keep_key(&self, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError>;

    /// Adds a user unless its id is taken.
    async fn add_user(&self, user: UserRow, password_hash: Option<String>, now: Millis) -> Result<(), StoreError>;
    /// The user with this username, e-mail or phone.
    async fn credentials(&self, account: &str) -> Result<Option<Credentials>, StoreError>;
    /// The user with this id.
    async fn user(&self, id: &str) -> Result<Option<UserRow>, StoreError>;

    /// Wrong passwords of an account since `since`.
    async fn failures(&self, account: Hash, since: Millis) -> Result<u32, StoreError>;
    /// Counts one more; those before `since` are forgotten. Answers the count.
    async fn add_failure(&self, account: Hash, since: Millis, now: Millis) -> Result<u32, StoreError>;
    /// Forgets them.
    async fn clear_failures(&self, account: Hash) -> Result<(), StoreError>;

    /// Keeps a login of `user_id`.
    async fn add_session(&self, user_id: &str, session: NewSession) -> Result<(), StoreError>;
    /// The user whose token has this hash, while it is valid.
    async fn session_user(&self, token_hash: Hash, now: Millis) -> Result<Option<UserRow>, StoreError>;
    /// Ends a login; answers whether there was one.
    async fn end_session(&self, token_hash: Hash) -> Result<bool, StoreError>;

    /// Keeps a new code.
    async fn create_code(&self, code: NewCode) -> Result<(), StoreError>;
    /// The code with this id, whatever its state.
    async fn code(&self, id: &str) -> Result<Option<Code>, StoreError>;
    /// The code that the phone with this handshake has read last, whatever its state.
    async fn code_of_phone(&self, handshake_hash: Hash) -> Result<Option<Code>, StoreError>;
    /// A phone has read a code.
    async fn scan(&self, scan: Scan) -> Result<Scanned, StoreError>;
    /// The person agrees.
    async fn confirm(&self, confirm: Confirm) -> Result<Confirmed, StoreError>;
    /// The person declines.
    async fn cancel(&self, cancel: Cancel) -> Result<Cancelled, StoreError>;
    /// A ticket is exchanged for a session.
    async fn redeem(&self, redeem: Redeem) -> Result<Redeemed, StoreError>;
    /// The browser gives a code up; answers whether it was still of use.
    async fn abandon(&self, id: &str, challenge: &str) -> Result<bool, StoreError>;

    /// Deletes what nobody needs any more; answers how many rows. Correctness never depends on it.
    async fn sweep(&self, now: Millis) -> Result<usize, StoreError>;
}
