//! What surrounds every request. One layer and not one for each concern: a layer costs a box of a kilobyte for as long as
//! a poll waits.

use std::net::SocketAddr;
use std::time::Instant;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use tracing::info;

use super::error::in_callers_language;
use super::visitor;
use crate::metrics;
use crate::services::audit;
use crate::state::Shared;

/// Counts the request among the open ones, which a server that ends waits for; answers it in the name of the visitor's
/// address and in the caller's language; writes the log.
pub(super) async fn every_request(
    State(app): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let _open = app.open_requests.open();
    let line = Line::begin(&request);
    let address = visitor::address(peer, request.headers(), app.config.trust_proxy);
    let response = audit::from(address, in_callers_language(request, next)).await;
    line.end(&response);
    response
}

/// One log line and the figures of a request. It names the route, never the path or query, which may carry ids and
/// tickets, and no header or body.
struct Line {
    started: Instant,
    method: Method,
    route: Option<MatchedPath>,
}

impl Line {
    fn begin(request: &Request) -> Self {
        let route = request.extensions().get::<MatchedPath>().cloned();
        Self { started: Instant::now(), method: request.method().clone(), route }
    }

    fn end(self, response: &Response) {
        let Self { started, method, route } = self;
        let (took, status) = (started.elapsed(), response.status());
        let route = route.as_ref().map_or("(none)", MatchedPath::as_str);
        metrics::answered(&method, route, status, took);
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        info!(%method, route, status = status.as_u16(), ms, "request");
    }
}
