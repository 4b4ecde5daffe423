//! What the types can't say: values that do not fit each other, and keys that would do nothing.

use std::net::SocketAddr;

use guard_protocol::Lang;
use guard_protocol::origins::origin_of;

use super::colors::is_value;
use super::error::{ConfigError, Fault};
use super::exposure::{is_near, is_near_url};
use super::section::Section as _;
use super::tables::{AppConfig, Config, DEMO_APP_ID, all_tabs};
use super::wechat::CodeVisual;

impl Config {
    /// Checks what the types can't say.
    ///
    /// # Errors
    /// [`ConfigError::Wrong`] with every key that does not fit.
    pub fn check(&self) -> Result<(), ConfigError> {
        let faults = self.faults();
        if faults.is_empty() { Ok(()) } else { Err(ConfigError::Wrong(faults)) }
    }

    /// Every key that does not fit, without its place.
    pub(super) fn faults(&self) -> Vec<Fault> {
        let mut faults = Faults::default();
        self.check_ranges("", &mut faults.0);
        if let Some(url) = &self.public_url {
            faults.origin("public_url", url);
            if is_scheme_and_host(url) && origin_of(url).is_none() {
                faults.add("public_url", "must be written as browsers send it (`xn--…`)");
            }
        }
        self.check_wechat_api(&mut faults);
        for (key, dir) in [("dist_dir", &self.dist_dir), ("page_dir", &self.page_dir)] {
            if dir.as_ref().is_some_and(|dir| !dir.is_dir()) {
                faults.add(key, "is not a folder. Build it first, or leave the key out");
            }
        }
        if self.metrics_listen.is_some_and(|address| is_same(address, self.listen)) {
            faults.add("metrics_listen", "must be another address than `listen`, so that the public does not reach it");
        }
        if self.demo {
            self.check_demo(&mut faults);
        } else if self.all_apps().next().is_none() {
            faults.add(
                "demo",
                "is false and there is no application: add an [app] table with `id` and `name`, or set it",
            );
        }
        self.check_demo_phone(&mut faults);
        let mut seen = Vec::new();
        for (path, app) in self.apps_with_paths() {
            app.check(&path, &mut faults);
            if seen.contains(&&app.id) {
                faults.add(format!("{path}.id"), "is the id of another application, too; ids must differ");
            }
            seen.push(&app.id);
        }
        faults.0
    }

    /// What counts as it stands, and should not stay so, without its place.
    pub fn warnings(&self) -> Vec<Fault> {
        let mut warnings = Faults::default();
        for (path, app) in self.apps_with_paths() {
            app.warn_of_callback(&path, &mut warnings);
        }
        warnings.0
    }

    /// The keys that were set and would do nothing.
    pub(super) fn unused(&self, is_set: impl Fn(&str) -> bool) -> Vec<Fault> {
        let mut faults = Faults::default();
        // The demo's own application has all abilities, unless the configuration has one of its id.
        let demo = self.demo && self.all_apps().all(|app| app.id != DEMO_APP_ID);
        if is_set("qr.interval_s") && !demo && self.all_apps().all(|app| !app.extension.verifier) {
            faults.add("qr.interval_s", "does nothing while no application has extension.verifier. Leave it out");
        }
        for (path, app) in self.apps_with_paths() {
            let key = format!("{path}.wechat.stock");
            if is_set(&key) && app.wechat.as_ref().is_some_and(|wechat| wechat.visual == CodeVisual::Link) {
                faults.add(key, "does nothing beside visual = \"link\": no picture is made. Leave it out");
            }
        }
        faults.0
    }

