//! From Rust to what a browser loads: cargo, wasm-bindgen and wasm-opt, with the settings that make the module small.
//!
//! The standard library is rebuilt without panic messages and for size, which takes a quarter off the module. Stable
//! Rust has no switch for that, so `RUSTC_BOOTSTRAP` opens the unstable ones for these builds alone; they have a
//! target folder of their own, so that no other build sees a change of flags and starts over.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::workspace::Workspace;
use crate::{files, process, setup};

const TARGET: &str = "wasm32-unknown-unknown";
const SMALL_FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";
const SMALL_STD: &[&str] = &["-Zbuild-std=core,alloc,std,panic_abort", "-Zbuild-std-features=optimize_for_size"];

/// How often yew 0.23's names stand in the glue that wasm-bindgen writes for it.
const YEW_NAMES: usize = 6;

/// What the module calls of the document, with the interface that it belongs to.
const DOCUMENT_CALLS: &[(&str, &str)] = &[
    ("Document", "createElement"),
    ("Document", "createElementNS"),
    ("Document", "createTextNode"),
    ("EventTarget", "addEventListener"),
    ("EventTarget", "removeEventListener"),
];

/// What cargo is to build.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Product {
    /// The library as the web component loads it.
    Element,
    /// The program of the hosted login page.
    Page,
}

/// Builds the wasm module of a product and returns where it lies.
pub(crate) fn compile(workspace: &Workspace, product: Product) -> Result<PathBuf> {
    let (arguments, file): (&[&str], _) = match product {
        Product::Element => {
            (&["rustc", "--lib", "--crate-type", "cdylib", "--features", "element"], "guard_widget.wasm")
        }
        Product::Page => (&["build", "--bin", "guard-page", "--features", "page"], "guard-page.wasm"),
    };
    let folder = workspace.target("small");
    let mut cargo = workspace.cargo(arguments);
    cargo.args(["--package", "guard-widget", "--release", "--target", TARGET]).env("CARGO_TARGET_DIR", &folder);
    if setup::rust_sources(workspace)? {
        cargo.args(SMALL_STD).env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", SMALL_FLAGS);
    }
    process::run(&mut cargo)?;
    Ok(folder.join(TARGET).join("release").join(file))
}

/// Writes `NAME.js` and `NAME_bg.wasm` for a module into an empty folder.
pub(crate) fn bind(module: &Path, name: &str, folder: &Path) -> Result<()> {
    files::empty_dir(folder)?;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(module)
        .out_name(name)
        .typescript(false)
        .web(true)
        .context("wasm-bindgen refused its settings")?;
    bindgen.generate(folder).with_context(|| {
        format!("wasm-bindgen could not process {}; do the versions in Cargo.lock differ?", module.display())
    })?;
    let glue = folder.join(format!("{name}.js"));
    files::write(&glue, harden(&rename_yew(&files::read_text(&glue)?)?)?)
}

/// Gives yew's marks on DOM nodes a name of our own in the JavaScript glue.
///
/// Two wasm modules with yew in them, ours and that of a page that is itself a yew app, number their listeners from 0
/// and write those numbers into the same properties of the nodes; a click in one would also run the other's handler.
fn rename_yew(glue: &str) -> Result<String> {
    let found = glue.matches("__yew_").count();
    ensure!(
        found == YEW_NAMES,
        "the glue has {found} names that begin with `__yew_`, not {YEW_NAMES}: yew's marks on DOM nodes have changed. \
         Look at what they are now, check that a page which is a yew app of its own still gets only its own clicks, \
         and set YEW_NAMES in xtask/src/wasm.rs"
    );
    Ok(glue.replace("__yew_", "__guard_"))
}

/// Calls the document by way of its prototype in the JavaScript glue.
///
/// A page with `<form name="createElement">` has that form in the place of the document's function of that name (HTML,
/// "DOM tree accessors").
fn harden(glue: &str) -> Result<String> {
    let mut hardened = glue.to_owned();
    for (owner, name) in DOCUMENT_CALLS {
        let call = format!("arg0.{name}(");
        ensure!(hardened.contains(&call), "the glue has no `{call}` any more: look how it calls `{name}` now");
        hardened = hardened.replace(&call, &format!("{owner}.prototype.{name}.call(arg0, "));
    }
    let read = "arg0.hidden;";
    ensure!(hardened.contains(read), "the glue has no `{read}` any more: look how it reads `hidden` now");
    Ok(hardened.replace(read, "Reflect.get(Document.prototype, 'hidden', arg0);"))
}

/// Makes a module smaller in place.
pub(crate) fn optimise(workspace: &Workspace, module: &Path) -> Result<()> {
    let before = files::read(module)?.len();
    let optimiser = workspace.tools_dir().join("node_modules/binaryen/bin/wasm-opt");
    let mut command = workspace.command("node");
    command.arg(optimiser).arg(module).arg("-o").arg(module);
    // More passes (`--gufa`, `--converge`, `--flatten`) take four times as long and save less than 0.2 % with brotli.
    command.args(["--strip-debug", "--strip-producers", "--closed-world", "--low-memory-unused", "-Oz"]);
    command.arg("--strip-target-features");
    process::run_quietly(&mut command)?;
    let after = files::read(module)?.len();
    if after > before {
        bail!("wasm-opt made {} larger ({before} to {after} bytes)", module.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_yew_is_renamed() -> Result<()> {
        let glue = "a.__yew_subtree_id; b.__yew_listener_id;".repeat(YEW_NAMES / 2);
        let renamed = rename_yew(&glue)?;
        assert_eq!(renamed.matches("__guard_subtree_id").count(), YEW_NAMES / 2);
        assert!(!renamed.contains("__yew_"));
        Ok(())
    }

    #[test]
    fn the_document_is_called_by_way_of_its_prototype() -> Result<()> {
        let calls: String = DOCUMENT_CALLS.iter().map(|(_, name)| format!("arg0.{name}(a);")).collect();
        let hardened = harden(&format!("{calls}const ret = arg0.hidden;"))?;
        assert!(hardened.contains("Document.prototype.createElement.call(arg0, a)"), "{hardened}");
        assert!(!hardened.contains("arg0."), "{hardened}");
        assert!(harden(&calls).is_err(), "a read that is not there is an error");
        Ok(())
    }

    #[test]
    fn another_number_of_names_is_an_error_that_says_what_to_do() {
        for glue in ["", "a.__yew_subtree_id"] {
            let error = rename_yew(glue).expect_err("the number is wrong").to_string();
            assert!(error.contains("YEW_NAMES") && error.contains("changed"), "{error}");
        }
    }
}
