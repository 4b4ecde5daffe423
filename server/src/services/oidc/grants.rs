//! What clients get: codes, and the tokens that they are exchanged for.

use guard_protocol::Secret;
use serde::Serialize;
use thiserror::Error;

use super::error::SignError;
use super::exchange::{Brought, CodeVerdict, GrantRefusal, RefreshVerdict, judge_code, judge_refresh};
use super::id_tokens::{Login, UserClaims};
use super::scope::Scope;
use super::signer::{Signer, TokenType};
use crate::clock::Millis;
use crate::config::{AppConfig, OidcTimes};
use crate::services::amr::Amr;
use crate::services::audit::{AuditEvent, Ending, Event};
use crate::services::{Authentication, Context};
pub use crate::store::EndedGrant;
use crate::store::{Grant, NewGrant, NewRefreshToken, NewSession, NewTokens, StoreError, UserRow};
use crate::tokens::{self, random_text};

/// The method of access tokens, as sessions are kept with it.
const METHOD: &str = "oidc";
/// How often an exchange is tried that another request got in the way of.
const TRIES: usize = 3;

/// What a user has agreed to.
#[derive(Clone, Debug)]
pub struct Authorization {
    /// The client.
    pub app_id: String,
    /// The user.
    pub user_id: String,
    /// Where the code is sent.
    pub redirect_uri: String,
    /// What the client asked for.
    pub scope: Scope,
    /// What the client wants to find in the ID token.
    pub nonce: Option<String>,
    /// The challenge of PKCE, S256.
    pub challenge: Option<String>,
    /// When the user logged in.
    pub auth_time: Millis,
    /// How.
    pub amr: Amr,
    /// Public name of the browser's session.
    pub sid: String,
}

/// Why there are no tokens.
#[derive(Debug, Error)]
pub enum TokenError {
    /// The code or the refresh token gives none.
    #[error(transparent)]
    Refused(#[from] GrantRefusal),
    /// More is asked for than was granted.
    #[error("scope is more than was granted")]
    ScopeTooWide,
    /// Nothing can be signed.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A code that a client brings. It has been authenticated.
#[derive(Clone, Debug)]
pub struct CodeRequest {
    /// The code.
    pub code: Secret,
    /// Where it was sent.
    pub redirect_uri: String,
    /// The verifier of PKCE.
    pub verifier: Option<Secret>,
}

/// A refresh token that a client brings. It has been authenticated.
#[derive(Clone, Debug)]
pub struct RefreshRequest {
    /// The token.
    pub token: Secret,
    /// What the access token is to be for; `None`: all that was granted.
    pub scope: Option<Scope>,
}

/// What a client gets (RFC 6749, section 5.1; OpenID Connect Core, section 3.1.3.3).
#[derive(Clone, Debug, Serialize)]
pub struct Tokens {
    access_token: Secret,
    token_type: &'static str,
    expires_in: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<Secret>,
    scope: String,
}

/// The claims of an access token (RFC 9068, section 2.2).
#[derive(Serialize)]
struct AccessClaims<'a> {
    iss: String,
    aud: &'a str,
    sub: &'a str,
    client_id: &'a str,
    scope: &'a str,
    iat: i64,
    exp: i64,
    jti: String,
}

/// Makes, exchanges and ends grants.
#[derive(Clone, Debug)]
pub struct Grants {
    pub(super) context: Context,
    pub(super) signer: Signer,
    times: OidcTimes,
}

/// Tokens that are signed and not yet kept.
struct Drafted {
    new: NewTokens,
    access: Secret,
    refresh: Option<Secret>,
}

impl Grants {
    /// Grants whose tokens live as long as `times` say.
    pub fn new(context: Context, signer: Signer, times: OidcTimes) -> Self {
        Self { context, signer, times }
    }

