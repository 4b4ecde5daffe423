//! The JavaScript and CSS side of a build, done by the small programs in `npm/tools/`.

use std::path::Path;

use anyhow::Result;

use crate::process;
use crate::workspace::Workspace;

/// Bundles and minifies the shim, with the style sheet in it, to `guard-widget.js`.
pub(crate) fn bundle_shim(workspace: &Workspace, css: &Path, output: &Path) -> Result<()> {
    run(workspace, "shim.js", &[&workspace.path("npm/src/index.js"), css, output])
}

/// Minifies one JavaScript or CSS file. What esbuild warns of is an error.
pub(crate) fn minify(workspace: &Workspace, input: &Path, output: &Path) -> Result<()> {
    run(workspace, "minify.js", &[input, output])
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
