//! What an operator sees and changes: accounts, and all sessions of both kinds.

use std::fmt;
use std::str::FromStr;

use async_trait::async_trait;
use thiserror::Error;

use crate::clock::Millis;
use crate::store::{StoreError, UserRow};
use crate::tokens::Hash;

/// A user as an operator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The user.
    pub user: UserRow,
    /// When it was added.
    pub created_at: Millis,
    /// Since when it may not log in; `None`: it may.
    pub disabled_at: Option<Millis>,
}

/// What names a session to an operator: the first bytes of the hash of its token, which prove nothing to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionRef([u8; 8]);

impl SessionRef {
    /// That of the session whose token or cookie has this hash.
    pub fn of(hash: &Hash) -> Self {
        let mut first = [0; 8];
        first.copy_from_slice(&hash[..8]);
        Self(first)
    }

    /// The least and the greatest hash that it may stand for.
    pub fn range(self) -> (Hash, Hash) {
        let fill = |rest: u8| {
            let mut hash = [rest; 32];
            hash[..8].copy_from_slice(&self.0);
            hash
        };
        (fill(0), fill(u8::MAX))
    }
}

impl fmt::Display for SessionRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}

/// A text that names no session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("expected 16 hexadecimal digits, as `session list` prints them")]
pub struct NoSessionRef;

impl FromStr for SessionRef {
    type Err = NoSessionRef;

    fn from_str(text: &str) -> Result<Self, NoSessionRef> {
        if text.len() != 16 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NoSessionRef);
        }
        u64::from_str_radix(text, 16).map(|number| Self(number.to_be_bytes())).map_err(|_| NoSessionRef)
    }
}

/// The kinds of sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// Logins at applications.
    Application,
    /// Those that browsers have at this server.
    Browser,
}

/// A session as an operator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionEntry {
    /// Its name.
    pub reference: SessionRef,
    /// Whose it is.
    pub user_id: String,
    /// Application that it is for; `None`: this server's own pages.
    pub app_id: Option<String>,
    /// How the user logged in; `None` for a browser's.
    pub method: Option<String>,
    /// When it began.
    pub created_at: Millis,
    /// Its end.
    pub expires_at: Millis,
}

/// Serves the operator. What ends sessions does so in the transaction that changes the user; a session that a login
/// opens meanwhile does not count while the user is disabled.
#[async_trait]
pub trait AdminStore: Send + Sync {
    /// The accounts whose ids come after `after`, in order, up to [`SLICE`](crate::store::SLICE).
    async fn accounts(&self, after: Option<&str>) -> Result<Vec<Account>, StoreError>;
    /// The account of the user with this id.
    async fn account(&self, id: &str) -> Result<Option<Account>, StoreError>;
    /// Shuts a user out since `now`: sessions end, and codes that its phone has are cancelled. Answers whether there is
    /// such a user. One that is disabled already stays so since then.
    async fn disable_user(&self, id: &str, now: Millis) -> Result<bool, StoreError>;
    /// Lets a user in again, with no session of before. Answers whether there is such a user.
    async fn enable_user(&self, id: &str) -> Result<bool, StoreError>;
    /// Changes the password, and ends all sessions. Answers whether there is such a user.
    async fn set_password(&self, id: &str, password_hash: String) -> Result<bool, StoreError>;
    /// Removes a user with its sessions and codes. Answers whether there was one.
    async fn remove_user(&self, id: &str) -> Result<bool, StoreError>;
    /// The valid sessions of this kind, of one user or of all, after `after`, in order, up to
    /// [`SLICE`](crate::store::SLICE).
    async fn sessions(
        &self,
        kind: SessionKind,
        user_id: Option<&str>,
        after: Option<SessionRef>,
        now: Millis,
    ) -> Result<Vec<SessionEntry>, StoreError>;
    /// Ends the session of this name, a browser's with its children, an access token's with its grant; answers whose it
    /// was.
    async fn revoke(&self, session: SessionRef) -> Result<Option<String>, StoreError>;
    /// Ends all sessions and grants of a user; answers how many sessions.
    async fn revoke_all(&self, user_id: &str) -> Result<u32, StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_session_is_read_as_it_is_written() {
        let reference = SessionRef::of(&[0x0a; 32]);
        assert_eq!(reference.to_string(), "0a0a0a0a0a0a0a0a");
        assert_eq!(reference.to_string().parse(), Ok(reference));
        for text in ["", "0a0a", "0a0a0a0a0a0a0a0a0a", "+a0a0a0a0a0a0a0a", "zz0a0a0a0a0a0a0a"] {
            assert_eq!(text.parse::<SessionRef>(), Err(NoSessionRef), "{text}");
        }
        let (least, greatest) = reference.range();
        assert!((least..=greatest).contains(&[0x0a; 32]) && greatest < [0x0b; 32]);
    }
}
