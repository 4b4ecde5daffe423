//! The keys as `--help` and the environment know them, made from the tables of [`Config`].

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use super::Config;
use super::section::Section as _;
pub use super::setting::Kind;

/// One key.
#[derive(Clone, Debug)]
pub struct Key {
    /// Path in the file, as in `qr.ttl_s`.
    pub path: String,
    /// How its value is written.
    pub kind: Kind,
    /// The value of a configuration that does not name it; empty when there is none.
    pub default: String,
    /// Least and greatest value of a number.
    pub range: Option<RangeInclusive<u32>>,
    /// Its purpose, with the unit.
    pub help: &'static str,
}

impl Key {
    /// Name of the environment variable, as in `GUARD_QR_TTL_S`.
    pub fn env(&self) -> String {
        env_name(&self.path)
    }
}

/// Name of the environment variable of the key at `path`.
pub(super) fn env_name(path: &str) -> String {
    format!("GUARD_{}", path.replace(['.', '-'], "_").to_uppercase())
}

/// Every key, in the order of the tables.
pub fn all() -> Vec<Key> {
    let mut keys = Vec::new();
    Config::keys("", &mut keys);
    keys
}

/// The list that ends `--help`.
pub fn help() -> String {
    let mut text = String::from(
        "Keys of the configuration file (TOML; a dot is a table) and, in capitals, the environment variables that win \
         over it. In brackets the default and what a number may be. Several applications: [[apps]] tables with the keys \
         of [app].\n",
    );
    for key in all() {
        let help = key.help.trim().trim_end_matches('.');
        let default = if key.default.is_empty() { "none" } else { &key.default };
        let range = key.range.as_ref().map(|range| format!("; {}", range_text(range))).unwrap_or_default();
        let _ = write!(text, "\n  {:<30} {:<37} {help} [{default}{range}]", key.path, key.env());
    }
    text
}

/// A range in words.
pub(super) fn range_text(range: &RangeInclusive<u32>) -> String {
    format!("{} to {}", range.start(), range.end())
}
