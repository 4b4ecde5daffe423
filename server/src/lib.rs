//! The reference server of guard-widget: Authing's v2 login protocol, the hardened QR extension, the phone page, the
//! hosted login page and a demo site, over an embedded SQLite or, with several nodes, a Postgres.
//!
//! `main` calls [`serve`] with the configuration; tests call [`serve_with`] to start a server in-process with a clock
//! of their own. The layers, each of which knows only those below it:
//!
//! | module | what |
//! |---|---|
//! | `connections` | the connections of clients: how many, and how slow they may be |
//! | [`routes`] | the endpoints and pages: HTTP and nothing else |
//! | [`page`] | the pages that the server draws itself |
//! | [`state`] | what they share |
//! | [`services`] | what the server decides |
//! | [`store`] | what is kept; the only place with SQL |
//! | [`wechat`] | the calls to WeChat's server |
//! | [`limits`] | how often something may be done |
//! | [`metrics`] | figures for Prometheus |
//! | [`passwords`], [`tokens`], [`pool`], [`wake`], [`clock`] | passwords, secrets, threads, wake-ups, time |
//! | [`drain`] | the end of a server |
//! | [`apps`], [`config`] | applications, settings |
#![forbid(unsafe_code)]

pub mod apps;
pub mod clock;
pub mod config;
mod connections;
pub mod demo;
pub mod drain;
pub mod limits;
pub mod metrics;
pub mod page;
pub mod passwords;
pub mod pool;
pub mod routes;
pub mod services;
pub mod state;
pub mod store;
pub mod tokens;
pub mod wake;
pub mod wechat;

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tracing::{info, warn};

use crate::config::{Config, ConfigError};
use crate::connections::Answering;
use crate::metrics::MetricsError;
use crate::passwords::PasswordError;
use crate::state::{App, Parts, Shared};
use crate::store::StoreError;
use crate::wechat::HttpError;

/// How long open requests may take to end after the signal.
const GRACE: Duration = Duration::from_secs(4);
/// How often the store is tidied.
const SWEEP_EVERY: Duration = Duration::from_secs(60);

/// Why the server could not start or had to stop.
#[derive(Debug, Error)]
pub enum ServeError {
    /// A setting does not fit.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The store can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The demo users could not be made.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// WeChat can't be asked.
    #[error(transparent)]
    WeChat(#[from] HttpError),
    /// Nobody can be told of a logout.
    #[error("applications can't be told of logouts: {0}")]
    Logouts(#[from] reqwest::Error),
    /// The store's key is damaged.
    #[error("the key `derive` in the database is damaged; delete its row from the table `keys` (open logins end)")]
    BadKey,
    /// The figures can't be answered.
    #[error(transparent)]
    Metrics(#[from] MetricsError),
    /// The socket failed.
    #[error("the network socket failed: {0}")]
    Io(#[from] std::io::Error),
}

/// Serves on `listener` until `shutdown` is ready, then answers waiting polls and ends within 5 s.
///
/// # Errors
/// [`ServeError`] when the server can't start, or its socket fails.
pub async fn serve(
    config: Config,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    serve_with(config, listener, Parts::default(), shutdown).await
}

/// [`serve`] with parts of the caller's.
///
/// # Errors
/// As [`serve`].
pub async fn serve_with(
    mut config: Config,
    listener: TcpListener,
    parts: Parts,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let address = listener.local_addr()?;
    // What is checked is the address that counts, whatever the configuration says.
    config.listen = address;
    config.check()?;
    let public_url = config.public_url.clone().unwrap_or_else(|| default_url(address));
    let (close, mut closing) = watch::channel(false);
    let app = App::open(config, public_url, parts, closing.clone()).await?;
    let mut helpers = vec![tokio::spawn(warm(Arc::clone(&app))), tokio::spawn(sweep(Arc::clone(&app)))];
    helpers.push(tokio::spawn(app.qr.make_codes_ahead()));
    if let Some(address) = app.config.metrics_listen {
        helpers.push(tokio::spawn(metrics::listen(address).await?));
    }
    info!(%address, public_url = app.apps().public_url(), demo = app.config.demo, "listening on {address}");

    let limits = app.config.limits;
    let answering = Answering { all: routes::router(Arc::clone(&app)), overload: routes::overload() };
    let server = connections::serve(listener, answering, &limits, async move {
        shutdown.await;
        info!("shutting down");
        close.send_replace(true);
        app.open_requests.drained().await;
    });
    let deadline = async move {
        if closing.wait_for(|closing| *closing).await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = server => {}
        () = deadline => warn!("open connections were cut"),
    }
    for helper in helpers {
        helper.abort();
    }
    Ok(())
}

/// The URL of a server that was given none: the address listened on, or the loopback one when that is "any".
fn default_url(address: SocketAddr) -> String {
    let ip = match address.ip() {
        ip if !ip.is_unspecified() => ip,
        ip if ip.is_ipv4() => Ipv4Addr::LOCALHOST.into(),
        _ => Ipv6Addr::LOCALHOST.into(),
    };
    format!("http://{}", SocketAddr::new(ip, address.port()))
}

/// Makes the RSA key in the background, so that the first visitor need not wait for it.
async fn warm(app: Shared) {
    if let Err(error) = app.passwords.warm().await {
        warn!(%error, "password logins will fail");
    }
}

async fn sweep(app: Shared) {
    let mut ticks = tokio::time::interval(SWEEP_EVERY);
    loop {
        ticks.tick().await;
        app.limits.tidy();
        app.oidc.signer.tend().await;
        if let Err(error) = app.context.store.sweep(app.context.now()).await {
            warn!(%error, "tidying failed");
        }
    }
}
