//! Figures for Prometheus, answered at an address of their own (`metrics_listen`): they are not for the public. No label
//! comes from what a client sends, so that nobody can make ever more of them, and none names a person.

use std::net::SocketAddr;
use std::sync::OnceLock;
use std::time::Duration;

use axum::Router;
use axum::http::{Method, StatusCode, header};
use axum::response::IntoResponse as _;
use axum::routing::get;
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use thiserror::Error;
use tokio::net::TcpListener;
use tracing::error;

/// Requests that were answered, by method, route and status.
const REQUESTS: &str = "guard_http_requests_total";
/// How long an answer took, by route. Long polls wait on purpose.
const DURATION: &str = "guard_http_request_duration_seconds";
/// Open connections.
const CONNECTIONS: &str = "guard_connections";
/// Connections beyond the limit.
const TURNED_AWAY: &str = "guard_connections_turned_away_total";
/// Calls of WeChat, by call and what came of it.
const WECHAT_CALLS: &str = "guard_wechat_calls_total";

/// Upper ends of the classes of [`DURATION`], in s: from one read of the store to the longest poll.
const CLASSES: [f64; 10] = [0.001, 0.005, 0.02, 0.05, 0.1, 0.5, 1.0, 5.0, 15.0, 30.0];

/// Why there are no figures.
#[derive(Debug, Error)]
pub enum MetricsError {
    /// They can't be gathered.
    #[error("metrics can't be gathered: {0}; leave `metrics_listen` out to do without")]
    Install(String),
    /// The address can't be listened on.
    #[error("{address} can't be listened on ({error}); check the key `metrics_listen`")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        error: std::io::Error,
    },
}

/// Listens on `address`; answers the figures while the future is polled.
pub(crate) async fn listen(address: SocketAddr) -> Result<impl Future<Output = ()> + Send + 'static, MetricsError> {
    let listener = TcpListener::bind(address).await.map_err(|error| MetricsError::Listen { address, error })?;
    let router = router(gathered()?);
    Ok(async move {
        if let Err(error) = axum::serve(listener, router).await {
            error!(%error, "metrics are answered no more");
        }
    })
}

/// The figures of this process, gathered from the first call on.
fn gathered() -> Result<PrometheusHandle, MetricsError> {
    // A process has one set of figures; a test may have several servers in one.
    static GATHERED: OnceLock<PrometheusHandle> = OnceLock::new();
    if let Some(handle) = GATHERED.get() {
        return Ok(handle.clone());
    }
    let failed = |error: &dyn std::fmt::Display| MetricsError::Install(error.to_string());
    let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &CLASSES);
    let recorder = builder.map_err(|error| failed(&error))?.build_recorder();
    let handle = recorder.handle();
    match metrics::set_global_recorder(recorder) {
        Ok(()) => {
            describe_counter!(REQUESTS, "Requests that were answered.");
            describe_histogram!(DURATION, "How long an answer took; long polls wait on purpose.");
            describe_gauge!(CONNECTIONS, "Open connections.");
            describe_counter!(TURNED_AWAY, "Connections beyond limits.connections.");
            describe_counter!(WECHAT_CALLS, "Calls of WeChat's server, and what came of them.");
            Ok(GATHERED.get_or_init(|| handle).clone())
        }
        // Another server of this process was quicker.
        Err(error) => GATHERED.get().cloned().ok_or_else(|| failed(&error)),
    }
}

/// `GET /metrics`.
fn router(handle: PrometheusHandle) -> Router {
    let render = move || {
        let handle = handle.clone();
        async move {
            handle.run_upkeep();
            (StatusCode::OK, [(header::CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render()).into_response()
        }
    };
    Router::new().route("/metrics", get(render))
}

/// A request was answered. `route` is the pattern, not the path.
pub(crate) fn answered(method: &Method, route: &str, status: StatusCode, took: Duration) {
    let method = match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        // A client may name any.
        _ => "other",
    };
    let route = route.to_owned();
    counter!(REQUESTS, "method" => method, "route" => route.clone(), "status" => status.as_u16().to_string())
        .increment(1);
    histogram!(DURATION, "route" => route).record(took);
}

/// WeChat was asked; `outcome` is a word for what came of it.
pub(crate) fn wechat_asked(call: &'static str, outcome: &'static str) {
    counter!(WECHAT_CALLS, "call" => call, "outcome" => outcome).increment(1);
}

/// An open connection; it counts until this is dropped.
#[derive(Debug)]
pub(crate) struct OpenConnection(());

impl OpenConnection {
    /// Counts one more.
    pub(crate) fn new() -> Self {
        gauge!(CONNECTIONS).increment(1);
        Self(())
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        gauge!(CONNECTIONS).decrement(1);
    }
}

/// A connection was beyond the limit.
pub(crate) fn turned_away() {
    counter!(TURNED_AWAY).increment(1);
}
