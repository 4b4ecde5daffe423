//! A backend that knows who logged in: `GET /me` with an ID token, `GET /session` with the session's token.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "says where it listens")]

mod introspection;
mod keys;
mod verifier;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use crate::introspection::Introspection;
use crate::verifier::{Denied, Verifier};

#[derive(Debug)]
struct App {
    verifier: Verifier,
    introspection: Introspection,
}

impl IntoResponse for Denied {
    fn into_response(self) -> Response {
        match self {
            // Why is for the log; whoever sends a wrong token learns that it is wrong.
            Self::Token => {
                let header = [(WWW_AUTHENTICATE, r#"Bearer error="invalid_token""#)];
                (StatusCode::UNAUTHORIZED, header, Json(json!({ "error": "invalid_token" }))).into_response()
            }
            Self::Away => (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "error": "unavailable" }))).into_response(),
        }
    }
}

fn bearer(headers: &HeaderMap) -> Result<&str, Denied> {
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    header.and_then(|text| text.strip_prefix("Bearer ")).ok_or(Denied::Token)
}

/// Who the ID token is about. Asks nobody but for keys.
async fn me(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Denied> {
    let person = app.verifier.verify(bearer(&headers)?).await?;
    Ok(Json(person).into_response())
}

/// Who the session's token belongs to. Asks the login server each time, so a revoked session is nobody's.
async fn session(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Denied> {
    let sub = app.introspection.ask(bearer(&headers)?).await?;
    Ok(Json(json!({ "sub": sub })).into_response())
}

fn setting(name: &str) -> anyhow::Result<String> {
    std::env::var(name).with_context(|| format!("set {name}"))
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let issuer = setting("ISSUER")?;
    let client_id = setting("CLIENT_ID")?;
    let pause = std::env::var("KEYS_PAUSE_S").map_or(Ok(30), |text| text.parse())?;
    let http = reqwest::Client::builder().timeout(Duration::from_secs(5)).build()?;
    let app = App {
        verifier: Verifier::new(&issuer, &client_id, Duration::from_secs(pause), http.clone()),
        introspection: Introspection::new(&issuer, &client_id, setting("CLIENT_SECRET")?, http),
    };
    let routes = Router::new().route("/me", get(me)).route("/session", get(session)).with_state(Arc::new(app));
    let port: u16 = std::env::var("PORT").map_or(Ok(3000), |text| text.parse())?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, routes).await?)
}
