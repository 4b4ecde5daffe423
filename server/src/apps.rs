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

impl Apps {
    /// Those of `config`, and with `demo` the demo's, on a server whose address is `public_url` (no slash at the end).
    pub fn new(config: &Config, public_url: String) -> Self {
        let mut by_id: BTreeMap<_, _> = config.all_apps().map(|app| (app.id.clone(), app.clone())).collect();
        if config.demo {
            by_id.entry(demo::APP_ID.to_owned()).or_insert_with(|| demo::app(&public_url));
        }
        Self { by_id, origin: origin_of(&public_url), public_url }
    }

    /// The application with this id.
    pub fn get(&self, id: &str) -> Option<&AppConfig> {
        self.by_id.get(id)
    }

    /// Address of this server for phones and browsers; no slash at the end.
    pub fn public_url(&self) -> &str {
        &self.public_url
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
