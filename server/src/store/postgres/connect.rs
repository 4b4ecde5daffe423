//! How this server reaches Postgres: address, TLS, timeouts, pool.

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Pool, PoolError, RecyclingMethod, Runtime};
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::store::StoreError;

/// How long opening a connection may take, and how long waiting for a free one.
const CONNECT: Duration = Duration::from_secs(3);
/// How long an answer may take. The server gives up first, so that a slow statement is an error with its words.
pub(super) const ANSWER: Duration = Duration::from_secs(5);
/// Postgres' own limit, in ms.
const STATEMENT_MS: u32 = 4000;

/// The way to the database. `Debug` hides the password.
#[derive(Clone)]
pub(super) struct Address {
    pub(super) config: Config,
    pub(super) tls: MakeRustlsConnect,
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Address").field(&self.shown()).finish()
    }
}

impl Address {
    /// Reads a URL as libpq's, `postgres://user:password@host:port/database?sslmode=require`.
    pub(super) fn parse(url: &str) -> Result<Self, StoreError> {
        let mut config: Config = url.parse().map_err(|error| StoreError::Url { reason: words(&error) })?;
        config
            .application_name("guard-server")
            .connect_timeout(CONNECT)
            .keepalives_idle(Duration::from_secs(10))
            .tcp_user_timeout(ANSWER);
        let tls = MakeRustlsConnect::new(tls(config.get_ssl_mode())?);
        Ok(Self { config, tls })
    }

    /// Host, port and name of the database, fit for logs.
    pub(super) fn shown(&self) -> String {
        let host = match self.config.get_hosts().first() {
            Some(Host::Tcp(host)) => host.clone(),
            #[cfg(unix)]
            Some(Host::Unix(folder)) => folder.display().to_string(),
            None => "localhost".to_owned(),
        };
        let port = self.config.get_ports().first().copied().unwrap_or(5432);
        format!("{host}:{port}/{}", self.config.get_dbname().unwrap_or_default())
    }

    /// A pool of at most `size` connections. None is opened yet.
    pub(super) fn pool(&self, size: usize) -> Result<Pool, StoreError> {
        let manager = Manager::from_config(
            self.config.clone(),
            self.tls.clone(),
            ManagerConfig { recycling_method: RecyclingMethod::Fast },
        );
        let limit = Hook::async_fn(|client: &mut deadpool_postgres::ClientWrapper, _| {
            Box::pin(async move {
                let limited = client.batch_execute(&format!("SET statement_timeout = {STATEMENT_MS}")).await;
                limited.map_err(HookError::Backend)
            })
        });
        Pool::builder(manager)
            .max_size(size)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(CONNECT))
            .create_timeout(Some(CONNECT))
            .recycle_timeout(Some(CONNECT))
            .post_create(limit)
            .build()
            .map_err(|error| StoreError::Failed(error.to_string()))
    }

    /// Why no connection could be had.
    pub(super) fn unreachable(&self, error: &PoolError) -> StoreError {
        let reason = match error {
            PoolError::Backend(error) => words(error),
            PoolError::Timeout(_) => format!("no answer within {} s", CONNECT.as_secs()),
            other => other.to_string(),
        };
        StoreError::Unreachable { address: self.shown(), reason }
    }
}

/// TLS against the certificates that this machine trusts (or those that `SSL_CERT_FILE` names).
fn tls(mode: SslMode) -> Result<ClientConfig, StoreError> {
    let mut roots = RootCertStore::empty();
    if mode != SslMode::Disable {
        let found = rustls_native_certs::load_native_certs();
        roots.add_parsable_certificates(found.certs);
    }
    if mode == SslMode::Require && roots.is_empty() {
        let reason = "`sslmode=require` needs trusted certificates and this machine has none; install \
                      ca-certificates, or name a file in SSL_CERT_FILE"
            .to_owned();
        return Err(StoreError::Url { reason });
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Failed(error.to_string()))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// What Postgres or the driver says, without its details: those may name what a user typed.
pub(super) fn words(error: &tokio_postgres::Error) -> String {
    if let Some(refused) = error.as_db_error() {
        return format!("{} ({})", refused.message(), refused.code().code());
    }
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        let address = Address::parse("postgres://guard:s3cret@db.example:6432/logins?sslmode=disable").unwrap();
        assert_eq!(address.shown(), "db.example:6432/logins");
        assert!(!format!("{address:?}").contains("s3cret"));
    }

    #[test]
    fn a_wrong_address_says_what_is_wrong_and_no_password() {
        let error = Address::parse("postgres://guard:s3cret@db.example/logins?sslmode=maybe").unwrap_err().to_string();
        assert!(error.contains("sslmode") && error.contains("`database`") && !error.contains("s3cret"), "{error}");
    }
}
