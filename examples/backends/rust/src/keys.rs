//! The issuer's public keys, kept for a while.

use std::time::{Duration, Instant};

use jsonwebtoken::jwk::Jwk;
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::Mutex;

use crate::verifier::Denied;

/// How long keys are believed: one that was withdrawn is gone by then.
const KEPT: Duration = Duration::from_secs(600);

/// The keys of one issuer.
#[derive(Debug)]
pub(crate) struct Keys {
    issuer: String,
    pause: Duration,
    http: reqwest::Client,
    known: Mutex<Option<Known>>,
}

#[derive(Debug)]
struct Known {
    keys: Vec<Jwk>,
    since: Instant,
}

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

#[derive(Deserialize)]
struct Set {
    keys: Vec<Value>,
}

impl Keys {
    pub(crate) fn new(issuer: &str, pause: Duration, http: reqwest::Client) -> Self {
        Self { issuer: issuer.into(), pause, http, known: Mutex::default() }
    }

    /// The key of this id. One that is not known may be new: then the issuer is asked, but not at everybody's whim.
    pub(crate) async fn find(&self, kid: &str) -> Result<Option<Jwk>, Denied> {
        // Held while asking: many who come at once ask once.
        let mut known = self.known.lock().await;
        let named = |known: &Known| known.keys.iter().find(|key| key.common.key_id.as_deref() == Some(kid)).cloned();
        if let Some(known) = known.as_ref() {
            let age = known.since.elapsed();
            let found = named(known);
            if age < KEPT && (found.is_some() || age < self.pause) {
                return Ok(found);
            }
        }
        let keys = self.ask().await.map_err(|_| Denied::Away)?;
        Ok(named(known.insert(Known { keys, since: Instant::now() })))
    }

    async fn ask(&self) -> anyhow::Result<Vec<Jwk>> {
        let url = format!("{}/.well-known/openid-configuration", self.issuer);
        let discovery: Discovery = self.http.get(url).send().await?.error_for_status()?.json().await?;
        anyhow::ensure!(discovery.issuer == self.issuer, "it is another issuer");
        let set: Set = self.http.get(discovery.jwks_uri).send().await?.error_for_status()?.json().await?;
        // Keys of kinds that we do not know are not ours to judge (RFC 7517 §5).
        Ok(set.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect())
    }
}
