//! Logins as a store keeps them.

use async_trait::async_trait;

use crate::clock::Millis;
use crate::store::{StoreError, UserRow};
use crate::tokens::Hash;

/// A login to keep.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Hash of its token.
    pub token_hash: Hash,
    /// Application that it is for.
    pub app_id: String,
    /// `password`, `qr`, `demo`, or `oidc` for an access token of the OpenID provider.
    pub method: &'static str,
    /// Now.
    pub now: Millis,
    /// Its end.
    pub expires_at: Millis,
}

/// A login as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub user: UserRow,
    /// Application that it is for.
    pub app_id: String,
    /// When it began.
    pub created_at: Millis,
    /// Its end.
    pub expires_at: Millis,
    /// The grant that it belongs to, as an access token of the OpenID provider.
    pub grant_id: Option<String>,
    /// What it is for; `None`: all that a login is.
    pub scope: Option<String>,
}

/// How long a phone may end the login that it agreed to, in ms.
pub const PHONE_LOGIN_MS: Millis = 24 * 3600 * 1000;

/// A login that ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndedSession {
    /// Whose it was.
    pub user_id: String,
    /// Application that it was for.
    pub app_id: String,
    /// The browser's session that was its parent and has ended with it, by its public id.
    pub sid: Option<String>,
}

/// Keeps logins.
#[async_trait]
pub trait SessionStore: Send + Sync {
    /// Keeps a login of `user_id`.
    async fn add_session(&self, user_id: &str, session: NewSession) -> Result<(), StoreError>;
    /// The login whose token has this hash, while it is valid.
    async fn session(&self, token_hash: Hash, now: Millis) -> Result<Option<Session>, StoreError>;
    /// Ends a login, with the grant that it belongs to; answers whether there was one.
    async fn end_session(&self, token_hash: Hash) -> Result<bool, StoreError>;
    /// Ends the login that came of the code whose phone has this handshake, with the browser's session that is its
    /// parent, for as long as the phone may; answers which it was.
    async fn end_phone_login(&self, handshake_hash: Hash, now: Millis) -> Result<Option<EndedSession>, StoreError>;

    /// The user of [`session`](Self::session).
    async fn session_user(&self, token_hash: Hash, now: Millis) -> Result<Option<UserRow>, StoreError> {
        Ok(self.session(token_hash, now).await?.map(|session| session.user))
    }
}
