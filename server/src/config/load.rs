//! Reading the configuration.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::environment::Environment;
use super::error::{ConfigError, Fault};
use super::help;
use super::reader::Reader;
use super::section::Section as _;
use super::tables::Config;

impl Config {
    /// Reads `file` (if given) and lays the environment over it.
    ///
    /// # Errors
    /// [`ConfigError`] with every wrong key, where it stands, and what to write instead.
    pub fn load(file: Option<&Path>, environment: &Environment) -> Result<Self, ConfigError> {
        let text = match file {
            Some(path) => {
                std::fs::read_to_string(path).map_err(|source| ConfigError::Read { path: path.to_owned(), source })?
            }
            None => String::new(),
        };
        let keys = help::keys();
        let mut reader = Reader::new(file.unwrap_or(Path::new("")), &text, environment, &keys);
        let (table, errors) = DeTable::parse_recoverable(&text);
        if !errors.is_empty() {
            let faults = errors.iter().map(|error| {
                let place = reader.line(error.span().map_or(0, |span| span.start));
                Fault { place, ..Fault::new("", format!("is no TOML: {}. Mend that line", error.message())) }
            });
            let mut faults: Vec<_> = faults.collect();
            faults.sort_by(|a, b| a.place.cmp(&b.place));
            return Err(ConfigError::Wrong(faults));
        }
        let span = table.span();
        let root = Spanned::new(span, DeValue::Table(table.into_inner()));
        let at = reader.root(&root);
        let config = Self::read(&mut reader, &at);
        reader.refuse_slips();
        let mut checks = config.faults();
        checks.extend(config.unused(|path| reader.is_set(path)));
        let faults = reader.finish(checks);
        if faults.is_empty() { Ok(config) } else { Err(ConfigError::Wrong(faults)) }
    }
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
