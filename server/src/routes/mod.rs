//! The endpoints. [`router`] is called once at the start; each module below holds one group.

mod check;
mod config;
mod cookie;
mod error;
mod extract;
mod files;
mod headers;
mod health;
mod limit;
mod messages;
mod own_page;
mod pages;
mod password;
mod phone;
mod qrcode;
mod session;
mod visitor;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use guard_protocol::{Code, Reply, paths};
use tower_http::catch_panic::CatchPanicLayer;
use tracing::info;

pub use self::error::ApiError;
use self::error::in_callers_language;
use self::limit::limited;
use self::messages::Text;
use crate::limits::Action;
use crate::metrics;
use crate::state::Shared;

/// How long a client should wait when there are too many connections.
const OVERLOAD_PAUSE: Duration = Duration::from_secs(1);
/// The longest body that any endpoint takes, in bytes.
const MAX_BODY: usize = 16 * 1024;

/// Answer of a handler of the API.
type ApiResult<T> = Result<Json<Reply<T>>, ApiError>;

fn ok<T>(data: T) -> Json<Reply<T>> {
    Json(Reply::ok(data))
}

/// Every endpoint and page.
pub fn router(app: Shared) -> Router {
    let public = Router::new()
        .route(&[paths::PUBLIC_CONFIG.0, "{id}", paths::PUBLIC_CONFIG.1].concat(), get(config::public_config))
        .method_not_allowed_fallback(no_such_path);
    let public = told(public).layer(headers::public_api()).layer(map_response(headers::kept_by_nobody));
    let api = Router::new()
        .route(paths::LOGIN_ACCOUNT, limited(&app, Action::LogIn, post(password::account)))
        .route(paths::QRCODE_GENE, limited(&app, Action::Create, post(qrcode::gene)))
        .route(&format!("{}{{file}}", qrcode::IMAGE_PATH), get(qrcode::image))
        .route(paths::QRCODE_CHECK, get(check::plain).post(check::long))
        .route(paths::QRCODE_USERINFO, limited(&app, Action::Redeem, post(qrcode::userinfo)))
        .route(paths::QRCODE_ABANDON, post(qrcode::abandon))
        .route(paths::QRCODE_SCANNED, limited(&app, Action::Scan, post(phone::scanned)))
        .route(paths::QRCODE_CONFIRM, limited(&app, Action::Confirm, post(phone::confirm)))
        .route(paths::QRCODE_CANCEL, limited(&app, Action::Confirm, post(phone::cancel)))
        .route(paths::QRCODE_OUTCOME, post(phone::outcome))
        .route(paths::USERS_ME, get(session::me))
        .route(paths::LOGOUT, get(session::logout_by_link).post(session::logout))
        .route("/api/{*rest}", axum::routing::any(no_such_path))
        .route("/login/session", post(cookie::start))
        .method_not_allowed_fallback(no_such_path);
    let api = told(api).layer(headers::api(&app)).layer(map_response(headers::kept_by_nobody));
    let health = Router::new().route("/healthz", get(health::healthz)).route("/readyz", get(health::readyz));
    let mut all = api.merge(public).merge(health).merge(pages::router(&app));
    if app.config.demo {
        all = all.merge(pages::demo_router());
    }
    let counted = from_fn_with_state(Arc::clone(&app), count);
    let named = from_fn_with_state(Arc::clone(&app), visitor::named);
    let all = told(all).layer(DefaultBodyLimit::max(MAX_BODY)).layer(named);
    all.layer(from_fn(log)).layer(counted).with_state(app)
}

/// Counts the request among the open ones, which a server that ends waits for.
async fn count(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let _open = app.open_requests.open();
    next.run(request).await
}

/// What connections beyond the limit are answered.
pub(crate) fn overload() -> Router {
    let closing = async |mut response: Response| {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        response
    };
    Router::new()
        .fallback(async || ApiError::busy(OVERLOAD_PAUSE))
        .layer(from_fn(in_callers_language))
        .layer(map_response(closing))
}

/// `router`, whose refusals are written in the caller's language, those after a panic included.
fn told<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    let panicked = |_| ApiError::panicked().into_response();
    router.layer(CatchPanicLayer::custom(panicked)).layer(from_fn(in_callers_language))
}

async fn no_such_path() -> ApiError {
    ApiError::status(StatusCode::NOT_FOUND, Code::BadParameters, Text::NoSuchPath)
}

/// One log line and the figures of a request. It names the route, never the path or query, which may carry ids and
/// tickets, and no header or body.
async fn log(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "(none)".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let took = started.elapsed();
    metrics::answered(&method, &route, response.status(), took);
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    info!(%method, route, status = response.status().as_u16(), ms, "request");
    response
}
