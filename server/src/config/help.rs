//! What `--help` says of the keys.

use std::fmt::Write as _;

use super::key::{Key, range_text};
use super::section::Section as _;
use super::tables::Config;

/// Every key, in the order of the tables.
pub fn keys() -> Vec<Key> {
    let mut keys = Vec::new();
    Config::keys("", &mut keys);
    keys
}

/// The list that ends `--help`.
pub fn text() -> String {
    let mut text = String::from(
        "Keys of the configuration file (TOML; a dot is a table) and, in capitals, the environment variables that win \
         over it. In brackets the default and what a number may be. Several applications: [[apps]] tables with the keys \
         of [app].\n",
    );
    for key in keys() {
        let help = key.help.trim().trim_end_matches('.');
        let default = if key.default.is_empty() { "none" } else { &key.default };
        let range = key.range.as_ref().map(|range| format!("; {}", range_text(range))).unwrap_or_default();
        let _ = write!(text, "\n  {:<30} {:<37} {help} [{default}{range}]", key.path, key.env());
    }
    text
}
