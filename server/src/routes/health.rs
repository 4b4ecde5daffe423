//! `GET /healthz`: whether the server and its store answer.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tracing::error;

use crate::state::Shared;

pub(super) async fn healthz(State(app): State<Shared>) -> Response {
    let (status, word) = match app.context.store.ping().await {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(error) => {
            error!(%error, "unhealthy");
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer")
        }
    };
    (status, [(header::CACHE_CONTROL, "no-store")], Json(json!({ "status": word }))).into_response()
}