    /// A code for this authorization.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be kept.
    pub async fn authorize(&self, authorization: Authorization) -> Result<Secret, StoreError> {
        let code = Secret::new(random_text::<32>());
        let now = self.context.now();
        let grant = NewGrant {
            id: random_text::<16>(),
            user_id: authorization.user_id,
            app_id: authorization.app_id,
            sid: authorization.sid,
            scope: authorization.scope.to_string(),
            auth_time: authorization.auth_time,
            amr: authorization.amr.method().to_owned(),
            nonce: authorization.nonce,
            redirect_uri: authorization.redirect_uri,
            challenge: authorization.challenge,
            code_hash: tokens::hash(&code),
            now,
            code_expires_at: now + millis(self.times.code_ttl_s),
        };
        self.context.store.add_grant(grant).await?;
        Ok(code)
    }

    /// Exchanges a code.
    ///
    /// # Errors
    /// [`TokenError`].
    pub async fn exchange(&self, app: &AppConfig, request: &CodeRequest) -> Result<Tokens, TokenError> {
        let code_hash = tokens::hash(&request.code);
        for _ in 0..TRIES {
            let grant = self.context.store.grant_of_code(code_hash).await?.ok_or(GrantRefusal::Gone)?;
            let brought = Brought {
                app_id: &app.id,
                is_confidential: app.oidc.auth_method.is_confidential(),
                redirect_uri: &request.redirect_uri,
                verifier: request.verifier.as_ref(),
            };
            match judge_code(&grant, brought, self.context.now()) {
                CodeVerdict::Refused(refusal) => return Err(refusal.into()),
                CodeVerdict::Reused => return self.reused(&grant).await,
                CodeVerdict::Exchange => {}
            }
            let scope = Scope::parse(&grant.scope);
            let first = scope.offline_access.then(|| Secret::new(random_text::<32>()));
            let drafted = self.draft(app, &grant, scope, first).await?;
            // Whoever loses the race against another request with this code finds it used.
            if self.context.store.use_code(code_hash, drafted.new.clone()).await? {
                AuditEvent::new(Event::Granted).user(&grant.user.id).app(&app.id).method(METHOD).record();
                return self.answer(app, &grant, scope, drafted, grant.nonce.as_deref()).await;
            }
        }
        Err(GrantRefusal::Gone.into())
    }

    /// Exchanges a refresh token for the next one.
    ///
    /// # Errors
    /// [`TokenError`].
    pub async fn refresh(&self, app: &AppConfig, request: &RefreshRequest) -> Result<Tokens, TokenError> {
        let token_hash = tokens::hash(&request.token);
        let next = self.context.key.next_refresh_token(&request.token);
        for _ in 0..TRIES {
            let token = self.context.store.refresh_token(token_hash).await?.ok_or(GrantRefusal::Gone)?;
            let next_is_unused = match token.used_at {
                Some(_) => {
                    let next = self.context.store.refresh_token(tokens::hash(&next)).await?;
                    next.is_some_and(|next| next.used_at.is_none())
                }
                None => false,
            };
            let verdict = judge_refresh(&token, &app.id, next_is_unused, self.context.now());
            let grant = token.grant;
            let (granted, scope) = (Scope::parse(&grant.scope), request.scope.unwrap_or(Scope::parse(&grant.scope)));
            let is_repeat = match verdict {
                RefreshVerdict::Refused(refusal) => return Err(refusal.into()),
                RefreshVerdict::Reused => return self.reused(&grant).await,
                RefreshVerdict::Rotate | RefreshVerdict::Repeat if !scope.is_within(granted) => {
                    return Err(TokenError::ScopeTooWide);
                }
                RefreshVerdict::Rotate => false,
                RefreshVerdict::Repeat => true,
            };
            let mut drafted = self.draft(app, &grant, scope, Some(next.clone())).await?;
            let kept = if is_repeat {
                drafted.new.refresh = None;
                self.context.store.add_access_token(&grant.id, drafted.new.clone()).await?
            } else {
                self.context.store.use_refresh_token(token_hash, drafted.new.clone()).await?
            };
            if kept {
                return self.answer(app, &grant, scope, drafted, None).await;
            }
        }
        Err(GrantRefusal::Gone.into())
    }

