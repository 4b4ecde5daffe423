//! Reading and checking the configuration.

use std::path::{Path, PathBuf};

use guard_protocol::origins::origin_of;
use guard_protocol::qrcode::CheckRequest;
use thiserror::Error;

use crate::config::keys::KEYS;
use crate::config::{AppConfig, Config, all_tabs};

/// Why there is no configuration.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file can't be read.
    #[error("can't read the configuration file {path}: {source}. Check the path given to --config")]
    Read {
        /// Path of the file.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// The file is not TOML.
    #[error("{path} is not valid TOML at line {line}: {reason}. Mend that line")]
    Syntax {
        /// Path of the file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// The parser's error.
        reason: String,
    },
    /// A key has a value that can't be used.
    #[error("configuration key `{key}`: {problem}")]
    Key {
        /// The key, or the environment variable.
        key: String,
        /// The fault, and the way to mend it.
        problem: String,
    },
}

impl Config {
    /// Reads `file` (if given) and lays the environment over it.
    ///
    /// # Errors
    /// [`ConfigError`] names the key and says what to do.
    pub fn load(file: Option<&Path>, env: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let mut table = match file {
            Some(path) => read(path)?,
            None => toml::Table::new(),
        };
        for key in KEYS {
            let name = key.env();
            if let Some(text) = env(&name).filter(|text| !text.is_empty()) {
                let value = key.kind.parse(&text).ok_or_else(|| problem(&name, key.kind.expected()))?;
                insert(&mut table, key.path, value);
            }
        }
        let config: Self = serde_path_to_error::deserialize(toml::Value::Table(table)).map_err(|error| {
            let path = error.path().to_string();
            let key = if path == "." { "(top level)".to_owned() } else { path };
            problem(&key, format!("{}. `guard-server --help` lists all keys", quoted_less(error.inner().message())))
        })?;
        config.check()?;
        Ok(config)
    }

    /// Every application, in order.
    pub fn all_apps(&self) -> impl Iterator<Item = &AppConfig> {
        self.app.iter().chain(&self.apps)
    }

    /// Checks what the types can't say.
    ///
    /// # Errors
    /// [`ConfigError::Key`] for the first key that does not fit.
    pub fn check(&self) -> Result<(), ConfigError> {
        if let Some(url) = &self.public_url {
            check_origin("public_url", url)?;
            if origin_of(url).is_none() {
                return Err(problem("public_url", format!("`{url}` must be written as browsers send it (`xn--…`)")));
            }
        }
        let counts = [
            ("password.attempts", self.password.attempts),
            ("password.lock_s", self.password.lock_s),
            ("session.ttl_s", self.session.ttl_s),
            ("qr.ttl_s", self.qr.ttl_s),
            ("qr.scan_extension_s", self.qr.scan_extension_s),
            ("qr.redeem_s", self.qr.redeem_s),
            ("qr.interval_s", self.qr.interval_s),
        ];
        if let Some((key, _)) = counts.into_iter().find(|(_, value)| *value == 0) {
            return Err(problem(key, "must be 1 or more"));
        }
        if self.qr.max_wait_s > CheckRequest::MAX_WAIT {
            return Err(problem("qr.max_wait_s", format!("must be at most {}", CheckRequest::MAX_WAIT)));
        }
        for (key, dir) in [("dist_dir", &self.dist_dir), ("page_dir", &self.page_dir)] {
            if let Some(dir) = dir.as_ref().filter(|dir| !dir.is_dir()) {
                return Err(problem(
                    key,
                    format!("{} is not a folder; build it first or leave the key out", dir.display()),
                ));
            }
        }
        if !self.demo && self.all_apps().next().is_none() {
            return Err(problem(
                "app",
                "no application is configured; add an [app] table with `id` and `name`, or set demo = true",
            ));
        }
        let mut seen = Vec::new();
        for app in self.all_apps() {
            app.check()?;
            if seen.contains(&&app.id) {
                return Err(problem("app.id", format!("`{}` is used twice; ids must differ", app.id)));
            }
            seen.push(&app.id);
        }
        Ok(())
    }
}

