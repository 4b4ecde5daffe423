//! Folders that are gone when the command is.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::{files, report};

/// A folder that is removed, with all that is in it, when this is dropped.
#[derive(Debug)]
pub(crate) struct TemporaryFolder {
    path: PathBuf,
}

impl TemporaryFolder {
    /// An empty folder whose name begins with `name`.
    pub(crate) fn new(name: &str) -> Result<Self> {
        let path = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
        files::empty_dir(&path).context("a temporary folder is needed")?;
        Ok(Self { path })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        if let Err(error) = files::remove_dir(&self.path) {
            report::note(&format!("{error:#}"));
        }
    }
}
