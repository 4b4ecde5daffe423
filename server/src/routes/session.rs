//! `GET /api/v2/users/me`, `GET|POST /api/v2/logout`, and how a user and a login look on the wire.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use guard_protocol::User;
use serde_json::json;

use super::cookie::{self, Visitor};
use super::error::ApiError;
use super::{ApiResult, ok};
use crate::clock::rfc3339;
use crate::services::Authentication;
use crate::state::{App, Shared};
use crate::store::UserRow;

pub(super) async fn me(State(app): State<Shared>, Visitor(caller): Visitor) -> ApiResult<User> {
    Ok(ok(user(&app, caller.user)))
}

pub(super) async fn logout(State(app): State<Shared>, Visitor(caller): Visitor) -> Result<Response, ApiError> {
    app.sessions.end(&caller.token).await?;
    Ok((cookie::ended(&app), ok(json!(null))).into_response())
}

/// A user on the wire.
fn user(app: &App, user: UserRow) -> User {
    let user = User::from(user);
    User { photo: user.photo.map(|photo| app.apps().absolute(&photo)), ..user }
}

/// A user on the wire, with its token and the token's end.
pub(super) fn logged_in(app: &App, authentication: Authentication) -> User {
    let Authentication { user: row, token, ends } = authentication;
    User { token: Some(token), token_expired_at: Some(rfc3339(ends)), ..user(app, row) }
}