impl AppConfig {
    fn check(&self) -> Result<(), ConfigError> {
        if self.id.is_empty() || !self.id.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)) {
            return Err(problem("app.id", "must be letters, digits, `-` and `_`"));
        }
        if self.name.trim().is_empty() {
            return Err(problem("app.name", "must not be empty"));
        }
        let known = all_tabs();
        for tab in self.tabs.iter().chain(&self.default_tab) {
            if !known.contains(tab) {
                return Err(problem("app.tabs", format!("`{tab}` is not one of {}", known.join(", "))));
            }
        }
        for origin in &self.allowed_origins {
            check_origin("app.allowed_origins", origin)?;
        }
        for uri in self.redirect_uris.iter().chain(&self.callback_url) {
            if !uri.starts_with("https://") && !uri.starts_with("http://") {
                return Err(problem("app.redirect_uris", format!("`{uri}` must be an absolute http(s) URL")));
            }
        }
        if let Some(logo) = &self.logo
            && !(logo.starts_with('/') || logo.starts_with("https://") || logo.starts_with("http://"))
        {
            return Err(problem("app.logo", "must be an absolute http(s) URL or a path that starts with `/`"));
        }
        if !self.extension.verifier && !self.extension.allow_plain {
            return Err(problem(
                "app.extension.verifier",
                "off, nobody could get a QR code; set app.extension.allow_plain = true as well",
            ));
        }
        if self.extension.number_match && !self.extension.verifier {
            return Err(problem(
                "app.extension.number_match",
                "needs app.extension.verifier = true; set both or neither",
            ));
        }
        Ok(())
    }
}

fn check_origin(key: &str, url: &str) -> Result<(), ConfigError> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match rest {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', ' ', '@']) => Ok(()),
        _ => Err(problem(key, format!("`{url}` must be scheme and host alone, as in https://login.example.com"))),
    }
}

fn problem(key: &str, problem: impl Into<String>) -> ConfigError {
    ConfigError::Key { key: key.to_owned(), problem: problem.into() }
}

/// An error's words without the value they quote: a misplaced secret must not reach a terminal or a log.
fn quoted_less(message: &str) -> String {
    match (message.starts_with("invalid"), message.rsplit_once(", expected ")) {
        (true, Some((_, expected))) => format!("expected {expected}"),
        _ => message.to_owned(),
    }
}

fn read(path: &Path) -> Result<toml::Table, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
    text.parse().map_err(|error: toml::de::Error| ConfigError::Syntax {
        path: path.to_owned(),
        line: error.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1)),
        reason: error.message().to_owned(),
    })
}

