//! The commit that figures are of.

use anyhow::{Context as _, Result};

use crate::process;
use crate::workspace::Workspace;

/// The commit that is measured, and whether there are changes beside it.
pub(crate) fn measured(workspace: &Workspace) -> Result<String> {
    let git = |arguments: &[&str]| {
        process::output(workspace.command("git").args(arguments)).context("figures name the commit that they are of")
    };
    let hash = git(&["rev-parse", "--short=10", "HEAD"])?.trim().to_owned();
    // What is written about the figures changes nothing that is measured.
    let changes = git(&["status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs"])?;
    Ok(if changes.trim().is_empty() { hash } else { format!("{hash} with changes") })
}
