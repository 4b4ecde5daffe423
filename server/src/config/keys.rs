//! The keys of the configuration as `--help` and the environment know them. Used by `load` and `main`.

use std::fmt::Write as _;

/// Type of a key's text in the environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As it is.
    Text,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Switch,
    /// Entries with commas between.
    List,
}

impl Kind {
    /// The value that `text` stands for, if it fits.
    pub(crate) fn parse(self, text: &str) -> Option<toml::Value> {
        match self {
            Self::Text => Some(toml::Value::String(text.to_owned())),
            Self::Number => text.trim().parse().ok().map(toml::Value::Integer),
            Self::Switch => match text.trim() {
                "true" | "1" => Some(toml::Value::Boolean(true)),
                "false" | "0" => Some(toml::Value::Boolean(false)),
                _ => None,
            },
            Self::List => {
                let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
                Some(toml::Value::Array(entries.map(|entry| toml::Value::String(entry.to_owned())).collect()))
            }
        }
    }

    /// The text to write instead of one that does not fit.
    pub(crate) const fn expected(self) -> &'static str {
        match self {
            Self::Text => "must be text",
            Self::Number => "must be a whole number",
            Self::Switch => "must be true or false",
            Self::List => "must be entries with commas between",
        }
    }
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Path in the file, as in `qr.ttl_s`.
    pub path: &'static str,
    /// Type of its text.
    pub kind: Kind,
    /// Its purpose, with unit and default.
    pub help: &'static str,
}

impl Key {
    /// Name of the environment variable, as in `GUARD_QR_TTL_S`.
    pub fn env(&self) -> String {
        format!("GUARD_{}", self.path.replace(['.', '-'], "_").to_uppercase())
    }
}

const fn key(path: &'static str, kind: Kind, help: &'static str) -> Key {
    Key { path, kind, help }
}

/// Every key.
pub const KEYS: &[Key] = &[
    key("listen", Kind::Text, "address to listen on [127.0.0.1:8080]"),
    key("public_url", Kind::Text, "what phones and browsers call this server; goes into QR codes [http://LISTEN]"),
    key("database", Kind::Text, "path of the SQLite file, or :memory: [guard.db]"),
    key("dist_dir", Kind::Text, "folder of the npm package, served at /dist/ [none]"),
    key("page_dir", Kind::Text, "folder of the hosted login page, served at /login [none]"),
    key("demo", Kind::Switch, "seed demo app and users, demo site at /, phone accounts without password [false]"),
    key("trust_proxy", Kind::Switch, "take the visitor's address from the last X-Forwarded-For entry [false]"),
    key("log", Kind::Text, "json or text; RUST_LOG sets the level [json]"),
    key("password.attempts", Kind::Number, "wrong passwords until an account is locked [5]"),
    key("password.lock_s", Kind::Number, "how long it stays locked, s [900]"),
    key("session.ttl_s", Kind::Number, "lifetime of a login, s [1209600]"),
    key("qr.ttl_s", Kind::Number, "lifetime of a QR code, s [120]"),
    key("qr.scan_extension_s", Kind::Number, "least time left after a scan, s [90]"),
    key("qr.redeem_s", Kind::Number, "time to redeem a confirmed code, s [60]"),
    key("qr.max_wait_s", Kind::Number, "longest wait of a long poll, s, at most 25 [25]"),
    key("qr.interval_s", Kind::Number, "least time between two polls, s [2]"),
    key("app.id", Kind::Text, "id of the application"),
    key("app.name", Kind::Text, "its name"),
    key("app.user_pool_id", Kind::Text, "id of the user pool, echoed to the widget []"),
    key("app.logo", Kind::Text, "logo, URL or path; also in the QR code's centre [none]"),
    key("app.callback_url", Kind::Text, "where a login may continue by default [none]"),
    key("app.tabs", Kind::List, "methods in order [password, wechat-miniprogram-qrcode]"),
    key("app.default_tab", Kind::Text, "method to start with [the first]"),
    key("app.welcome.zh-CN", Kind::Text, "line under the title, Chinese [none]"),
    key("app.welcome.en-US", Kind::Text, "line under the title, English [none]"),
    key("app.allowed_origins", Kind::List, "other origins that may embed the widget, * as wildcard [all]"),
    key("app.redirect_uris", Kind::List, "URLs that a login may continue to [none]"),
    key("app.extension.verifier", Kind::Switch, "bind codes to the browser that made them [true]"),
    key(
        "app.extension.allow_plain",
        Kind::Switch,
        "take codes without a challenge, as stock clients ask for them [false]",
    ),
    key("app.extension.long_poll", Kind::Switch, "let polls wait for a change [true]"),
    key("app.extension.number_match", Kind::Switch, "show a number to choose on the phone [true]"),
    key("app.wechat.app_id", Kind::Text, "AppID of the mini program [none: the built-in phone page stands in]"),
    key("app.wechat.app_secret", Kind::Text, "its AppSecret; better in the environment than in the file"),
];

/// The list that ends `--help`.
pub fn help() -> String {
    let mut text = String::from(
        "Keys of the configuration file (TOML; a dot is a table) and, in capitals, the environment variables that win \
         over it. Several applications: [[apps]] tables with the keys of [app].\n",
    );
    for key in KEYS {
        let _ = write!(text, "\n  {:<28} {:<37} {}", key.path, key.env(), key.help);
    }
    text
}
