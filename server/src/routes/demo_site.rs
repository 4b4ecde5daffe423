//! The demo site, the accounts of "this phone" on the phone page, and the drawn phone beside the box.

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use guard_protocol::{Code, Secret};
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use super::extract::Body;
use super::files::embedded;
use super::headers::{self, WIDGET_CSP};
use super::messages::Text;
use super::pages::{CSS, HTML, JS, asset};
use super::{ApiResult, ok};
use crate::demo;
use crate::state::Shared;

const SVG: &str = "image/svg+xml";

/// What the demo site asks for when it is opened.
#[derive(Clone, Debug, Serialize)]
struct Settings {
    /// Where the drawn phone is, if there is one.
    phone: Option<String>,
}

/// The pages of the demo, with the drawn phone that is served at the origin `phone`.
pub(super) fn router(phone: Option<&str>) -> Router<Shared> {
    let settings = Settings { phone: phone.map(str::to_owned) };
    let page = || headers::page(WIDGET_CSP);
    let accounts = Router::new()
        .route("/m/accounts", get(accounts))
        .route("/m/session", post(session))
        .layer(DefaultBodyLimit::max(1024))
        .layer(from_fn(no_store));
    Router::new()
        .route("/", embedded(HTML, asset!("demo/index.html"), headers::page_under(policy(phone))))
        .route("/demo/settings.json", get(async move || Json(settings)).layer(from_fn(no_store)))
        .route("/demo/demo.css", embedded(CSS, asset!("demo/demo.css"), page()))
        .route("/demo/demo.js", embedded(JS, asset!("demo/demo.js"), page()))
        .route("/demo/phone.js", embedded(JS, asset!("demo/phone.js"), page()))
        .route("/demo/words.js", embedded(JS, asset!("demo/words.js"), page()))
        .route("/demo/logo.svg", embedded(SVG, asset!("demo/logo.svg"), page()))
        .route("/demo/avatar-lin.svg", embedded(SVG, asset!("demo/avatar-lin.svg"), page()))
        .route("/demo/avatar-chen.svg", embedded(SVG, asset!("demo/avatar-chen.svg"), page()))
        .merge(accounts)
}

/// The policy of the demo site: of all frames it may have that of the phone alone.
fn policy(phone: Option<&str>) -> HeaderValue {
    // The configuration has refused what is no header.
    let with_phone = phone.and_then(|url| HeaderValue::try_from(format!("{WIDGET_CSP}; frame-src {url}")).ok());
    with_phone.unwrap_or(HeaderValue::from_static(WIDGET_CSP))
}

async fn no_store(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// An account of "this phone".
#[derive(Debug, Serialize)]
struct PhoneAccount {
    username: String,
    nickname: String,
}

async fn accounts(State(app): State<Shared>) -> ApiResult<Vec<PhoneAccount>> {
    let mut accounts = Vec::new();
    for username in demo::ACCOUNTS {
        if let Some(known) = app.context.store.credentials(username).await? {
            let nickname = known.user.nickname.unwrap_or_else(|| username.to_owned());
            accounts.push(PhoneAccount { username: username.to_owned(), nickname });
        }
    }
    Ok(ok(accounts))
}

#[derive(Deserialize)]
struct ChooseAccount {
    account: String,
}

#[derive(Debug, Serialize)]
struct PhoneSession {
    token: Secret,
}

/// Logs "this phone" in as a demo account. Only these accounts, and only in the demo: no password is asked for.
async fn session(State(app): State<Shared>, Body(choice): Body<ChooseAccount>) -> ApiResult<PhoneSession> {
    let unknown = || ApiError::status(StatusCode::NOT_FOUND, Code::NoSuchUser, Text::BadCredentials);
    let username = demo::ACCOUNTS.into_iter().find(|known| *known == choice.account).ok_or_else(unknown)?;
    let known = app.context.store.credentials(username).await?.ok_or_else(unknown)?;
    let login = app.sessions.open(known.user, demo::APP_ID, "demo").await?;
    Ok(ok(PhoneSession { token: login.token }))
}
