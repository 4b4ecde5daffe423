//! The endpoints. [`router`] is called once at the start; each module below holds one group.

mod answer;
mod authorize;
mod body;
mod check;
mod config;
mod cookie;
mod demo_site;
mod end_session;
mod error;
mod every_request;
mod extract;
mod files;
mod form;
mod headers;
mod health;
mod hosted;
mod limit;
mod links;
mod messages;
mod mini_program;
mod oidc;
mod own_form;
mod own_page;
mod pages;
mod password;
mod phone;
mod qrcode;
mod session;
mod visitor;

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use guard_protocol::{Code, Reply, paths};
use tower_http::catch_panic::CatchPanicLayer;

pub use self::error::ApiError;
use self::error::in_callers_language;
use self::every_request::every_request;
use self::limit::limited;
use self::messages::Text;
use crate::limits::Action;
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
    let public = public.layer((headers::kept_by_nobody(), headers::public_api(), caught()));
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
        .route(paths::MINI_PROGRAM_OPEN, limited(&app, Action::Scan, post(mini_program::open)))
        .route(paths::MINI_PROGRAM_CONFIRM, limited(&app, Action::Confirm, post(mini_program::confirm)))
        .route(paths::MINI_PROGRAM_CANCEL, limited(&app, Action::Confirm, post(mini_program::cancel)))
        .route(paths::MINI_PROGRAM_LOG_OUT, limited(&app, Action::Confirm, post(mini_program::log_out)))
        .route(paths::USERS_ME, get(session::me))
        .route(paths::LOGOUT, get(session::logout_by_link).post(session::logout))
        .route("/api/{*rest}", axum::routing::any(no_such_path))
        .route("/login/session", post(cookie::start))
        .method_not_allowed_fallback(no_such_path);
    let api = api.layer((headers::kept_by_nobody(), headers::api(&app), caught()));
    let health = Router::new().route("/healthz", get(health::healthz)).route("/readyz", get(health::readyz));
    let mut all = api
        .merge(public)
        .merge(oidc::router(&app))
        .merge(hosted::router(&app))
        .merge(health)
        .merge(pages::router(&app));
    if app.config.demo {
        all = all.merge(demo_site::router(app.config.demo_phone.as_deref()));
    }
    let every_request = from_fn_with_state(Arc::clone(&app), every_request);
    all.layer((every_request, caught(), DefaultBodyLimit::max(MAX_BODY))).with_state(app)
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

/// Answers after a panic of the handler; what is outside of it goes on as ever.
fn caught() -> CatchPanicLayer<fn(Box<dyn Any + Send>) -> Response> {
    CatchPanicLayer::custom(|_| ApiError::panicked().into_response())
}

async fn no_such_path() -> ApiError {
    ApiError::status(StatusCode::NOT_FOUND, Code::BadParameters, Text::NoSuchPath)
}
