//! What clients of the OpenID provider got, as a store keeps it: a grant, with its code, access and refresh tokens. An
//! access token is a [`Session`](crate::store::Session) that belongs to a grant; a grant ends with all that is its own.

use std::fmt;

use async_trait::async_trait;

use crate::clock::Millis;
use crate::store::{NewSession, StoreError, UserRow};
use crate::tokens::Hash;

/// A grant to keep, with the code that is exchanged for its first tokens.
#[derive(Clone, Debug)]
pub struct NewGrant {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub user_id: String,
    /// The client.
    pub app_id: String,
    /// Public name of the browser's session that it came of.
    pub sid: String,
    /// What was granted, as it is written on the wire.
    pub scope: String,
    /// When the user logged in.
    pub auth_time: Millis,
    /// How the user logged in.
    pub amr: String,
    /// What the client wants to find in the first ID token.
    pub nonce: Option<String>,
    /// Where the code was sent.
    pub redirect_uri: String,
    /// The challenge of PKCE, S256.
    pub challenge: Option<String>,
    /// Hash of the code.
    pub code_hash: Hash,
    /// Now.
    pub now: Millis,
    /// The end of the code.
    pub code_expires_at: Millis,
}

/// A grant as kept, of a user who may log in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub user: UserRow,
    /// The client.
    pub app_id: String,
    /// Public name of the browser's session that it came of.
    pub sid: String,
    /// What was granted.
    pub scope: String,
    /// When the user logged in.
    pub auth_time: Millis,
    /// How the user logged in.
    pub amr: String,
    /// What the client wants to find in the first ID token.
    pub nonce: Option<String>,
    /// Where the code was sent.
    pub redirect_uri: String,
    /// The challenge of PKCE, S256.
    pub challenge: Option<String>,
    /// The end of the code.
    pub code_expires_at: Millis,
    /// When the code was exchanged.
    pub code_used_at: Option<Millis>,
}

/// A refresh token as kept, with its grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    /// What it belongs to.
    pub grant: Grant,
    /// When it was exchanged for the next one.
    pub used_at: Option<Millis>,
    /// Its end.
    pub expires_at: Millis,
}

/// A refresh token to keep.
#[derive(Clone, Copy, Debug)]
pub struct NewRefreshToken {
    /// Its hash.
    pub token_hash: Hash,
    /// Its end.
    pub expires_at: Millis,
}

/// The tokens of one exchange.
#[derive(Clone, Debug)]
pub struct NewTokens {
    /// The access token; its application and user are the grant's.
    pub access: NewSession,
    /// What the access token is for.
    pub scope: String,
    /// The refresh token.
    pub refresh: Option<NewRefreshToken>,
}

impl NewTokens {
    /// The end of the last of them.
    pub fn end(&self) -> Millis {
        self.access.expires_at.max(self.refresh.map_or(0, |refresh| refresh.expires_at))
    }
}

/// A grant that ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndedGrant {
    /// The client.
    pub app_id: String,
    /// Whose it was.
    pub user_id: String,
    /// Public name of the browser's session that it came of.
    pub sid: String,
}

impl fmt::Display for EndedGrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a grant of {}", self.app_id)
    }
}

/// Keeps grants.
#[async_trait]
pub trait GrantStore: Send + Sync {
    /// Keeps a grant.
    async fn add_grant(&self, grant: NewGrant) -> Result<(), StoreError>;
    /// The grant whose code has this hash, while it lasts.
    async fn grant_of_code(&self, code_hash: Hash) -> Result<Option<Grant>, StoreError>;
    /// Exchanges a code for the first tokens; answers whether it was still to be had.
    async fn use_code(&self, code_hash: Hash, tokens: NewTokens) -> Result<bool, StoreError>;
    /// The refresh token with this hash, while its grant lasts.
    async fn refresh_token(&self, token_hash: Hash) -> Result<Option<RefreshToken>, StoreError>;
    /// Exchanges a refresh token for the next tokens; answers whether it was still to be had.
    async fn use_refresh_token(&self, token_hash: Hash, tokens: NewTokens) -> Result<bool, StoreError>;
    /// Keeps one more access token of a grant; answers whether the grant lasts.
    async fn add_access_token(&self, grant_id: &str, tokens: NewTokens) -> Result<bool, StoreError>;
    /// Ends a grant; answers whose it was.
    async fn end_grant(&self, id: &str) -> Result<Option<EndedGrant>, StoreError>;
    /// Ends every grant that came of a browser's session; answers whose they were.
    async fn end_grants_of(&self, sid: &str) -> Result<Vec<EndedGrant>, StoreError>;
}
