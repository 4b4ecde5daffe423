//! The applications that this server knows, and what their settings mean at its address.

use std::collections::BTreeMap;

use guard_protocol::origins::{is_allowed, origin_of};

use crate::config::{AppConfig, Config};
use crate::demo;

/// The applications, by id.
#[derive(Debug)]
pub struct Apps {
    by_id: BTreeMap<String, AppConfig>,
    public_url: String,
    origin: Option<String>,
}

/// Puts the origins that an empty list stands for into it: this server's own, and those that a login may lead back to.
/// No list that a client gets is empty, since an empty one of a stock server means that every page may.
fn fill_origins(app: &mut AppConfig, public_url: &str) {
    if app.allowed_origins.iter().any(|origin| !origin.trim().is_empty()) {
        return;
    }
    let urls = std::iter::once(public_url).chain(app.callback_url.iter().chain(&app.redirect_uris).map(String::as_str));
    let mut origins: Vec<String> = urls.filter_map(origin_of).collect();
    origins.sort();
    origins.dedup();
    app.allowed_origins = origins;
}

impl Apps {
    /// Those of `config`, and with `demo` the demo's, on a server whose address is `public_url` (no slash at the end).
    pub fn new(config: &Config, public_url: String) -> Self {
        let mut by_id: BTreeMap<_, _> = config.all_apps().map(|app| (app.id.clone(), app.clone())).collect();
        if config.demo {
            by_id.entry(demo::APP_ID.to_owned()).or_insert_with(|| demo::app(&public_url));
        }
        for app in by_id.values_mut() {
            fill_origins(app, &public_url);
        }
        Self { by_id, origin: origin_of(&public_url), public_url }
    }

    /// The application with this id.
    pub fn get(&self, id: &str) -> Option<&AppConfig> {
        self.by_id.get(id)
    }

    /// Every application.
    pub fn all(&self) -> impl Iterator<Item = &AppConfig> {
        self.by_id.values()
    }

    /// Address of this server for phones and browsers; no slash at the end.
    pub fn public_url(&self) -> &str {
        &self.public_url
    }

    /// The origin of [`public_url`](Self::public_url), as browsers write it.
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// `url` as an absolute URL: a path is one of this server.
    pub fn absolute(&self, url: &str) -> String {
        if url.starts_with('/') { format!("{}{url}", self.public_url) } else { url.to_owned() }
    }

    /// Whether `origin` may use `app`; this server's own pages always may. Whoever names no origin counts as a page
    /// without a name.
    pub fn allows_origin(&self, app: &AppConfig, origin: Option<&str>) -> bool {
        is_allowed(&app.allowed_origins, origin.unwrap_or("null"), self.origin.as_deref())
    }

    /// Whether `origin` may use any application.
    pub fn any_allows_origin(&self, origin: &str) -> bool {
        self.by_id.values().any(|app| self.allows_origin(app, Some(origin)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(listed: &[&str], redirects: &[&str]) -> Vec<String> {
        let texts = |list: &[&str]| list.iter().map(ToString::to_string).collect();
        let app = AppConfig {
            allowed_origins: texts(listed),
            redirect_uris: texts(redirects),
            ..demo::app("https://own.example")
        };
        let config = Config { app: Some(app), ..Config::default() };
        let apps = Apps::new(&config, "https://own.example".to_owned());
        apps.get(demo::APP_ID).unwrap().allowed_origins.clone()
    }

    #[test]
    fn an_empty_list_of_origins_is_never_any() {
        assert_eq!(origins(&[], &[]), ["https://own.example"]);
        assert_eq!(origins(&[" ", ""], &[]), ["https://own.example"]);
        let own_and_shop = ["https://own.example", "https://shop.example"];
        assert_eq!(origins(&[], &["https://shop.example/a", "https://shop.example/b"]), own_and_shop);
        assert_eq!(origins(&["https://only.example"], &["https://shop.example/"]), ["https://only.example"]);
    }
}
