//! One key of the configuration, as the file, the environment and `--help` know it.

use std::ops::RangeInclusive;

use super::setting::Kind;

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

/// The path of `name` in the section at `path`.
pub(super) fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// A range in words.
pub(super) fn range_text(range: &RangeInclusive<u32>) -> String {
    format!("{} to {}", range.start(), range.end())
}
