//! Folders and embedded files as routes.

use std::path::Path;

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use tower_http::services::{ServeDir, ServeFile};

/// A file that is part of the binary.
pub(super) fn embedded<S: Clone + Send + Sync + 'static>(
    kind: &'static str,
    body: &'static [u8],
    headers: [(HeaderName, HeaderValue); 5],
) -> MethodRouter<S> {
    get(move || {
        let headers = headers.clone();
        async move { embedded_response(kind, body, headers) }
    })
}

fn embedded_response(kind: &'static str, body: &'static [u8], headers: [(HeaderName, HeaderValue); 5]) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], headers, body).into_response()
}

/// A folder, with the `.br` and `.gz` beside a file for clients that take them. A folder inside is nothing: the redirect to
/// its name with a slash would leave out the prefix of the route.
pub(super) fn folder(dir: &Path) -> ServeDir {
    ServeDir::new(dir).append_index_html_on_directories(false).precompressed_br().precompressed_gzip()
}

/// A folder with a page of its own routes: what is not a file is its `index.html`.
pub(super) fn page_folder(dir: &Path) -> ServeDir<ServeFile> {
    let index = ServeFile::new(dir.join("index.html")).precompressed_br().precompressed_gzip();
    folder(dir).fallback(index)
}
