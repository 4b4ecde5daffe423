//! The endpoints of the OpenID provider that programs call.

mod client;
mod discovery;
mod error;
mod profile;
mod token;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;

use self::error::OauthError;
use super::{caught, headers, no_such_path};
use crate::limits::{Action, Network};
use crate::state::Shared;

/// Where tokens are asked for.
const TOKEN: &str = "/oidc/token";
/// Where a client asks what a token is.
const INTROSPECTION: &str = "/oidc/token/introspection";
/// Where a client gives a token back, by either name.
const REVOCATION: [&str; 2] = ["/oidc/token/revoke", "/oidc/token/revocation"];
/// Where a client asks about its user.
const USER_INFO: &str = "/oidc/me";

/// All of them.
pub(super) fn router(app: &Shared) -> Router<Shared> {
    let published = Router::new()
        .route("/oidc/.well-known/openid-configuration", get(discovery::configuration))
        .route("/oidc/.well-known/jwks.json", get(discovery::keys))
        .method_not_allowed_fallback(no_such_path)
        .layer((headers::read_by_everybody(), caught()));
    let of_clients = Router::new()
        .route(TOKEN, limited(app, post(token::token)))
        .route(INTROSPECTION, limited(app, post(token::introspect)))
        .route(REVOCATION[0], limited(app, post(token::revoke)))
        .route(REVOCATION[1], limited(app, post(token::revoke)))
        .route(USER_INFO, limited(app, get(profile::me).post(profile::me)))
        .route("/api/v3/get-profile", limited(app, get(profile::v3)))
        .method_not_allowed_fallback(no_such_path)
        .layer((headers::kept_by_nobody(), headers::api(app), caught()));
    published.merge(of_clients)
}

/// `route`, as often as an address may. What is refused is not read any further.
fn limited(app: &Shared, route: MethodRouter<Shared>) -> MethodRouter<Shared> {
    let admit = |State(app): State<Shared>, network: Network, request: Request, next: Next| async move {
        app.limits.admit(Action::Token, network)?;
        Ok::<Response, OauthError>(next.run(request).await)
    };
    route.layer(from_fn_with_state(Arc::clone(app), admit))
}
