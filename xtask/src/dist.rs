//! `cargo xtask dist`: the npm package, built for release into `dist/`.

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{files, fresh, pieces, report, script, setup, style, wasm};

/// Files of `npm/` that go into the package as they are.
const COPIED: &[&str] = &["package.json", "README.md"];

/// Files of the repository's root that do.
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
        let stage = workspace.element_stage();
        let styles = style::of_parts(workspace, &workspace.target("stage/style"))?;
        let parts = wasm::element(workspace, &stage, &styles)?;
        report::step("bundle the element", || {
            files::empty_dir(&dist)?;
            let sheets = style::emit(workspace, &stage)?;
            let shim = script::Shim { glue: &stage.join("guard.js"), parts: &parts.manifest, sheets: &sheets };
            script::bundle_shim(workspace, &shim, &dist.join("guard-widget.js"))?;
            let staged = [&stage.join("guard_bg.wasm"), &parts.manifest];
            staged.into_iter().chain(&parts.files).try_for_each(|file| files::copy_into(file, &dist))?;
            pieces::write_locales(workspace, &dist.join("locales"))?;
            script::bundle_single(workspace, &shim, &dist)?;
            script::bundle_hosted(workspace, &dist.join("hosted.js"))?;
            LICENCES.iter().try_for_each(|name| files::copy(&workspace.path(name), &dist.join(name)))?;
            COPIED.iter().try_for_each(|name| files::copy(&workspace.path("npm").join(name), &dist.join(name)))
        })?;
        report::step("describe the element", || script::describe(workspace, &dist))?;
        report::step("note the integrity of the package", || script::integrity(workspace, &dist))?;
        report::step("compress the package", || script::compress(workspace, &dist))
    })
}
