//! The pages of every server: phone, hosted login, and the files they use.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;

use super::files::{embedded, folder, page_folder};
use super::headers::{self, PHONE_CSP, WIDGET_CSP};
use super::{hosted, links};
use crate::state::Shared;

pub(super) const HTML: &str = "text/html; charset=utf-8";
pub(super) const CSS: &str = "text/css; charset=utf-8";
pub(super) const JS: &str = "text/javascript; charset=utf-8";

macro_rules! asset {
    ($path:literal) => {
        include_bytes!(concat!("../../assets/", $path))
    };
}

pub(super) use asset;

/// The pages of every server.
pub(super) fn router(app: &Shared) -> Router<Shared> {
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
    let login = match &app.config.page_dir {
        Some(dir) => Router::new().nest_service("/login", page_folder(dir)).layer(from_fn(widget_page)),
        None => Router::new().route("/login", get(async || hosted::nothing_to_do())),
    };
    router.merge(login.layer(from_fn_with_state(Arc::clone(app), hosted::or_interaction)))
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
