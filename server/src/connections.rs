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
use axum::http::{HeaderMap, HeaderValue};
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
            own_values(request.headers_mut());
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

/// Gives each header a memory of its own. As hyper reads them they are windows into the connection's buffer, so that one
/// value that is kept while a poll waits (CORS keeps the `Origin`) keeps 8 KiB with it, and the connection takes another
/// 8 KiB to go on reading.
fn own_values(headers: &mut HeaderMap) {
    for value in headers.values_mut() {
        let sensitive = value.is_sensitive();
        // A value always is what a value may be.
        if let Ok(owned) = HeaderValue::from_bytes(value.as_bytes()) {
            *value = owned;
            value.set_sensitive(sensitive);
        }
    }
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

#[cfg(test)]
mod tests {
    use axum::body::Bytes;
    use axum::http::header;

    use super::*;

    #[test]
    fn a_header_that_is_kept_keeps_nothing_of_the_connections_buffer() {
        let buffer = Bytes::from(b"http://shop.example secret".to_vec());
        let window = |range| HeaderValue::from_maybe_shared(buffer.slice(range)).unwrap();
        let mut headers = HeaderMap::from_iter([(header::ORIGIN, window(0..19)), (header::COOKIE, window(20..26))]);
        headers.get_mut(header::COOKIE).unwrap().set_sensitive(true);
        let before = headers.clone();
        own_values(&mut headers);
        assert_eq!(headers, before);
        assert!(headers[header::COOKIE].is_sensitive() && !headers[header::ORIGIN].is_sensitive());
        assert!(!buffer.is_unique(), "the values are windows into it at first");
        drop(before);
        assert!(buffer.is_unique());
    }
}
