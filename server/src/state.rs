//! What all handlers share: the services, and the settings that only routes need.

use std::num::NonZero;
use std::sync::Arc;

use tokio::sync::watch;

use crate::ServeError;
use crate::apps::Apps;
use crate::clock::{Clock, SystemClock};
use crate::config::{Config, Limits};
use crate::demo;
use crate::drain::OpenRequests;
use crate::limits::AddressLimits;
use crate::passwords::Passwords;
use crate::pool::{Capacity, Pool};
use crate::services::oidc::{Interactions, Logouts};
use crate::services::{Context, Logins, MiniPrograms, Oidc, QrLogins, Sessions};
use crate::store::{self, Store};
use crate::tokens::{ServerKey, random_bytes};
use crate::wake::{LocalWake, Wake};
use crate::wechat::{Absent, Client, HttpError, WeChat};

/// Name of the server's key in the store.
const KEY_NAME: &str = "derive";

/// How much drawing is done at a time: few clients show the server's picture instead of drawing the code.
const DRAWING: Capacity = Capacity { threads: NonZero::<usize>::MIN, queue: 256 };

/// How much work on passwords is taken on.
fn capacity(limits: Limits) -> Capacity {
    let threads = NonZero::new(limits.hashing_threads as usize).unwrap_or(Capacity::default().threads);
    Capacity { threads, queue: limits.hashing_queue as usize }
}

/// WeChat's server, for applications with a mini program.
fn open_wechat(config: &Config, store: &Arc<dyn Store>, clock: &Arc<dyn Clock>) -> Result<Arc<dyn WeChat>, HttpError> {
    if config.all_apps().all(|app| app.wechat.is_none()) {
        return Ok(Arc::new(Absent));
    }
    Ok(Arc::new(Client::new(&config.wechat_api, Arc::clone(store), Arc::clone(clock))?))
}

/// Replacements for the defaults, for embedders and tests.
#[derive(Debug)]
pub struct Parts {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Wake-ups of long polls.
    pub wake: Arc<dyn Wake>,
    /// The store; `None`: the one at the configured address.
    pub store: Option<Arc<dyn Store>>,
    /// WeChat; `None`: the one at the configured address.
    pub wechat: Option<Arc<dyn WeChat>>,
    /// The threads that passwords are worked on; `None`: one for each core.
    pub pool: Option<Pool>,
}

impl Default for Parts {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            wake: Arc::new(LocalWake::default()),
            store: None,
            wechat: None,
            pool: None,
        }
    }
}

/// The shared state.
#[derive(Debug)]
pub struct App {
    /// Settings.
    pub config: Config,
    /// What the services share.
    pub context: Context,
    /// Passwords.
    pub passwords: Arc<Passwords>,
    /// Sessions.
    pub sessions: Sessions,
    /// What each address may do.
    pub limits: AddressLimits,
    /// The OpenID provider.
    pub oidc: Oidc,
    /// Requests of applications that wait for a person.
    pub interactions: Interactions,
    /// What the end of a browser's session means elsewhere.
    pub logouts: Logouts,
    /// Logins by password.
    pub logins: Logins,
    /// Logins by QR code.
    pub qr: QrLogins,
    /// Logins by QR code, when the phone is a mini program of WeChat.
    pub mini_programs: MiniPrograms,
    /// The requests that are being answered.
    pub open_requests: OpenRequests,
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
        let Parts { clock, wake, store, wechat, pool } = parts;
        let store = match store {
            Some(store) => store,
            None => store::open(&config.database, config.database_connections).await?,
        };
        store.subscribe(Arc::clone(&wake));
        let kept = match store.key(KEY_NAME).await? {
            Some(kept) => kept,
            None => store.keep_key(KEY_NAME, &random_bytes::<64>()).await?,
        };
        let key = ServerKey::new(kept.try_into().map_err(|_| ServeError::BadKey)?);
        let pool = match pool {
            Some(pool) => pool,
            None => Pool::new("passwords", capacity(config.limits))?,
        };
        let drawing = Pool::new("pictures", DRAWING)?;
        let passwords = Arc::new(Passwords::new(Arc::clone(&store), pool));
        if config.demo {
            demo::seed(store.as_ref(), &passwords, clock.now()).await?;
        }
        let wechat = match wechat {
            Some(wechat) => wechat,
            None => open_wechat(&config, &store, &clock)?,
        };
        let apps = Arc::new(Apps::new(&config, public_url));
        let context = Context { store, clock, wake, key, apps, wechat, closing };
        let sessions = Sessions::new(context.clone(), config.session);
        // On the phone page of the demo alone is somebody logged in.
        let qr = QrLogins::new(context.clone(), sessions.clone(), config.qr, config.limits, drawing, config.demo);
        let oidc = Oidc::new(context.clone(), config.oidc);
        let (logouts, caller) = Logouts::new(context.clone(), oidc.grants.clone(), oidc.signer.clone())?;
        // Ends with the last one who could log out.
        tokio::spawn(caller.run());
        Ok(Arc::new(Self {
            interactions: Interactions::new(context.clone(), oidc.grants.clone(), oidc.signer.clone()),
            mini_programs: MiniPrograms::new(context.clone(), qr.clone(), logouts.clone()),
            logouts,
            oidc,
            logins: Logins::new(context.clone(), Arc::clone(&passwords), sessions.clone(), config.password),
            qr,
            limits: AddressLimits::new(&config.limits),
            sessions,
            open_requests: OpenRequests::default(),
            passwords,
            context,
            config,
        }))
    }

    /// The applications.
    pub fn apps(&self) -> &Apps {
        &self.context.apps
    }
}
