//! Limits per address before a route.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::MethodRouter;

use super::error::ApiError;
use crate::limits::{Action, Network};
use crate::state::Shared;

/// `route`, as often as an address may do `action`. What is refused is not read any further.
pub(super) fn limited(app: &Shared, action: Action, route: MethodRouter<Shared>) -> MethodRouter<Shared> {
    let admit = move |State(app): State<Shared>, network: Network, request: Request, next: Next| async move {
        app.limits.admit(action, network)?;
        Ok::<Response, ApiError>(next.run(request).await)
    };
    route.layer(from_fn_with_state(Arc::clone(app), admit))
}
