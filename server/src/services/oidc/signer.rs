//! Signs tokens, publishes keys, and reads ID tokens that come back as hints.

use std::sync::Arc;

use guard_protocol::Secret;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};
use tokio::sync::RwLock;
use tokio::task::spawn_blocking;
use tracing::{info, warn};

use super::error::SignError;
use super::key_material::{self, ReadyKey};
use super::keys::{self, Due, Rotation};
use crate::clock::Millis;
use crate::config::{AppConfig, OidcTimes, SigningAlg};
use crate::services::Context;
use crate::store::{SigningAlgorithm, SigningKey, Store};
use crate::tokens::random_text;

/// What a token is, as its header says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenType {
    /// An ID token (OpenID Connect Core, section 2).
    IdToken,
    /// An access token (RFC 9068, section 2.1).
    AccessToken,
    /// A logout token (OpenID Connect Back-Channel Logout, section 2.4).
    LogoutToken,
}

impl TokenType {
    /// The value of `typ`.
    pub const fn typ(self) -> &'static str {
        match self {
            Self::IdToken => "JWT",
            Self::AccessToken => "at+jwt",
            Self::LogoutToken => "logout+jwt",
        }
    }
}

/// What an ID token of ours says of whom a logout is about.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct HintClaims {
    /// The user.
    pub sub: String,
    /// The client.
    pub aud: String,
    /// Public name of the browser's session.
    pub sid: Option<String>,
}

#[derive(Debug)]
struct Loaded {
    read_at: Millis,
    keys: Arc<Vec<ReadyKey>>,
}

/// Signs tokens. Clones share the keys that were read.
#[derive(Clone, Debug)]
pub struct Signer {
    context: Context,
    lifetime: Millis,
    loaded: Arc<RwLock<Option<Loaded>>>,
}

impl Signer {
    /// One whose keys live as long as `times` say.
    pub fn new(context: Context, times: OidcTimes) -> Self {
        Self { context, lifetime: Millis::from(times.key_lifetime_s) * 1000, loaded: Arc::default() }
    }

    /// The issuer (OpenID Connect Discovery, section 3).
    pub fn issuer(&self) -> String {
        format!("{}/oidc", self.context.apps.public_url())
    }

    /// Signs `claims` for a client.
    ///
    /// # Errors
    /// [`SignError`].
    pub async fn sign<C: Serialize>(&self, app: &AppConfig, typ: TokenType, claims: &C) -> Result<Secret, SignError> {
        let keys = self.keys().await?;
        let kept: Vec<SigningKey> = keys.iter().map(|key| key.kept.clone()).collect();
        let algorithm = match app.oidc.signing_alg {
            SigningAlg::Rs256 => SigningAlgorithm::Rs256,
            SigningAlg::Es256 => SigningAlgorithm::Es256,
        };
        let active = keys::active(&kept, algorithm, self.context.now());
        let key = active.and_then(|active| keys.iter().find(|key| key.kept.kid == active.kid));
        let key = key.ok_or_else(|| SignError::Key("there is none".to_owned()))?;
        let header = Header {
            typ: Some(typ.typ().to_owned()),
            kid: Some(key.kept.kid.clone()),
            ..Header::new(key_material::algorithm(key.kept.algorithm))
        };
        let token = encode(&header, claims, &key.signs).map_err(|error| SignError::Key(error.to_string()))?;
        Ok(Secret::new(token))
    }

    /// The keys by which tokens are verified (RFC 7517, section 5).
    ///
    /// # Errors
    /// [`SignError`].
    pub async fn published(&self) -> Result<JwkSet, SignError> {
        let (keys, now) = (self.keys().await?, self.context.now());
        let published = keys.iter().filter(|key| keys::is_published(&key.kept, now));
        Ok(JwkSet { keys: published.map(|key| key.published.clone()).collect() })
    }

