//! WeChat's access tokens: one for each mini program, asked for once however many wait for it, renewed before its end,
//! and shared with other nodes by way of the store.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use guard_protocol::Secret;
use tokio::sync::Mutex as AsyncMutex;
use tracing::warn;

use super::WeChatError;
use crate::clock::{Clock, Millis};
use crate::store::{Store, WeChatToken};

/// How long before its end a token is renewed, in ms. WeChat gives another one from 5 min before it, and takes both.
const RENEWED_BEFORE: Millis = 4 * 60_000;

/// Whether WeChat is to give another token while the old one is valid. It does so 20 times a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Force {
    No,
    Yes,
}

/// Asks WeChat for a token of one mini program.
#[async_trait]
pub(super) trait TokenSource: Sync {
    /// Asks.
    async fn fetch(&self, force: Force) -> Result<WeChatToken, WeChatError>;
}

/// What is known of one mini program's token.
#[derive(Debug, Default)]
struct Known {
    token: Option<WeChatToken>,
    /// How the last try failed.
    failure: Option<WeChatError>,
}

/// The place of one mini program's token. Whoever asks WeChat holds the lock.
#[derive(Debug, Default)]
struct Slot {
    known: AsyncMutex<Known>,
    failures: AtomicU64,
}

/// The tokens.
#[derive(Debug)]
pub(super) struct Tokens {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    slots: Mutex<HashMap<String, Arc<Slot>>>,
}

impl Tokens {
    /// No token yet, but for what `store` keeps.
    pub(super) fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock, slots: Mutex::default() }
    }

    fn slot(&self, app_id: &str) -> Arc<Slot> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(app_id.to_owned()).or_default())
    }

    /// The token of the mini program; not `refused`, which WeChat did not take.
    pub(super) async fn get(
        &self,
        app_id: &str,
        refused: Option<&Secret>,
        source: &dyn TokenSource,
    ) -> Result<Secret, WeChatError> {
        let slot = self.slot(app_id);
        let failures = slot.failures.load(Ordering::SeqCst);
        let mut known = slot.known.lock().await;
        if slot.failures.load(Ordering::SeqCst) != failures
            && let Some(failure) = &known.failure
        {
            // Somebody else has asked in the meantime, for all who waited.
            return Err(failure.clone());
        }
        if let Some(refused) = refused {
            self.forget(app_id, &mut known, refused).await;
        }
        let now = self.clock.now();
        if let Some(token) = &known.token
            && token.expires_at - now > RENEWED_BEFORE
        {
            return Ok(token.token.clone());
        }
        if let Some(kept) = self.kept(app_id, now).await
            && known.token.as_ref().is_none_or(|token| token.expires_at < kept.expires_at)
        {
            known.token = Some(kept.clone());
            if kept.expires_at - now > RENEWED_BEFORE {
                return Ok(kept.token);
            }
        }
        let fetched = match source.fetch(Force::No).await {
            // WeChat gives the same one until it is nearly over, whatever it thinks of it.
            Ok(token) if refused == Some(&token.token) => source.fetch(Force::Yes).await,
            other => other,
        };
        match fetched {
            Ok(token) => {
                if let Err(error) = self.store.keep_wechat_token(app_id, &token).await {
                    warn!(%error, "WeChat's token is not shared with other nodes");
                }
                *known = Known { token: Some(token.clone()), failure: None };
                Ok(token.token)
            }
            Err(error) => match &known.token {
                // The old one is good for some minutes.
                Some(token) if token.expires_at > now => Ok(token.token.clone()),
                _ => {
                    known.failure = Some(error.clone());
                    slot.failures.fetch_add(1, Ordering::SeqCst);
                    Err(error)
                }
            },
        }
    }

    /// Forgets a token that WeChat has refused, here and for all nodes, unless there is another one already.
    async fn forget(&self, app_id: &str, known: &mut Known, refused: &Secret) {
        if known.token.as_ref().is_some_and(|token| token.token == *refused) {
            known.token = None;
        }
        if let Err(error) = self.store.drop_wechat_token(app_id, refused).await {
            warn!(%error, "a token that WeChat refuses stays in the database");
        }
    }

    async fn kept(&self, app_id: &str, now: Millis) -> Option<WeChatToken> {
        match self.store.wechat_token(app_id, now).await {
            Ok(kept) => kept,
            Err(error) => {
                warn!(%error, "WeChat's token can't be read; WeChat is asked for it");
                None
            }
        }
    }
}
