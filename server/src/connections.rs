//! The connections: so many at a time, and each with a time in which the headers of a request must come.
//!
//! The time runs while a connection is idle, too. A proxy that keeps connections open should give them up sooner than
//! `limits.header_timeout_s`, so that it never sends a request on one that is just being closed.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt as _;
use tracing::{debug, error, warn};

use crate::config::Limits;
use crate::metrics::{self, OpenConnection};

/// How many connections beyond the limit are told so at a time. More than these are closed without a word.
const TOLD_AT_ONCE: usize = 64;
/// How long to wait when the system has no more connections to give.
const PAUSE: Duration = Duration::from_secs(1);

/// Who answers.
pub(crate) struct Answering {
    /// All requests.
    pub(crate) all: Router,
    /// One request of each connection beyond the limit, to be closed with the answer: a load balancer goes to the next
    /// node with it. In the listener's queue it would wait without an answer.
    pub(crate) overload: Router,
}

/// Serves on `listener` until `shutdown` is ready; then lets the open requests end.
pub(crate) async fn serve(
    listener: TcpListener,
    answering: Answering,
    limits: &Limits,
    shutdown: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(limits.connections as usize));
    let told = Arc::new(Semaphore::new(TOLD_AT_ONCE));
    let connections = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(limits.header_timeout_s.into()));
    let mut shutdown = pin!(shutdown);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = accept(&listener) => accepted,
            () = &mut shutdown => break,
        };
        let (place, router) = match Arc::clone(&places).try_acquire_owned() {
            Ok(place) => (place, &answering.all),
            Err(_) => {
                metrics::turned_away();
                match Arc::clone(&told).try_acquire_owned() {
                    Ok(place) => (place, &answering.overload),
                    Err(_) => continue,
                }
            }
        };
        let service = router.clone().map_request(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            request.map(Body::new)
        });
        let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = connections.watch(connection);
        let open = OpenConnection::new();
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                debug!(%error, "a connection was cut");
            }
            drop((place, open));
        });
    }
    drop(listener);
    connections.shutdown().await;
}

/// The next connection.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Without it a small answer may wait for the client's acknowledgement of the one before.
                if let Err(error) = stream.set_nodelay(true) {
                    warn!(%error, "TCP_NODELAY could not be set");
                }
                return (stream, peer);
            }
            Err(error) if is_of_one_connection(&error) => debug!(%error, "a connection was not made"),
            Err(error) => {
                error!(%error, "no connection can be taken; give the process more file descriptors (ulimit -n)");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// Whether a client is the reason, who went away before it was its turn.
fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
