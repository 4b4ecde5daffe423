//! What a client learns of a token that it holds, and how it gives one back.

use guard_protocol::Secret;
use serde::Serialize;

use super::grants::{Grants, record_end};
use crate::config::AppConfig;
use crate::services::audit::Ending;
use crate::store::{Session, StoreError};
use crate::tokens;

/// What is known of a token (RFC 7662, section 2.2).
#[derive(Clone, Debug, Default, Serialize)]
pub struct Introspection {
    active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    iss: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aud: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iat: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exp: Option<i64>,
}

impl Grants {
    /// What a client may know of a token that it brings: nothing of another client's.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be looked up.
    pub async fn introspect(&self, app: &AppConfig, token: &Secret) -> Result<Introspection, StoreError> {
        let (hash, now) = (tokens::hash(token), self.context.now());
        let known = Introspection {
            active: true,
            iss: Some(self.signer.issuer()),
            aud: Some(app.id.clone()),
            client_id: Some(app.id.clone()),
            ..Introspection::default()
        };
        if let Some(session) = self.context.store.session(hash, now).await?.filter(|session| session.app_id == app.id) {
            let Session { user, scope, created_at, expires_at, .. } = session;
            return Ok(Introspection {
                sub: Some(user.id),
                scope,
                token_type: Some("Bearer"),
                iat: Some(created_at.div_euclid(1000)),
                exp: Some(expires_at.div_euclid(1000)),
                ..known
            });
        }
        let refresh = self.context.store.refresh_token(hash).await?;
        let refresh = refresh.filter(|token| token.grant.app_id == app.id && token.used_at.is_none());
        Ok(refresh.filter(|token| token.expires_at > now).map_or_else(Introspection::default, |token| Introspection {
            sub: Some(token.grant.user.id),
            scope: Some(token.grant.scope),
            exp: Some(token.expires_at.div_euclid(1000)),
            ..known
        }))
    }

    /// Ends what a client brings a token of (RFC 7009): the grant, with either of its tokens. Another client's token is
    /// passed over.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be ended.
    pub async fn revoke(&self, app: &AppConfig, token: &Secret) -> Result<(), StoreError> {
        let hash = tokens::hash(token);
        if let Some(session) = self.context.store.session(hash, self.context.now()).await? {
            if session.app_id == app.id && self.context.store.end_session(hash).await? {
                record_end(&session.user.id, &app.id, Ending::Done);
            }
        } else if let Some(refresh) = self.context.store.refresh_token(hash).await?
            && refresh.grant.app_id == app.id
            && let Some(ended) = self.context.store.end_grant(&refresh.grant.id).await?
        {
            record_end(&ended.user_id, &ended.app_id, Ending::Done);
        }
        Ok(())
    }
}
