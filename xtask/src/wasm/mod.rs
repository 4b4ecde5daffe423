//! From Rust to what a browser loads: cargo, the cut into parts, wasm-bindgen and wasm-opt, with the settings that make
//! the modules small.

mod bind;
mod compile;
mod glue;
mod id;
mod minify;
mod optimise;
mod order;
mod pack;
mod parts;
mod seal;
mod snip;
mod split;
mod yew;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;

pub(crate) use compile::Product;
pub(crate) use optimise::Names;
pub(crate) use pack::SHARED;
pub(crate) use parts::{Parts, manifest};

use crate::workspace::Workspace;
use crate::{files, report};

/// Where in the stage of the element the modules lie as they were before wasm-opt, with the names of their functions.
pub(crate) const NAMED: &str = "named";

/// Builds the hosted page's one module: `guard-page.js` and `guard-page_bg.wasm` in `stage`.
pub(crate) fn page(workspace: &Workspace, stage: &Path) -> Result<()> {
    let module = report::step("compile the hosted page", || compile::compile(workspace, Product::Page))?;
    report::step("write the page's JavaScript glue", || bind(&module, "guard-page", stage))?;
    let wasm = stage.join("guard-page_bg.wasm");
    report::step("shrink the page's module", || shrink(workspace, &wasm, &wasm, &stage.join("guard-page.js"), &[]))
}

/// Writes `NAME.js` and `NAME_bg.wasm` for a module that is all there is, into an empty folder.
pub(crate) fn bind(module: &Path, name: &str, folder: &Path) -> Result<()> {
    files::empty_dir(folder)?;
    bind::bind(module, name, folder, bind::Linked::Alone)
}

/// Builds the element's module and its parts: `guard.js`, `guard_bg.wasm` and `guard-NAME.HASH.wasm` in `stage`. A part
/// brings the style of what it draws along.
pub(crate) fn element(workspace: &Workspace, stage: &Path, styles: &BTreeMap<String, String>) -> Result<Parts> {
    let module = report::step("compile the widget", || compile::compile(workspace, Product::Element))?;
    let named = stage.join(NAMED);
    let mut split = report::step("cut the widget into parts", || {
        files::empty_dir(stage)?;
        let split = split::split(&module, &named)?;
        snip::other_nodes(&split.main)?;
        Ok(split)
    })?;
    let sealed = report::step("write the widget's JavaScript glue", || {
        bind::bind(&split.main, "guard", stage, bind::Linked::ToParts)?;
        snip::closure_entries(&stage.join("guard_bg.wasm"))?;
        let sealed = seal::seal(&split, &stage.join("guard_bg.wasm"), &stage.join("guard.js"))?;
        files::remove(&split.main)?;
        files::rename(&stage.join("guard_bg.wasm"), &named.join("guard_bg.wasm"))?;
        Ok(sealed)
    })?;
    report::step("shrink the widget's modules", || {
        let main = "guard_bg.wasm";
        shrink(workspace, &named.join(main), &stage.join(main), &stage.join("guard.js"), &sealed)?;
        let smaller = |from: &Path, to: &Path| optimise::optimise(workspace, from, to, Names::Dropped);
        pack::pack(&mut split, stage, smaller)?;
        parts::place(&split, stage, styles, smaller)
    })
}

/// Makes a module that wasm-bindgen has written smaller, and renames in its glue what it has renamed. The names of
/// `kept` exports stay.
fn shrink(workspace: &Workspace, module: &Path, output: &Path, glue: &Path, kept: &[String]) -> Result<()> {
    let mut renames = minify::Renames::read(&optimise::optimise(workspace, module, output, Names::Short)?)?;
    let (import, sealed) = renames.seal(&id::of([files::read(output)?.as_slice()]))?;
    seal::rename_import(output, &import, &sealed)?;
    seal::rename_exports(output, &renames.back(kept))?;
    files::write(glue, renames.rename(&files::read_text(glue)?)?)
}

/// The modules of the last build of the element once more, as small but with the names of their functions, in `folder`.
pub(crate) fn with_names(workspace: &Workspace, stage: &Path, folder: &Path) -> Result<()> {
    files::empty_dir(folder)?;
    for file in files::list(&stage.join(NAMED))? {
        if file.extension().is_some_and(|ending| ending == "wasm")
            && let Some(name) = file.file_name()
        {
            optimise::optimise(workspace, &file, &folder.join(name), Names::Kept)?;
        }
    }
    Ok(())
}