    /// The claims of an ID token of ours, expired or not, for `id_token_hint`; none when it is not, or when its key is
    /// over.
    pub async fn hint(&self, token: &Secret) -> Option<HintClaims> {
        let header = decode_header(token.expose()).ok()?;
        if header.typ.as_deref() != Some(TokenType::IdToken.typ()) {
            return None;
        }
        let (keys, now) = (self.keys().await.ok()?, self.context.now());
        let is_meant =
            |key: &&ReadyKey| Some(&key.kept.kid) == header.kid.as_ref() && keys::is_published(&key.kept, now);
        let key = keys.iter().find(is_meant)?;
        let mut validation = Validation::new(key_material::algorithm(key.kept.algorithm));
        validation.set_required_spec_claims(&["iss"]);
        validation.set_issuer(&[self.issuer()]);
        (validation.validate_exp, validation.validate_aud) = (false, false);
        decode::<HintClaims>(token.expose(), &key.verifies, &validation).ok().map(|token| token.claims)
    }

    /// Makes the keys that are due, so that no request has to.
    pub async fn tend(&self) {
        if let Err(error) = self.keys().await {
            warn!(%error, "logins by OpenID Connect will fail");
        }
    }

    /// The keys, as they were read a little while ago at most. While the store does not answer those of before count.
    async fn keys(&self) -> Result<Arc<Vec<ReadyKey>>, SignError> {
        let now = self.context.now();
        let fresh = |loaded: &Option<Loaded>| {
            let loaded = loaded.as_ref().filter(|loaded| (now - loaded.read_at).abs() < keys::RELOAD);
            loaded.map(|loaded| Arc::clone(&loaded.keys))
        };
        if let Some(keys) = fresh(&*self.loaded.read().await) {
            return Ok(keys);
        }
        let mut loaded = self.loaded.write().await;
        if let Some(keys) = fresh(&loaded) {
            return Ok(keys);
        }
        match (self.read(now).await, loaded.as_ref()) {
            (Ok(keys), _) => {
                let keys = Arc::new(keys);
                *loaded = Some(Loaded { read_at: now, keys: Arc::clone(&keys) });
                Ok(keys)
            }
            (Err(error), Some(before)) => {
                warn!(%error, "signing keys could not be read again");
                Ok(Arc::clone(&before.keys))
            }
            (Err(error), None) => Err(error),
        }
    }

    async fn read(&self, now: Millis) -> Result<Vec<ReadyKey>, SignError> {
        let mut kept = self.context.store.signing_keys().await?;
        let due = keys::due(&kept, now, self.lifetime);
        if !due.is_empty() {
            make(&self.context.store, &due, now).await?;
            kept = self.context.store.signing_keys().await?;
        }
        kept.into_iter().map(key_material::read).collect()
    }
}

/// Makes the next keys because somebody asks for it; answers how many.
///
/// # Errors
/// [`SignError`].
pub async fn rotate(store: &Arc<dyn Store>, now: Millis, rotation: Rotation) -> Result<usize, SignError> {
    let asked = keys::asked_for(&store.signing_keys().await?, now, rotation);
    make(store, &asked, now).await?;
    Ok(asked.len())
}

/// Makes keys, unless another node is quicker.
async fn make(store: &Arc<dyn Store>, due: &[Due], now: Millis) -> Result<(), SignError> {
    for due in due {
        let algorithm = due.algorithm;
        let made = spawn_blocking(move || key_material::generate(algorithm)).await;
        let private_key = made.map_err(|error| SignError::Key(error.to_string()))??;
        let key = SigningKey {
            algorithm,
            generation: due.generation,
            kid: random_text::<16>(),
            private_key,
            created_at: now,
            signs_from: due.signs_from,
            published_until: None,
        };
        let kid = key.kid.clone();
        if store.add_signing_key(key, due.earlier_until).await? {
            info!(algorithm = algorithm.name(), generation = due.generation, kid, "made a signing key");
        }
    }
    Ok(())
}
