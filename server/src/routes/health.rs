//! `GET /healthz`: whether the server and its store answer. `GET /readyz`: whether it wants requests, too.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tracing::error;

use crate::state::{App, Shared};

pub(super) async fn healthz(State(app): State<Shared>) -> Response {
    health(&app).await
}

/// As [`healthz`], and 503 from the moment that the server is told to end: balancers send no more, while the requests
/// that are open get their answers.
pub(super) async fn readyz(State(app): State<Shared>) -> Response {
    if *app.context.closing.borrow() {
        return answer(StatusCode::SERVICE_UNAVAILABLE, "shutting down");
    }
    health(&app).await
}

async fn health(app: &App) -> Response {
    match app.context.store.ping().await {
        Ok(()) => answer(StatusCode::OK, "ok"),
        Err(error) => {
            error!(%error, "unhealthy");
            answer(StatusCode::SERVICE_UNAVAILABLE, "the store does not answer")
        }
    }
}

fn answer(status: StatusCode, word: &str) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Json(json!({ "status": word }))).into_response()
}
