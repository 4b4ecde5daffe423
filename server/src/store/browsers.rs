//! A browser's own session at this server, as a store keeps it.

use async_trait::async_trait;

use crate::clock::Millis;
use crate::store::{StoreError, UserRow};
use crate::tokens::Hash;

/// A browser's session to keep.
#[derive(Clone, Debug)]
pub struct NewBrowser {
    /// Hash of what its cookie says.
    pub cookie_hash: Hash,
    /// Its public id.
    pub sid: String,
    /// Now.
    pub now: Millis,
    /// Its end.
    pub expires_at: Millis,
}

/// A browser's session as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Browser {
    /// Whose it is.
    pub user: UserRow,
    /// Its public id.
    pub sid: String,
    /// When the person last proved who they are,
    pub auth_time: Millis,
    /// and how: `password`, `qr` or `demo`.
    pub method: String,
    /// Its end.
    pub expires_at: Millis,
}

/// Keeps the sessions that browsers have at this server. Logins at applications may be children of one.
#[async_trait]
pub trait BrowserStore: Send + Sync {
    /// Keeps a browser's session of whoever has the login `child`, and makes the login its child; the login's time and
    /// method are the session's. Answers whether the login is valid; if not, nothing is kept.
    async fn open_browser(&self, child: Hash, browser: NewBrowser) -> Result<bool, StoreError>;
    /// Keeps a session of a browser in which `user_id` has just logged in by `method`; answers whether the user may.
    async fn add_browser(&self, user_id: &str, method: &'static str, browser: NewBrowser) -> Result<bool, StoreError>;
    /// The session whose cookie has this hash, while it is valid.
    async fn browser(&self, cookie_hash: Hash, now: Millis) -> Result<Option<Browser>, StoreError>;
    /// Ends it with all its children; answers whether there was one.
    async fn end_browser(&self, cookie_hash: Hash) -> Result<bool, StoreError>;

    /// Whose the session is whose cookie has this hash, while it is valid.
    async fn browser_user(&self, cookie_hash: Hash, now: Millis) -> Result<Option<UserRow>, StoreError> {
        Ok(self.browser(cookie_hash, now).await?.map(|browser| browser.user))
    }
}
