//! What is wrong with a configuration. No text here quotes a value: it may be a misplaced secret.

use std::fmt;
use std::path::PathBuf;

use thiserror::Error;

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
    /// Keys are wrong: all of them, in the order of the file.
    #[error("the configuration is wrong:\n{}`guard-server --help` lists all keys", lines(.0))]
    Wrong(Vec<Fault>),
}

impl ConfigError {
    /// The wrong keys; none when the file could not even be read.
    pub fn faults(&self) -> &[Fault] {
        match self {
            Self::Read { .. } => &[],
            Self::Wrong(faults) => faults,
        }
    }
}

fn lines(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("  {fault}\n")).collect()
}

/// Where a key was set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the file.
    File {
        /// Path of the file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
    },
    /// In this environment variable.
    Environment(String),
    /// Nowhere: a default, or a configuration made by hand.
    Nowhere,
}

/// One wrong key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where it was set.
    pub place: Place,
    /// The key's path, as in `qr.ttl_s` or `apps[0].id`; empty when the file is no TOML.
    pub key: String,
    /// What is wrong with it, and what to write instead.
    pub problem: String,
}

impl Fault {
    /// A fault whose place is not known here.
    pub(super) fn new(key: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { place: Place::Nowhere, key: key.into(), problem: problem.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, key, problem } = self;
        match place {
            Place::File { path, line } => write!(f, "{}:{line}: ", path.display())?,
            Place::Environment(name) => write!(f, "{name}: ")?,
            Place::Nowhere => {}
        }
        if key.is_empty() { f.write_str(problem) } else { write!(f, "`{key}` {problem}") }
    }
}
