//! What stands in the folder of a link that opens a mini program: the file by which WeChat checks whose it is, and a page
//! for whoever follows the link without WeChat.

use std::collections::{BTreeMap, BTreeSet};

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::files::embedded;
use super::headers::{self, PHONE_CSP};
use super::pages::HTML;
use crate::services::qr_logins::PHONE_PATH;
use crate::state::{App, Shared};

const TEXT: &str = "text/plain; charset=utf-8";

/// The first parts of this server's own paths. A link may stand there on another server; here it has no page.
const OWN: [&str; 10] = ["", "api", "demo", "dist", "healthz", "login", "m", "oidc", "phone", "readyz"];

/// The files and pages of all links.
pub(super) fn router(app: &App) -> Router<Shared> {
    let mut router = Router::new();
    let (mut files, mut folders) = (BTreeMap::new(), BTreeSet::new());
    for wechat in app.apps().all().filter_map(|app| app.wechat.as_ref()) {
        let Some(folder) = wechat.link.as_deref().and_then(folder) else { continue };
        if let (Some(name), Some(content)) = (&wechat.link_file_name, &wechat.link_file_content) {
            files.insert(format!("{folder}{name}"), content.clone());
        }
        if folder.split('/').nth(1).is_some_and(|first| !OWN.contains(&first)) {
            folders.insert(folder.to_owned());
        }
    }
    for (path, content) in files {
        router = router.route(&path, get(async move || ([(header::CONTENT_TYPE, TEXT)], content)));
    }
    for folder in folders {
        let path = format!("{folder}{{id}}");
        router = if app.config.demo {
            router.route(&path, get(to_the_phone_page))
        } else {
            let page = include_bytes!("../../assets/link/index.html");
            router.route(&path, embedded(HTML, page, headers::page(PHONE_CSP)))
        };
    }
    router
}

/// The path of a link.
fn folder(link: &str) -> Option<&str> {
    let (_, rest) = link.split_once("://")?;
    rest.find('/').map(|slash| &rest[slash..])
}

/// In the demo the phone page stands in for the mini program.
async fn to_the_phone_page(Path(id): Path<String>) -> Response {
    if id.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)) {
        Redirect::temporary(&format!("{PHONE_PATH}{id}")).into_response()
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}
