//! The JavaScript and CSS side of a build, done by the small programs in `npm/tools/`.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::process;
use crate::workspace::Workspace;

/// Bundles and minifies the shim, with the module's glue and the style sheets in it, to `guard-widget.js`.
pub(crate) fn bundle_shim(workspace: &Workspace, glue: &Path, output: &Path, sheets: &[PathBuf]) -> Result<()> {
    let entry = workspace.path("npm/src/index.js");
    let sheets = sheets.iter().map(PathBuf::as_path);
    run(workspace, "shim.js", &[&entry, glue, output].into_iter().chain(sheets).collect::<Vec<_>>())
}

/// Minifies one JavaScript or CSS file. What esbuild warns of is an error.
pub(crate) fn minify(workspace: &Workspace, input: &Path, output: &Path) -> Result<()> {
    run(workspace, "minify.js", &[input, output])
}

/// Writes the typings and the manifests of the package, generated from `npm/description/`.
pub(crate) fn describe(workspace: &Workspace, folder: &Path) -> Result<()> {
    run(workspace, "describe.js", &[folder])
}

/// Writes the subresource integrity of what a browser loads to `integrity.json`. Those files must be final.
pub(crate) fn integrity(workspace: &Workspace, folder: &Path) -> Result<()> {
    run(workspace, "integrity.js", &[folder])
}

/// Puts gzip and brotli siblings, at their strongest, beside every file of a folder.
pub(crate) fn compress(workspace: &Workspace, folder: &Path) -> Result<()> {
    run(workspace, "compress.js", &[folder])
}

fn run(workspace: &Workspace, program: &str, arguments: &[&Path]) -> Result<()> {
    let mut node = workspace.command("node");
    node.arg(workspace.tools_dir().join(program)).args(arguments);
    process::run_quietly(&mut node)
}
