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
    /// Now.
    pub now: Millis,
    /// Its end.
    pub expires_at: Millis,
}

/// Keeps the sessions that browsers have at this server. Logins at applications may be children of one.
#[async_trait]
pub trait BrowserStore: Send + Sync {
    /// Keeps a browser's session of whoever has the login `child`, and makes the login its child. Answers whether the
    /// login is valid; if not, nothing is kept.
    async fn open_browser(&self, child: Hash, browser: NewBrowser) -> Result<bool, StoreError>;
    /// Whose the session is whose cookie has this hash, while it is valid.
    async fn browser_user(&self, cookie_hash: Hash, now: Millis) -> Result<Option<UserRow>, StoreError>;
    /// Ends it with all its children; answers whether there was one.
    async fn end_browser(&self, cookie_hash: Hash) -> Result<bool, StoreError>;
}
