//! What the provider says of itself (OpenID Connect Discovery, section 3; RFC 8414), and its keys (RFC 7517).

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::error::OauthError;
use super::{INTROSPECTION, REVOCATION, TOKEN, USER_INFO};
use crate::config::AuthMethod;
use crate::services::oidc::Scope;
use crate::services::oidc::keys::KEPT_BY_CLIENTS_S;
use crate::state::Shared;
use crate::store::SigningAlgorithm;

/// How clients may prove who they are.
const METHODS: [AuthMethod; 4] =
    [AuthMethod::None, AuthMethod::ClientSecretBasic, AuthMethod::ClientSecretPost, AuthMethod::PrivateKeyJwt];
/// What an assertion may be signed with.
const ASSERTIONS: [&str; 9] = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"];
/// The claims of ID tokens and of the user info endpoint.
const CLAIMS: [&str; 19] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "auth_time",
    "nonce",
    "amr",
    "sid",
    "at_hash",
    "name",
    "nickname",
    "preferred_username",
    "picture",
    "email",
    "email_verified",
    "phone_number",
    "phone_number_verified",
    "jti",
];

/// A header that lets clients keep an answer as long as keys allow.
fn kept() -> (header::HeaderName, String) {
    (header::CACHE_CONTROL, format!("public, max-age={KEPT_BY_CLIENTS_S}"))
}

pub(super) async fn configuration(State(app): State<Shared>) -> Response {
    let issuer = app.oidc.signer.issuer();
    let at = |path: &str| format!("{}{path}", app.apps().public_url());
    let methods = METHODS.map(AuthMethod::name);
    let body: Value = json!({
        "issuer": issuer,
        "authorization_endpoint": at("/oidc/auth"),
        "token_endpoint": at(TOKEN),
        "userinfo_endpoint": at(USER_INFO),
        "jwks_uri": at("/oidc/.well-known/jwks.json"),
        "end_session_endpoint": at("/oidc/session/end"),
        "introspection_endpoint": at(INTROSPECTION),
        "revocation_endpoint": at(REVOCATION[0]),
        "scopes_supported": Scope::WORDS,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "fragment", "form_post", "web_message"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": SigningAlgorithm::ALL.map(SigningAlgorithm::name),
        "token_endpoint_auth_methods_supported": methods,
        "token_endpoint_auth_signing_alg_values_supported": ASSERTIONS,
        "introspection_endpoint_auth_methods_supported": methods,
        "introspection_endpoint_auth_signing_alg_values_supported": ASSERTIONS,
        "revocation_endpoint_auth_methods_supported": methods,
        "revocation_endpoint_auth_signing_alg_values_supported": ASSERTIONS,
        "code_challenge_methods_supported": ["S256"],
        "claims_supported": CLAIMS,
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "prompt_values_supported": ["none", "login", "select_account"],
        "ui_locales_supported": ["zh-CN", "en-US"],
        "authorization_response_iss_parameter_supported": true,
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
        "frontchannel_logout_supported": true,
        "frontchannel_logout_session_supported": true,
    });
    ([kept()], Json(body)).into_response()
}

pub(super) async fn keys(State(app): State<Shared>) -> Result<Response, OauthError> {
    let keys = app.oidc.signer.published().await?;
    Ok(([kept()], Json(keys)).into_response())
}
