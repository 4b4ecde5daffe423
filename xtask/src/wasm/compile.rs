//! Cargo's part of a build.
//!
//! The standard library is rebuilt without panic messages and for size, which takes a quarter off the module. Stable
//! Rust has no switch for that, so `RUSTC_BOOTSTRAP` opens the unstable ones for these builds alone; they have a
//! target folder of their own, so that no other build sees a change of flags and starts over.

use std::path::PathBuf;

use anyhow::Result;

use super::yew;
use crate::workspace::Workspace;
use crate::{process, setup};

const TARGET: &str = "wasm32-unknown-unknown";
/// The last one has sha2 loop where it would unroll, which takes 2 KB with brotli off the QR part: it hashes 43 bytes a
/// code.
const SMALL_FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none \
                           --cfg sha2_backend_soft=\"compact\"";
const SMALL_STD: &[&str] = &["-Zbuild-std=core,alloc,std,panic_abort", "-Zbuild-std-features=optimize_for_size"];

/// The linker's flag that lets the cut see what refers to what. As a flag for all crates it would have them all compiled
/// anew.
const RELOCATIONS: &[&str] = &["--", "-C", "link-arg=--emit-relocs"];

/// A program for cargo to build.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Product {
    /// The library as the web component loads it.
    Element,
    /// The program of the hosted login page.
    Page,
}

/// Builds the wasm module of a product and returns where it lies.
pub(super) fn compile(workspace: &Workspace, product: Product) -> Result<PathBuf> {
    let (arguments, last, file): (&[&str], &[&str], _) = match product {
        Product::Element => (
            &["rustc", "--package", "guard-element", "--lib", "--crate-type", "cdylib"],
            RELOCATIONS,
            "guard_element.wasm",
        ),
        Product::Page => (
            &["build", "--package", "guard-widget", "--bin", "guard-page", "--features", "page"],
            &[],
            "guard-page.wasm",
        ),
    };
    let folder = workspace.target("small");
    let mut cargo = workspace.cargo(arguments);
    cargo.args(["--release", "--target", TARGET]).env("CARGO_TARGET_DIR", &folder);
    if matches!(product, Product::Element) {
        cargo.arg("--config").arg(format!("paths=[{:?}]", yew::prepare(workspace)?));
    }
    if setup::rust_sources(workspace)? {
        cargo.args(SMALL_STD).env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", SMALL_FLAGS);
    }
    process::run(cargo.args(last))?;
    Ok(folder.join(TARGET).join("release").join(file))
}
