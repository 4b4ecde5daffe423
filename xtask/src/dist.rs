//! `cargo xtask dist`: the npm package, built for release into `dist/`.

use anyhow::Result;

use crate::wasm::{self, Product};
use crate::workspace::Workspace;
use crate::{files, fresh, report, script, setup, style};

/// What goes from `npm/` into the package as it stands.
const COPIED: &[&str] = &["package.json", "README.md"];

/// What goes from the root of the repository into it.
const LICENCES: &[&str] = &["LICENSE-APACHE", "LICENSE-MIT"];

/// Builds the package, with all set-up.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    setup::for_builds(workspace)?;
    build(workspace)
}

/// Builds the package unless it is up to date.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let dist = workspace.dist_dir();
    fresh::unless_fresh(workspace, "dist", &["npm"], &dist, || {
        report::step("check the style sheet", || style::check(workspace))?;
        let module = report::step("compile the widget", || wasm::compile(workspace, Product::Element))?;
        let stage = workspace.target("stage/element");
        report::step("write the widget's JavaScript glue", || wasm::bind(&module, "guard", &stage))?;
        report::step("shrink the widget's module", || wasm::optimise(workspace, &stage.join("guard_bg.wasm")))?;
        report::step("bundle the element", || {
            files::empty_dir(&dist)?;
            let sheets = style::emit(workspace, &stage)?;
            script::bundle_shim(workspace, &stage.join("guard.js"), &dist.join("guard-widget.js"), &sheets)?;
            files::copy(&stage.join("guard_bg.wasm"), &dist.join("guard_bg.wasm"))?;
            files::copy(&workspace.path("assets/locales"), &dist.join("locales"))?;
            LICENCES.iter().try_for_each(|name| files::copy(&workspace.path(name), &dist.join(name)))?;
            COPIED.iter().try_for_each(|name| files::copy(&workspace.path("npm").join(name), &dist.join(name)))
        })?;
        report::step("describe the element", || script::describe(workspace, &dist))?;
        report::step("note the integrity of the package", || script::integrity(workspace, &dist))?;
        report::step("compress the package", || script::compress(workspace, &dist))
    })
}
