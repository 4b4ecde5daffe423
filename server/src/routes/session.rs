//! `GET /api/v2/users/me`, `GET|POST /api/v2/logout`, and how a user and a session look on the wire.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use guard_protocol::{Secret, User};
use serde_json::json;

use super::cookie::{self, Visitor};
use super::{ApiResult, ok};
use crate::clock::{Millis, rfc3339};
use crate::error::ApiError;
use crate::state::{App, Shared};
use crate::store::{NewSession, UserRow};
use crate::tokens;

pub(super) async fn me(State(app): State<Shared>, Visitor(caller): Visitor) -> ApiResult<User> {
    Ok(ok(user_of(&app, caller.user, None)))
}

pub(super) async fn logout(State(app): State<Shared>, Visitor(caller): Visitor) -> Result<Response, ApiError> {
    app.store.end_session(caller.token_hash).await?;
    Ok((cookie::ended(&app), ok(json!(null))).into_response())
}

/// A session to keep for `token`.
pub(super) fn open_session(app: &App, token: &Secret, app_id: &str, method: &'static str) -> NewSession {
    let now = app.clock.now();
    NewSession {
        token_hash: tokens::hash(token),
        app_id: app_id.to_owned(),
        method,
        now,
        expires_at: now + Millis::from(app.config.session.ttl_s) * 1000,
    }
}

/// A user on the wire, with its token and the token's end.
pub(super) fn user_of(app: &App, user: UserRow, token: Option<(Secret, Millis)>) -> User {
    let (token, ends) = token.unzip();
    User {
        id: user.id,
        username: user.username,
        nickname: user.nickname,
        photo: user.photo.map(|photo| app.absolute(&photo)),
        email: user.email,
        phone: user.phone,
        token,
        token_expired_at: ends.map(rfc3339),
        json: None,
    }
}
