//! The configuration: one TOML file, and every key of it also as an environment variable that wins over the file.
//! Read once by `main` ([`Config::load`]); tests build a [`Config`] by hand. [`keys::KEYS`] is the list that `--help`
//! prints.

pub mod keys;
mod load;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use guard_protocol::Secret;
use guard_protocol::config::{METHOD_MINI_PROGRAM_QR, METHOD_PASSWORD, QrExtension};
use guard_protocol::qrcode::CheckRequest;
use serde::Deserialize;

pub use load::ConfigError;

/// All settings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Address to listen on.
    pub listen: SocketAddr,
    /// Address of this server for phones and browsers; `None`: `http://` and the address listened on.
    pub public_url: Option<String>,
    /// Path of the SQLite file; `:memory:` keeps nothing.
    pub database: String,
    /// Folder of the npm package, served at `/dist/`.
    pub dist_dir: Option<PathBuf>,
    /// Folder of the hosted login page, served at `/login`.
    pub page_dir: Option<PathBuf>,
    /// Seed the demo app and users, serve the demo site at `/`, let the phone page log in without a password.
    pub demo: bool,
    /// Take the visitor's address from the last entry of `X-Forwarded-For`.
    pub trust_proxy: bool,
    /// How log lines look.
    pub log: LogFormat,
    /// Limits of password logins.
    pub password: PasswordLimits,
    /// Logged-in sessions.
    pub session: SessionLimits,
    /// Lifetimes of QR codes.
    pub qr: QrTimes,
    /// The application, when there is one.
    pub app: Option<AppConfig>,
    /// More applications.
    pub apps: Vec<AppConfig>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            public_url: None,
            database: "guard.db".to_owned(),
            dist_dir: None,
            page_dir: None,
            demo: false,
            trust_proxy: false,
            log: LogFormat::default(),
            password: PasswordLimits::default(),
            session: SessionLimits::default(),
            qr: QrTimes::default(),
            app: None,
            apps: Vec::new(),
        }
    }
}

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One JSON object a line.
    #[default]
    Json,
    /// For people.
    Text,
}

/// Limits of password logins.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PasswordLimits {
    /// Wrong passwords until the account is locked.
    pub attempts: u32,
    /// How long it stays locked, in s.
    pub lock_s: u32,
}

impl Default for PasswordLimits {
    fn default() -> Self {
        Self { attempts: 5, lock_s: 900 }
    }
}

/// Logged-in sessions.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SessionLimits {
    /// Lifetime of a token, in s.
    pub ttl_s: u32,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self { ttl_s: 14 * 24 * 3600 }
    }
}

/// Lifetimes of QR codes.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct QrTimes {
    /// Lifetime of a code, in s.
    pub ttl_s: u32,
    /// Least time left after a scan, in s.
    pub scan_extension_s: u32,
    /// Time to redeem a confirmed code, in s.
    pub redeem_s: u32,
    /// Longest wait of a long poll, in s.
    pub max_wait_s: u32,
    /// Least time between two polls, in s.
    pub interval_s: u32,
}

impl Default for QrTimes {
    fn default() -> Self {
        Self { ttl_s: 120, scan_extension_s: 90, redeem_s: 60, max_wait_s: CheckRequest::MAX_WAIT, interval_s: 2 }
    }
}

/// One application: what an operator sets in Authing's console.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppConfig {
    /// Id that the widget sends in `x-authing-app-id`.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Id of the user pool, echoed to the widget.
    #[serde(default)]
    pub user_pool_id: String,
    /// Logo: an absolute URL, or a path on this server. Also drawn in the QR code's centre.
    #[serde(default)]
    pub logo: Option<String>,
    /// Where a login may continue by default; one of the redirect URIs.
    #[serde(default)]
    pub callback_url: Option<String>,
    /// Methods in the order of their tabs.
    #[serde(default = "all_tabs")]
    pub tabs: Vec<String>,
    /// The method to start with; `None`: the first.
    #[serde(default)]
    pub default_tab: Option<String>,
    /// A line under the title by language tag.
    #[serde(default)]
    pub welcome: BTreeMap<String, String>,
    /// Origins that may embed the widget, besides this server's own (`*` as a wildcard); empty: those of the redirect
    /// URIs.
    #[serde(default)]
    pub allowed_origins: Vec<String>,
    /// URLs that a login may continue to.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// Abilities beyond plain v2.
    #[serde(default)]
    pub extension: Extension,
    /// The mini program. Absent: the built-in phone page stands in.
    #[serde(default)]
    pub wechat: Option<WeChat>,
}

/// The methods of an app that sets none.
pub(crate) fn all_tabs() -> Vec<String> {
    vec![METHOD_PASSWORD.to_owned(), METHOD_MINI_PROGRAM_QR.to_owned()]
}

/// Switches of the hardened extension. All off is a stock Authing server.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Extension {
    /// Take a challenge and ask for its verifier.
    pub verifier: bool,
    /// Let polls wait.
    pub long_poll: bool,
    /// Show a number to choose on the phone.
    pub number_match: bool,
    /// Take codes without a challenge, as stock Authing clients ask for them. Whoever sees such a code can take the login.
    pub allow_plain: bool,
}

impl Default for Extension {
    fn default() -> Self {
        Self { verifier: true, long_poll: true, number_match: true, allow_plain: false }
    }
}

impl Extension {
    /// The entry in public-config: none when all is off.
    pub fn advertised(self) -> Option<QrExtension> {
        let Self { verifier, long_poll, number_match, allow_plain: _ } = self;
        (verifier || long_poll || number_match).then_some(QrExtension { verifier, long_poll, number_match })
    }
}

/// Credentials of the mini program.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeChat {
    /// AppID.
    pub app_id: String,
    /// AppSecret; hidden in `Debug`.
    pub app_secret: Secret,
}
