//! `GET /api/v2/users/me`, `GET|POST /api/v2/logout`, and how a user and a login look on the wire.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum_extra::extract::CookieJar;
use guard_protocol::{Code, Reply, User};
use serde_json::{Value, json};

use super::cookie::Person;
use super::error::ApiError;
use super::extract::Caller;
use super::messages::Text;
use super::{ApiResult, ok};
use crate::clock::rfc3339;
use crate::services::Authentication;
use crate::services::oidc::Scope;
use crate::state::{App, Shared};
use crate::store::{StoreError, UserRow};

pub(super) async fn me(State(app): State<Shared>, person: Person) -> ApiResult<User> {
    let (user, scope) = person.user();
    Ok(ok(user_within(&app, user, scope).await?))
}

pub(super) async fn logout(
    State(app): State<Shared>,
    person: Person,
) -> Result<(CookieJar, Json<Reply<Value>>), ApiError> {
    Ok((person.end(&app).await?, ok(json!(null))))
}

/// Logs out by a token alone: any page can make a browser follow a link, with its cookies.
pub(super) async fn logout_by_link(State(app): State<Shared>, headers: HeaderMap, caller: Caller) -> ApiResult<Value> {
    app.sessions.end(&caller.at_its_application(&headers)?.token).await?;
    Ok(ok(json!(null)))
}

/// A user on the wire: a number that was verified takes the place of one that an operator wrote.
async fn user(app: &App, user: UserRow) -> Result<User, StoreError> {
    let number = app.context.store.verified_number(&user.id).await?;
    let user = User::from(user);
    let photo = user.photo.map(|photo| app.apps().absolute(&photo));
    let phone_country_code = number.as_ref().map(|number| format!("+{}", number.country));
    let phone_verified = number.as_ref().map(|_| true);
    let phone = number.map(|number| number.number).or(user.phone);
    Ok(User { photo, phone, phone_country_code, phone_verified, ..user })
}

/// As much of a user as `scope` asks for; without one all.
pub(super) async fn user_within(app: &App, row: UserRow, scope: Option<Scope>) -> Result<User, StoreError> {
    let mut user = user(app, row).await?;
    let scope = scope.unwrap_or(Scope::USER);
    if !scope.profile {
        (user.username, user.nickname, user.photo) = (None, None, None);
    }
    if !scope.email {
        user.email = None;
    }
    if !scope.phone {
        (user.phone, user.phone_country_code, user.phone_verified) = (None, None, None);
    }
    Ok(user)
}

/// A user on the wire, with its token and the token's end, and the ID token for the application `app_id`.
pub(super) async fn logged_in(app: &App, authentication: Authentication) -> Result<User, ApiError> {
    let client = app.apps().get(&authentication.app_id);
    let client = client.ok_or_else(|| ApiError::business(Code::NoSuchApp, Text::NoSuchApp))?;
    let id_token = Some(app.oidc.grants.of_login(client, &authentication).await?);
    let Authentication { user: row, token, ends, .. } = authentication;
    Ok(User { token: Some(token), id_token, token_expired_at: rfc3339(ends), ..user(app, row).await? })
}
