//! wasm-bindgen's part of a build.

use std::path::Path;

use anyhow::{Context as _, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::glue;
use crate::files;

/// Whether parts will be loaded into a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Linked {
    /// It is all there is.
    Alone,
    /// They import its function table and the like, which it must therefore export.
    ToParts,
}

/// Writes `NAME.js` and `NAME_bg.wasm` for a module.
pub(super) fn bind(module: &Path, name: &str, folder: &Path, linked: Linked) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(module)
        .out_name(name)
        .typescript(false)
        .keep_lld_exports(linked == Linked::ToParts)
        .web(true)
        .context("wasm-bindgen refused its settings")?;
    bindgen.generate(folder).with_context(|| {
        format!("wasm-bindgen could not process {}; do the versions in Cargo.lock differ?", module.display())
    })?;
    let glue = folder.join(format!("{name}.js"));
    let rewritten = glue::rewrite(&files::read_text(&glue)?)?;
    let rewritten = match linked {
        Linked::ToParts => glue::open(&rewritten)?,
        // The page's program is alone in its document: nobody takes over from it.
        Linked::Alone => glue::steady(&rewritten)?,
    };
    files::write(&glue, rewritten)
}