    /// The demo has accounts without a password: nobody else's application beside it, and nobody from outside.
    fn check_demo(&self, faults: &mut Faults) {
        for (path, app) in self.apps_with_paths() {
            if app.id != DEMO_APP_ID {
                let problem =
                    "can't be beside demo = true, which lets everybody in. Take the application or `demo` out";
                faults.add(format!("{path}.id"), problem);
            }
        }
        let ip = self.listen.ip();
        let is_any = ip.to_canonical().is_unspecified();
        match &self.public_url {
            Some(url) if is_scheme_and_host(url) && !is_near_url(url) => {
                let problem = "must be of this machine or its network while demo = true, which lets everybody in. Take \
                               an address as http://192.168.1.20:8080, or `demo` out";
                faults.add("public_url", problem);
            }
            None if is_any => {
                let problem = "takes every address while demo = true lets everybody in. Listen on 127.0.0.1, or set \
                               `public_url` to this machine's address in its network";
                faults.add("listen", problem);
            }
            _ if !is_any && !is_near(ip) => {
                let problem = "must be a loopback or private address while demo = true, which lets everybody in";
                faults.add("listen", problem);
            }
            _ => {}
        }
    }

    /// The drawn phone is a page in a page: it is named in a policy, and stands where the demo does.
    fn check_demo_phone(&self, faults: &mut Faults) {
        let Some(url) = &self.demo_phone else { return };
        let fits = |c: char| c.is_ascii_alphanumeric() || ".-:/[]".contains(c);
        if !self.demo {
            faults.add("demo_phone", "does nothing without demo = true. Leave it out");
        } else if !is_scheme_and_host(url) || !url.chars().all(fits) {
            faults.add("demo_phone", "must be scheme and host alone, as in http://127.0.0.1:8090");
        } else if !is_near_url(url) {
            faults.add("demo_phone", "must be of this machine or its network, as the demo is");
        }
    }

    fn apps_with_paths(&self) -> impl Iterator<Item = (String, &AppConfig)> {
        let one = self.app.iter().map(|app| ("app".to_owned(), app));
        one.chain(self.apps.iter().enumerate().map(|(index, app)| (format!("apps[{index}]"), app)))
    }
}

