//! What moves to another database: all that lives longer than hours. QR codes, counts of tries
//! and WeChat's tokens stay behind: the new server gets its own.

use std::fmt;

use crate::clock::Millis;
use crate::store::UserRow;
use crate::tokens::Hash;

/// Keys, users, and sessions of both kinds. `Debug` tells how many there are.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// Keys, by name.
    pub keys: Vec<(String, Vec<u8>)>,
    /// Users.
    pub users: Vec<KeptUser>,
    /// Browsers' own sessions.
    pub browsers: Vec<KeptBrowser>,
    /// Logins at applications.
    pub sessions: Vec<KeptSession>,
}

impl fmt::Debug for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contents")
            .field("keys", &self.keys.len())
            .field("users", &self.users.len())
            .field("browsers", &self.browsers.len())
            .field("sessions", &self.sessions.len())
            .finish()
    }
}

/// A user with all that is kept of it.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptUser {
    /// The user.
    pub user: UserRow,
    /// PHC string.
    pub password_hash: Option<String>,
    /// When it was added.
    pub created_at: Millis,
    /// Since when it may not log in.
    pub disabled_at: Option<Millis>,
}

impl fmt::Debug for KeptUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptUser").field("id", &self.user.id).finish_non_exhaustive()
    }
}

/// A browser's own session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptBrowser {
    /// Hash of what its cookie says.
    pub cookie_hash: Hash,
    /// Whose it is.
    pub user_id: String,
    /// When it began.
    pub created_at: Millis,
    /// Its end.
    pub expires_at: Millis,
}

/// A login at an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSession {
    /// Hash of its token.
    pub token_hash: Hash,
    /// Whose it is.
    pub user_id: String,
    /// Application that it is for.
    pub app_id: String,
    /// How the user logged in.
    pub method: String,
    /// When it began.
    pub created_at: Millis,
    /// Its end.
    pub expires_at: Millis,
    /// The browser's session that it is a child of.
    pub browser: Option<Hash>,
}
