//! The examples as the end-to-end tests open them: each is built into a folder of its own in `target/examples/`.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use crate::workspace::Workspace;
use crate::{files, fresh, process, report, setup, wasm};

/// The examples that Vite builds, by their folder.
const VITE: &[&str] = &["react", "vue"];

/// Trunk's links in the page of the Yew app, and what stands there without Trunk.
const TRUNK: &[(&str, &str)] = &[
    (r#"<link data-trunk rel="css" href="style.css">"#, r#"<link rel="stylesheet" href="style.css">"#),
    (r#"<link data-trunk rel="rust" data-wasm-opt="0">"#, r#"<script type="module" src="boot.js"></script>"#),
];

/// The program is started by a file of its own: careful sites allow no inline script.
const START: &str = "import start from './yew-app.js';\n\
    start({ module_or_path: new URL('./yew-app_bg.wasm', import.meta.url) });\n";

/// Where the built examples are.
pub(crate) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target("examples")
}

/// Builds the examples that are not up to date. The package must have been built.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let output = |name: &str| folder(workspace).join(name);
    // Nothing to build, but the tests shall find it where the others are.
    files::empty_dir(&output("html"))?;
    files::copy(&workspace.path("examples/html"), &output("html"))?;
    for name in VITE {
        vite(workspace, name, &output(name))?;
    }
    yew(workspace, &output("yew"))
}

/// An app with the package in it. Its build checks its types, too.
fn vite(workspace: &Workspace, name: &str, output: &Path) -> Result<()> {
    let source = format!("examples/{name}");
    fresh::unless_fresh(workspace, &format!("{name}-example"), &["dist", &source], output, || {
        let folder = workspace.path(&source);
        setup::npm_ci(workspace, &folder)?;
        report::step(&format!("build the {name} example"), || {
            let mut npm = workspace.command("npm");
            npm.args(["run", "build", "--", "--emptyOutDir", "--outDir"]).arg(output).current_dir(folder);
            process::run_quietly(&mut npm)
        })
    })
}

/// The Yew app, not optimised: with the flags of the other checks most of it has been compiled already.
fn yew(workspace: &Workspace, output: &Path) -> Result<()> {
    fresh::unless_fresh(workspace, "yew-example", &["examples/yew-app"], output, || {
        report::step("compile the yew example", || {
            let build = ["build", "--package", "yew-app", "--target", "wasm32-unknown-unknown", "--quiet"];
            process::run(&mut workspace.cargo(&build))
        })?;
        report::step("put the yew example together", || {
            wasm::bind(&workspace.target("wasm32-unknown-unknown/debug/yew-app.wasm"), "yew-app", output)?;
            files::write(&output.join("boot.js"), START)?;
            let source = workspace.path("examples/yew-app");
            files::copy(&source.join("style.css"), &output.join("style.css"))?;
            files::write(&output.join("index.html"), without_trunk(&files::read_text(&source.join("index.html"))?)?)
        })
    })
}

fn without_trunk(html: &str) -> Result<String> {
    let mut html = html.to_owned();
    for (link, ours) in TRUNK {
        ensure!(
            html.contains(link),
            "examples/yew-app/index.html has no {link}; change it in xtask/src/examples.rs, too"
        );
        html = html.replace(link, ours);
    }
    ensure!(
        !html.contains("data-trunk"),
        "examples/yew-app/index.html asks Trunk for more than xtask/src/examples.rs does"
    );
    Ok(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_the_yew_app_works_without_trunk() -> Result<()> {
        let html = without_trunk(include_str!("../../examples/yew-app/index.html"))?;
        assert!(html.contains("boot.js") && html.contains(r#"href="style.css""#), "{html}");
        assert!(without_trunk("<p>no program</p>").is_err());
        Ok(())
    }
}
