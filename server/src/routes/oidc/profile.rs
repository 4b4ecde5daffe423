//! `GET|POST /oidc/me` (OpenID Connect Core, section 5.3), and `GET /api/v3/get-profile`, Authing's form of it.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::super::extract::{text_of, token_of};
use super::super::session::user_within;
use super::error::OauthError;
use crate::services::oidc::{Scope, UserClaims};
use crate::state::{App, Shared};
use crate::store::Session;

pub(super) async fn me(State(app): State<Shared>, headers: HeaderMap) -> Result<Json<UserClaims>, OauthError> {
    let (session, scope) = session(&app, &headers).await?;
    Ok(Json(app.oidc.grants.claims(session.user, scope).await?))
}

pub(super) async fn v3(State(app): State<Shared>, headers: HeaderMap) -> Response {
    match profile(&app, &headers).await {
        Ok(data) => Json(json!({ "statusCode": 200, "message": "OK", "data": data })).into_response(),
        Err(error) => {
            let (status, message) = (error.status(), error.description().to_owned());
            let body = Json(json!({ "statusCode": status.as_u16(), "apiCode": status.as_u16(), "message": message }));
            // The headers of the refusal stay: the challenge, and how long to wait.
            let (mut parts, _) = error.into_response().into_parts();
            let (written, body) = body.into_response().into_parts();
            parts.headers.remove(header::CONTENT_LENGTH);
            parts.headers.extend(written.headers);
            Response::from_parts(parts, body)
        }
    }
}

async fn profile(app: &App, headers: &HeaderMap) -> Result<Value, OauthError> {
    let (session, scope) = session(app, headers).await?;
    let user = user_within(app, session.user, Some(scope)).await?;
    Ok(json!({
        "userId": user.id,
        "username": user.username,
        "nickname": user.nickname,
        "name": user.nickname.as_ref().or(user.username.as_ref()),
        "photo": user.photo,
        "email": user.email,
        "emailVerified": user.email.as_ref().map(|_| false),
        "phone": user.phone,
        "phoneCountryCode": user.phone_country_code,
        "phoneVerified": user.phone.as_ref().map(|_| user.phone_verified == Some(true)),
    }))
}

/// The session of the access token that was sent, and what it is for. The token of a login is for all.
async fn session(app: &App, headers: &HeaderMap) -> Result<(Session, Scope), OauthError> {
    let token = token_of(headers).ok_or_else(OauthError::invalid_token)?;
    let session = app.sessions.of_token(&token).await?.ok_or_else(OauthError::invalid_token)?;
    if headers.contains_key(header::ORIGIN) {
        let client = app.apps().get(&session.app_id).ok_or_else(OauthError::invalid_token)?;
        if !app.apps().allows_origin(client, text_of(headers, header::ORIGIN.as_str())) {
            return Err(OauthError::origin_not_allowed());
        }
    }
    let scope = session.scope.as_deref().map_or(Scope::USER, Scope::parse);
    if scope.openid { Ok((session, scope)) } else { Err(OauthError::insufficient_scope()) }
}
