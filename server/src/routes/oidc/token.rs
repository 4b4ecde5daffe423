//! `POST /oidc/token`, `POST /oidc/token/introspection`, `POST /oidc/token/revoke`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::client::Form;
use super::error::OauthError;
use crate::services::oidc::{CodeRequest, Introspection, RefreshRequest, Scope, Tokens};
use crate::state::Shared;

/// Exchanges a code or a refresh token (RFC 6749, sections 4.1.3 and 6).
pub(super) async fn token(State(app): State<Shared>, form: Form) -> Result<Json<Tokens>, OauthError> {
    let client = form.client(&app).await?;
    let tokens = match form.required("grant_type")?.expose() {
        "authorization_code" => {
            let request = CodeRequest {
                code: form.required("code")?.clone(),
                redirect_uri: form.required("redirect_uri")?.expose().to_owned(),
                verifier: form.get("code_verifier").cloned(),
            };
            app.oidc.grants.exchange(client, &request).await?
        }
        "refresh_token" => {
            let scope = form.get("scope").map(|scope| Scope::parse(scope.expose()));
            let request = RefreshRequest { token: form.required("refresh_token")?.clone(), scope };
            app.oidc.grants.refresh(client, &request).await?
        }
        _ => return Err(OauthError::unsupported_grant_type()),
    };
    Ok(Json(tokens))
}

/// Says what a token of the client's is (RFC 7662). A public client may ask, too: it learns no more than the token says.
pub(super) async fn introspect(State(app): State<Shared>, form: Form) -> Result<Json<Introspection>, OauthError> {
    let client = form.client(&app).await?;
    Ok(Json(app.oidc.grants.introspect(client, form.required("token")?).await?))
}

/// Ends what a token of the client's belongs to (RFC 7009). A token that is unknown is as good as ended.
pub(super) async fn revoke(State(app): State<Shared>, form: Form) -> Result<StatusCode, OauthError> {
    let client = form.client(&app).await?;
    app.oidc.grants.revoke(client, form.required("token")?).await?;
    Ok(StatusCode::OK)
}
