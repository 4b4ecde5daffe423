//! The JavaScript and CSS side of a build, done by the small programs in `npm/tools/`.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::process;
use crate::workspace::Workspace;

/// Inputs of `guard-widget.js` and `single.js` apart from the sources in `npm/src/`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shim<'a> {
    /// The JavaScript side of the wasm module.
    pub(crate) glue: &'a Path,
    /// The list of the module's parts.
    pub(crate) parts: &'a Path,
    /// The style sheets.
    pub(crate) sheets: &'a [PathBuf],
}

/// Bundles and minifies the shim to `guard-widget.js`.
pub(crate) fn bundle_shim(workspace: &Workspace, shim: &Shim<'_>, output: &Path) -> Result<()> {
    bundle(workspace, "shim.js", shim, [shim.parts, output])
}

/// Bundles the shim with the module, its parts and the texts, which lie in `package`, to `single.js` there.
pub(crate) fn bundle_single(workspace: &Workspace, shim: &Shim<'_>, package: &Path) -> Result<()> {
    bundle(workspace, "single.js", shim, [package, &package.join("single.js")])
}

fn bundle(workspace: &Workspace, program: &str, shim: &Shim<'_>, more: [&Path; 2]) -> Result<()> {
    let entry = workspace.path("npm/src/index.js");
    let files = [entry.as_path(), shim.glue].into_iter().chain(more);
    run(workspace, program, &files.chain(shim.sheets.iter().map(PathBuf::as_path)).collect::<Vec<_>>())
}

/// Bundles and minifies the client of the hosted page to `hosted.js`.
pub(crate) fn bundle_hosted(workspace: &Workspace, output: &Path) -> Result<()> {
    run(workspace, "hosted.js", &[output])
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
