//! Users as a store keeps them.

use std::fmt::Debug;

use async_trait::async_trait;

use crate::clock::Millis;
use crate::store::StoreError;

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
    /// PHC string; `None`: no password login, or the user is disabled.
    pub password_hash: Option<String>,
}

impl Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("user", &self.user).finish_non_exhaustive()
    }
}

/// Keeps users.
#[async_trait]
pub trait UserStore: Send + Sync {
    /// Adds a user unless its id or one of its names is taken.
    async fn add_user(&self, user: UserRow, password_hash: Option<String>, now: Millis) -> Result<(), StoreError>;
    /// The user with this username, e-mail or phone. Letters of a username or e-mail count the same in either case.
    async fn credentials(&self, account: &str) -> Result<Option<Credentials>, StoreError>;
    /// The user with this id.
    async fn user(&self, id: &str) -> Result<Option<UserRow>, StoreError>;
}