fn insert(table: &mut toml::Table, path: &str, value: toml::Value) {
    match path.split_once('.') {
        None => {
            table.insert(path.to_owned(), value);
        }
        Some((head, rest)) => {
            let child = table.entry(head).or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if let toml::Value::Table(child) = child {
                insert(child, rest, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use guard_protocol::config::METHOD_PASSWORD;

    use super::*;
    use crate::config::keys::Kind;

    fn load(text: &str, env: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("guard.toml");
        std::fs::write(&path, text).unwrap();
        let env: Vec<(String, String)> = env.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Config::load(Some(&path), |name| env.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()))
    }

    fn refused(text: &str) -> String {
        load(text, &[]).unwrap_err().to_string()
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let config = load(
            "demo = true\n[qr]\nttl_s = 60\nredeem_s = 30\n",
            &[
                ("GUARD_QR_TTL_S", "90"),
                ("GUARD_APP_ID", "shop"),
                ("GUARD_APP_NAME", "Shop"),
                ("GUARD_APP_ALLOWED_ORIGINS", "https://a.example, https://b.example"),
                ("GUARD_APP_WELCOME_ZH_CN", "欢迎"),
                ("GUARD_APP_EXTENSION_NUMBER_MATCH", "false"),
            ],
        )
        .unwrap();
        assert_eq!((config.qr.ttl_s, config.qr.redeem_s), (90, 30));
        let app = config.app.unwrap();
        assert_eq!(app.allowed_origins, ["https://a.example", "https://b.example"]);
        assert_eq!(app.welcome["zh-CN"], "欢迎");
        assert!(!app.extension.number_match && app.extension.verifier);
    }

    #[test]
    fn errors_name_the_key_and_what_to_do() {
        for (text, words) in [
            ("demo = true\n[qr]\nttl = 5", "`qr.ttl`: unknown field"),
            ("demo = true\n[qr]\nttl_s = \"x\"", "`qr.ttl_s`: expected u32"),
            ("demo = true\n[qr]\nttl_s = 0", "`qr.ttl_s`: must be 1 or more"),
            ("demo = true\n[qr]\nmax_wait_s = 60", "`qr.max_wait_s`: must be at most 25"),
            ("demo = true\npublic_url = \"login.example.com\"", "`public_url`"),
            ("demo = true\npublic_url = \"https://登录.example\"", "as browsers send it"),
            ("demo = true\ndist_dir = \"nowhere-at-all\"", "`dist_dir`: nowhere-at-all is not a folder"),
            ("demo = tru", "not valid TOML at line 1"),
            ("", "add an [app] table"),
            ("[app]\nid = \"a b\"\nname = \"A\"", "`app.id`"),
            ("[app]\nid = \"a\"\nname = \"A\"\ntabs = [\"sms\"]", "`sms` is not one of"),
            ("[app]\nid = \"a\"\nname = \"A\"\nallowed_origins = [\"a.com/x\"]", "`app.allowed_origins`"),
            ("[[apps]]\nid = \"a\"\nname = \"A\"\n[[apps]]\nid = \"a\"\nname = \"B\"", "used twice"),
        ] {
            let error = refused(text);
            assert!(error.contains(words), "{text:?} gave {error:?}");
        }
        let error = load("demo = true", &[("GUARD_QR_TTL_S", "soon")]).unwrap_err().to_string();
        assert!(error.contains("`GUARD_QR_TTL_S`: must be a whole number"), "{error}");
        assert!(Config::load(Some(Path::new("no-such.toml")), |_| None).unwrap_err().to_string().contains("--config"));
    }

    #[test]
    fn secrets_show_neither_in_debug_nor_in_errors() {
        let text = "[app]\nid = \"a\"\nname = \"A\"\n[app.wechat]\napp_id = \"wx1\"\napp_secret = \"s3cret\"";
        assert!(!format!("{:?}", load(text, &[]).unwrap()).contains("s3cret"));
        assert!(!refused("demo = true\n[qr]\nttl_s = \"s3cret\"").contains("s3cret"));
    }

    #[test]
    fn every_key_of_the_list_is_one_of_the_configuration() {
        for key in KEYS {
            let value = match key.path {
                "listen" => "127.0.0.1:1",
                "public_url" | "app.callback_url" | "app.redirect_uris" | "app.allowed_origins" => "https://a.example",
                "dist_dir" | "page_dir" => ".",
                "log" => "text",
                "app.logo" => "/logo.svg",
                "app.tabs" | "app.default_tab" => METHOD_PASSWORD,
                path if path.ends_with("switch") => "true",
                _ => match key.kind {
                    Kind::Switch => "true",
                    Kind::Number => "7",
                    Kind::Text | Kind::List => "x",
                },
            };
            let needed = [
                ("GUARD_DEMO", "true"),
                ("GUARD_APP_ID", "a"),
                ("GUARD_APP_NAME", "A"),
                ("GUARD_APP_WECHAT_APP_ID", "wx"),
                ("GUARD_APP_WECHAT_APP_SECRET", "s"),
            ];
            let name = key.env();
            let env: Vec<_> = [(name.as_str(), value)].into_iter().chain(needed).collect();
            load("", &env).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
}
