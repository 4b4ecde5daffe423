//! State that all handlers share: settings, store, clock, wake-ups, keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use guard_protocol::origins::{is_allowed, origin_of};
use tokio::sync::watch;

use crate::ServeError;
use crate::clock::{Clock, SystemClock};
use crate::config::{AppConfig, Config};
use crate::demo;
use crate::passwords::Passwords;
use crate::store::{self, Store};
use crate::tokens::{ServerKey, random_bytes};
use crate::wake::{LocalWake, Wake};

/// Name of the server's key in the store.
const KEY_NAME: &str = "derive";

/// Replacements for the defaults, for embedders and tests.
#[derive(Debug)]
pub struct Parts {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Wake-ups of long polls.
    pub wake: Arc<dyn Wake>,
    /// The store; `None`: the one at the configured address.
    pub store: Option<Arc<dyn Store>>,
}

impl Default for Parts {
    fn default() -> Self {
        Self { clock: Arc::new(SystemClock), wake: Arc::new(LocalWake::default()), store: None }
    }
}

/// The shared state.
#[derive(Debug)]
pub struct App {
    /// Settings.
    pub config: Config,
    /// Address of this server for phones and browsers; no slash at the end.
    pub public_url: String,
    /// The origin of `public_url`.
    pub origin: Option<String>,
    /// Applications by id.
    pub apps: BTreeMap<String, AppConfig>,
    /// The store.
    pub store: Arc<dyn Store>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Wake-ups of long polls.
    pub wake: Arc<dyn Wake>,
    /// Passwords.
    pub passwords: Passwords,
    /// The key of derived secrets.
    pub key: ServerKey,
    /// Turns true when the server ends: waiting polls answer at once.
    pub closing: watch::Receiver<bool>,
}

/// The state as handlers take it.
pub type Shared = Arc<App>;

impl App {
    /// Opens the store, reads or makes the keys, seeds the demo.
    pub(crate) async fn open(
        config: Config,
        public_url: String,
        parts: Parts,
        closing: watch::Receiver<bool>,
    ) -> Result<Shared, ServeError> {
        let store = match parts.store {
            Some(store) => store,
            None => store::open(&config.database, Arc::clone(&parts.wake)).await?,
        };
        let kept = match store.key(KEY_NAME).await? {
            Some(kept) => kept,
            None => store.keep_key(KEY_NAME, &random_bytes::<64>()).await?,
        };
        let key = ServerKey::new(kept.try_into().map_err(|_| ServeError::BadKey)?);
        let mut apps: BTreeMap<_, _> = config.all_apps().map(|app| (app.id.clone(), app.clone())).collect();
        let passwords = Passwords::new(Arc::clone(&store));
        if config.demo {
            apps.entry(demo::APP_ID.to_owned()).or_insert_with(|| demo::app(&public_url));
            demo::seed(store.as_ref(), &passwords, parts.clock.now()).await?;
        }
        Ok(Arc::new(Self {
            config,
            origin: origin_of(&public_url),
            public_url,
            apps,
            store,
            clock: parts.clock,
            wake: parts.wake,
            passwords,
            key,
            closing,
        }))
    }

    /// `url` as an absolute URL: a path is one of this server.
    pub fn absolute(&self, url: &str) -> String {
        if url.starts_with('/') { format!("{}{url}", self.public_url) } else { url.to_owned() }
    }

    /// Whether `origin` may use the application `app`; this server's own pages always may. Whoever names no origin
    /// counts as a page without a name.
    pub fn allows_origin(&self, app: &AppConfig, origin: Option<&str>) -> bool {
        is_allowed(&app.allowed_origins, origin.unwrap_or("null"), self.origin.as_deref())
    }
}
