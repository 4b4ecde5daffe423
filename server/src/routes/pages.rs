//! The pages: phone, hosted login, demo site, and the files they use.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post};
use guard_protocol::{Code, Secret};
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use super::extract::Body;
use super::files::{embedded, folder, page_folder};
use super::headers::{self, PHONE_CSP, WIDGET_CSP};
use super::links;
use super::messages::Text;
use super::{ApiResult, ok};
use crate::demo;
use crate::state::{App, Shared};

pub(super) const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

macro_rules! asset {
    ($path:literal) => {
        include_bytes!(concat!("../../assets/", $path))
    };
}

/// The pages of every server.
pub(super) fn router(app: &App) -> Router<Shared> {
    let phone = || headers::page(PHONE_CSP);
    let mut router = Router::new()
        .route("/m/{random}", embedded(HTML, asset!("phone/index.html"), phone()))
        .route("/phone/phone.css", embedded(CSS, asset!("phone/phone.css"), phone()))
        .route("/phone/phone.js", embedded(JS, asset!("phone/phone.js"), phone()))
        .route("/phone/words.js", embedded(JS, asset!("phone/words.js"), phone()));
    router = router.merge(links::router(app));
    if let Some(dir) = &app.config.dist_dir {
        // Other sites load the package from here: module scripts and wasm are fetched with CORS.
        let open = Router::new().nest_service("/dist", folder(dir)).layer(from_fn(open_to_all));
        router = router.merge(open);
    }
    if let Some(dir) = &app.config.page_dir {
        router = router.merge(Router::new().nest_service("/login", page_folder(dir)).layer(from_fn(widget_page)));
    }
    router
}

/// The pages of the demo.
pub(super) fn demo_router() -> Router<Shared> {
    let page = || headers::page(WIDGET_CSP);
    let accounts = Router::new()
        .route("/m/accounts", get(accounts))
        .route("/m/session", post(session))
        .layer(DefaultBodyLimit::max(1024))
        .layer(from_fn(no_store));
    Router::new()
        .route("/", embedded(HTML, asset!("demo/index.html"), page()))
        .route("/demo/demo.css", embedded(CSS, asset!("demo/demo.css"), page()))
        .route("/demo/demo.js", embedded(JS, asset!("demo/demo.js"), page()))
        .route("/demo/words.js", embedded(JS, asset!("demo/words.js"), page()))
        .route("/demo/logo.svg", embedded(SVG, asset!("demo/logo.svg"), page()))
        .route("/demo/avatar-lin.svg", embedded(SVG, asset!("demo/avatar-lin.svg"), page()))
        .route("/demo/avatar-chen.svg", embedded(SVG, asset!("demo/avatar-chen.svg"), page()))
        .merge(accounts)
}

async fn open_to_all(request: Request, next: Next) -> Response {
    let named_by_content = is_part(request.uri().path());
    let mut response = next.run(request).await;
    let may_be_kept = named_by_content && response.status().is_success();
    let cache = if may_be_kept { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers::set(
        response.headers_mut(),
        [
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
            (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin")),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
        ],
    );
    response
}

/// Whether a file is a part of the module, whose name has a hash of what is in it: `guard-qr.0123abcd.wasm`.
fn is_part(path: &str) -> bool {
    let hash = path.strip_suffix(".wasm").and_then(|name| name.rsplit_once('.')).map(|(_, hash)| hash);
    hash.is_some_and(|hash| hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

async fn widget_page(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    headers::set(response.headers_mut(), headers::page(WIDGET_CSP));
    response
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
