//! Logged-in sessions: who a token belongs to, and until when.

use guard_protocol::Secret;
use tracing::info;

use crate::clock::Millis;
use crate::config::SessionLimits;
use crate::services::Context;
use crate::store::{NewSession, StoreError, UserRow};
use crate::tokens;

/// A login that came about: who it is, and what proves it from now on.
#[derive(Clone, Debug)]
pub struct Authentication {
    /// Who it is.
    pub user: UserRow,
    /// What proves it.
    pub token: Secret,
    /// When the token ends.
    pub ends: Millis,
}

/// Opens, finds and ends sessions.
#[derive(Clone, Debug)]
pub struct Sessions {
    context: Context,
    limits: SessionLimits,
}

impl Sessions {
    /// Sessions that live as long as `limits` say.
    pub fn new(context: Context, limits: SessionLimits) -> Self {
        Self { context, limits }
    }

    /// Lifetime of a token, in s.
    pub fn ttl_s(&self) -> u32 {
        self.limits.ttl_s
    }

    /// Opens a session of `user` with a fresh token.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be kept.
    pub async fn open(&self, user: UserRow, app_id: &str, method: &'static str) -> Result<Authentication, StoreError> {
        let token = Secret::new(tokens::random_text::<32>());
        let session = self.draft(&token, app_id, method);
        let ends = session.expires_at;
        self.context.store.add_session(&user.id, session).await?;
        info!(method, "logged in");
        Ok(Authentication { user, token, ends })
    }

    /// The session that `token` would open now.
    pub(super) fn draft(&self, token: &Secret, app_id: &str, method: &'static str) -> NewSession {
        let now = self.context.now();
        NewSession {
            token_hash: tokens::hash(token),
            app_id: app_id.to_owned(),
            method,
            now,
            expires_at: now + Millis::from(self.limits.ttl_s) * 1000,
        }
    }

    /// Whoever `token` belongs to, while it is valid.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be looked up.
    pub async fn user_of(&self, token: &Secret) -> Result<Option<UserRow>, StoreError> {
        self.context.store.session_user(tokens::hash(token), self.context.now()).await
    }

    /// Ends the session of `token`, if there is one.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be ended.
    pub async fn end(&self, token: &Secret) -> Result<(), StoreError> {
        self.context.store.end_session(tokens::hash(token)).await?;
        Ok(())
    }
}
