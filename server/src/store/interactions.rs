//! What waits for a person: an authorization request, for as long as its page is open. It is kept here and not in the
//! memory of a server, so that the page may be answered by one node and its form by another.

use std::fmt;

use async_trait::async_trait;

use crate::clock::Millis;
use crate::store::StoreError;
use crate::tokens::Hash;

/// How long a person has, in ms.
pub const INTERACTION_MS: Millis = 15 * 60 * 1000;

/// A request that waits for a person. `Debug` hides what was asked.
#[derive(Clone, PartialEq, Eq)]
pub struct Interaction {
    /// Its public id.
    pub id: String,
    /// Hash of what the cookie of the browser says that it is for.
    pub secret_hash: Hash,
    /// The request, as JSON.
    pub request: String,
    /// The browser's session that the person chose to continue with, by its `sid`.
    pub chosen: Option<String>,
    /// When it began.
    pub created_at: Millis,
    /// Its end.
    pub expires_at: Millis,
}

impl fmt::Debug for Interaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Interaction").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Keeps requests that wait.
#[async_trait]
pub trait InteractionStore: Send + Sync {
    /// Keeps one.
    async fn add_interaction(&self, interaction: Interaction) -> Result<(), StoreError>;
    /// The one of this id, while it is valid.
    async fn interaction(&self, id: &str, now: Millis) -> Result<Option<Interaction>, StoreError>;
    /// Notes the session that the person chose; answers whether the interaction was valid.
    async fn choose(&self, id: &str, sid: &str, now: Millis) -> Result<bool, StoreError>;
    /// Ends it; answers whether it was there and valid: of those who end it at once, one alone answers the application.
    async fn end_interaction(&self, id: &str, now: Millis) -> Result<bool, StoreError>;
}