    /// Ends every grant of a browser's session; answers whose they were, for back-channel logout.
    ///
    /// # Errors
    /// [`StoreError`] when they can't be ended.
    pub async fn end_of_browser(&self, sid: &str) -> Result<Vec<EndedGrant>, StoreError> {
        let ended = self.context.store.end_grants_of(sid).await?;
        for EndedGrant { app_id, user_id, .. } in &ended {
            record_end(user_id, app_id, Ending::Done);
        }
        Ok(ended)
    }

    /// The ID token of a login of the widget or the SDK, which its backend verifies as any other.
    ///
    /// # Errors
    /// [`SignError`] and the store's.
    pub async fn of_login(&self, app: &AppConfig, login: &Authentication) -> Result<Secret, SignError> {
        let login = Login {
            user: self.claims(login.user.clone(), Scope::USER).await?,
            auth_time: login.began,
            amr: login.amr,
            nonce: None,
            sid: None,
            access_token: &login.token,
        };
        // A repeated answer is the same: it says no later time, and ends no later.
        let issued = login.auth_time;
        self.signer.id_token(app, login, issued, self.times.id_token_ttl_s).await
    }

    /// What `scope` asks for of a user.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be looked up.
    pub async fn claims(&self, user: UserRow, scope: Scope) -> Result<UserClaims, StoreError> {
        let number = self.context.store.verified_number(&user.id).await?;
        Ok(UserClaims::of(user, number, scope, &self.context.apps))
    }

    async fn reused<T>(&self, grant: &Grant) -> Result<T, TokenError> {
        if self.context.store.end_grant(&grant.id).await?.is_some() {
            record_end(&grant.user.id, &grant.app_id, Ending::Reused);
        }
        Err(GrantRefusal::Reused.into())
    }

    async fn draft(
        &self,
        app: &AppConfig,
        grant: &Grant,
        scope: Scope,
        refresh: Option<Secret>,
    ) -> Result<Drafted, TokenError> {
        let now = self.context.now();
        let (iat, scope) = (now.div_euclid(1000), scope.to_string());
        let claims = AccessClaims {
            iss: self.signer.issuer(),
            aud: &app.id,
            sub: &grant.user.id,
            client_id: &app.id,
            scope: &scope,
            iat,
            exp: iat + i64::from(self.times.access_token_ttl_s),
            jti: random_text::<16>(),
        };
        let access = self.signer.sign(app, TokenType::AccessToken, &claims).await?;
        let session = NewSession {
            token_hash: tokens::hash(&access),
            app_id: app.id.clone(),
            method: METHOD,
            now,
            expires_at: now + millis(self.times.access_token_ttl_s),
        };
        let kept = refresh.as_ref().map(|refresh| NewRefreshToken {
            token_hash: tokens::hash(refresh),
            expires_at: now + millis(self.times.refresh_token_ttl_s),
        });
        Ok(Drafted { new: NewTokens { access: session, scope, refresh: kept }, access, refresh })
    }

    async fn answer(
        &self,
        app: &AppConfig,
        grant: &Grant,
        scope: Scope,
        drafted: Drafted,
        nonce: Option<&str>,
    ) -> Result<Tokens, TokenError> {
        let mut id_token = None;
        if scope.openid {
            let login = Login {
                user: self.claims(grant.user.clone(), scope).await?,
                auth_time: grant.auth_time,
                amr: Amr::of_method(&grant.amr).unwrap_or(Amr::Password),
                nonce,
                sid: Some(&grant.sid),
                access_token: &drafted.access,
            };
            id_token = Some(self.signer.id_token(app, login, drafted.new.access.now, self.times.id_token_ttl_s).await?);
        }
        Ok(Tokens {
            access_token: drafted.access,
            token_type: "Bearer",
            expires_in: self.times.access_token_ttl_s,
            refresh_token: drafted.refresh,
            id_token,
            scope: drafted.new.scope,
        })
    }
}

/// Notes that a grant has ended.
pub(super) fn record_end(user_id: &str, app_id: &str, ending: Ending) {
    AuditEvent::new(Event::GrantEnded).user(user_id).app(app_id).method(METHOD).ended(ending).record();
}

fn millis(seconds: u32) -> Millis {
    Millis::from(seconds) * 1000
}