impl AppConfig {
    fn check(&self, path: &str, faults: &mut Faults) {
        let key = |name: &str| format!("{path}.{name}");
        if self.id.is_empty() || !self.id.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)) {
            faults.add(key("id"), "must be letters, digits, `-` and `_`, one at least");
        }
        if self.name.trim().is_empty() {
            faults.add(key("name"), "must be the name to show; it is empty or missing");
        }
        self.check_tabs(path, faults);
        self.check_urls(path, faults);
        self.check_callback(path, faults);
        self.check_page(path, faults);
        self.check_extension(path, faults);
        self.oidc.check(&key("oidc"), faults);
        if let Some(wechat) = &self.wechat {
            wechat.check(&key("wechat"), faults);
        }
    }

    fn check_tabs(&self, path: &str, faults: &mut Faults) {
        let known = all_tabs();
        if self.tabs.is_empty() {
            faults.add(format!("{path}.tabs"), format!("must name one at least of {}", known.join(", ")));
        }
        for (index, tab) in self.tabs.iter().enumerate() {
            if !known.contains(tab) {
                faults.add(format!("{path}.tabs[{index}]"), format!("must be one of {}", known.join(", ")));
            }
        }
        if self.default_tab.as_ref().is_some_and(|tab| !self.tabs.contains(tab)) {
            faults.add(format!("{path}.default_tab"), format!("must be one of `{path}.tabs`"));
        }
        faults.repeated(&format!("{path}.tabs"), &self.tabs);
    }

    fn check_urls(&self, path: &str, faults: &mut Faults) {
        for (index, origin) in self.allowed_origins.iter().enumerate() {
            if origin == "null" {
                continue;
            }
            if origin != "*" {
                faults.origin(&format!("{path}.allowed_origins[{index}]"), origin);
            } else if self.allowed_origins.len() > 1 {
                let problem = "stands for every origin, so that the other entries do nothing. Leave it or them out";
                faults.add(format!("{path}.allowed_origins[{index}]"), problem);
            }
        }
        faults.repeated(&format!("{path}.allowed_origins"), &self.allowed_origins);
        for (index, uri) in self.redirect_uris.iter().enumerate() {
            if !is_http(uri) {
                faults.add(format!("{path}.redirect_uris[{index}]"), ABSOLUTE);
            }
        }
        faults.repeated(&format!("{path}.redirect_uris"), &self.redirect_uris);
        if self.callback_url.as_ref().is_some_and(|uri| !is_http(uri)) {
            faults.add(format!("{path}.callback_url"), ABSOLUTE);
        }
        if self.logo.as_ref().is_some_and(|logo| !logo.starts_with('/') && !is_http(logo)) {
            let problem = "must be an absolute http(s) URL, or a path that starts with `/`";
            faults.add(format!("{path}.logo"), problem);
        }
    }

    fn check_page(&self, path: &str, faults: &mut Faults) {
        let page = &self.page;
        for (name, url) in [("terms_url", &page.terms_url), ("privacy_url", &page.privacy_url)] {
            if url.as_ref().is_some_and(|url| !is_http(url) && !is_path(url)) {
                faults.add(
                    format!("{path}.page.{name}"),
                    "must be an absolute http(s) URL, or a path that starts with `/`",
                );
            }
        }
        let is_picture = |text: &str| {
            let plain = text.chars().all(|c| c.is_ascii_graphic() && !"\"'\\<>();{}".contains(c));
            plain && (text.starts_with("https://") || is_path(text))
        };
        if page.background.as_ref().is_some_and(|text| !is_value(text) && !is_picture(text)) {
            let problem = "must be a colour, or a picture as an https URL or a path that starts with `/`";
            faults.add(format!("{path}.page.background"), problem);
        }
        for (index, tag) in page.languages.iter().enumerate() {
            if Lang::ALL.iter().all(|lang| lang.tag() != tag) {
                let tags: Vec<_> = Lang::ALL.iter().map(|lang| lang.tag()).collect();
                faults.add(format!("{path}.page.languages[{index}]"), format!("must be one of {}", tags.join(", ")));
            }
        }
        faults.repeated(&format!("{path}.page.languages"), &page.languages);
    }

    fn check_extension(&self, path: &str, faults: &mut Faults) {
        let extension = self.extension;
        let abilities = [("number_match", extension.number_match), ("long_poll", extension.long_poll)];
        for (name, is_on) in abilities {
            if is_on && !extension.verifier {
                let problem = "needs extension.verifier = true, without which it does nothing. Set both or neither";
                faults.add(format!("{path}.extension.{name}"), problem);
            }
        }
        if !extension.verifier && !extension.allow_plain {
            let problem = "can't be false while extension.allow_plain is, too: no client could log in by QR code";
            faults.add(format!("{path}.extension.verifier"), problem);
        }
    }
}

/// What a URL to continue to must be.
const ABSOLUTE: &str = "must be an absolute http(s) URL, as in https://shop.example.com/welcome";

/// What was found so far.
#[derive(Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    /// Notes what is wrong with a key.
    pub(super) fn add(&mut self, key: impl Into<String>, problem: impl Into<String>) {
        self.0.push(Fault::new(key, problem));
    }

    fn origin(&mut self, key: &str, url: &str) {
        if !is_scheme_and_host(url) {
            self.add(key, "must be scheme and host alone, as in https://login.example.com");
        }
    }

    /// The entries that say what one before them has said.
    pub(super) fn repeated(&mut self, key: &str, entries: &[String]) {
        for (index, entry) in entries.iter().enumerate() {
            if entries.iter().take(index).any(|before| before == entry) {
                self.add(format!("{key}[{index}]"), "stands there twice. Leave one of them out");
            }
        }
    }
}

/// Whether `url` is a path of this server.
fn is_path(url: &str) -> bool {
    url.starts_with('/') && !url.starts_with("//") && !url.contains('\\')
}

/// Whether `url` is of the web.
pub(super) fn is_http(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// Whether `url` has neither path nor more.
pub(super) fn is_scheme_and_host(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', ' ', '@']))
}

/// Whether both can't be listened on, or would be one.
fn is_same(a: SocketAddr, b: SocketAddr) -> bool {
    a.port() == b.port() && a.port() != 0 && (a.ip() == b.ip() || a.ip().is_unspecified() || b.ip().is_unspecified())
}
