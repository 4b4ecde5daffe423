//! wasm-opt's part of a build.

use std::path::Path;

use anyhow::{Result, bail};

use super::order;
use crate::workspace::Workspace;
use crate::{files, process};

/// The fate of the names in a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    /// No browser needs those of functions.
    Dropped,
    /// Those of imports and exports become short, too.
    Short,
    /// `cargo xtask size --why` goes by those of functions.
    Kept,
}

/// Makes a module smaller. Returns what wasm-opt prints: with short names, what has been renamed.
///
/// Not with `--closed-world`: what only other modules of the build call, through the table, would count as unused. Nor
/// with `--all-features`: Chromium refuses compact imports.
pub(super) fn optimise(workspace: &Workspace, module: &Path, output: &Path, names: Names) -> Result<String> {
    let before = files::read(module)?.len();
    let optimiser = workspace.tools_dir().join("node_modules/binaryen/bin/wasm-opt");
    let mut command = workspace.command("node");
    command.arg(optimiser).arg(module).arg("-o").arg(output);
    // More passes (`--gufa`, `--converge`, `--flatten`) take four times as long and save less than 0.2 % with brotli.
    command.args(["--low-memory-unused", "-Oz", "--strip-producers", "--strip-target-features"]);
    if names != Names::Dropped {
        // A long function that is called once stays one of its own: brotli makes more of several that are alike than of
        // one that has swallowed them. In the parts, which are small, it is the other way round.
        command.args(["--one-caller-inline-max-function-size", "20"]);
    }
    command.args(match names {
        Names::Dropped => &["--strip-debug"][..],
        Names::Short => &["--strip-debug", "--minify-imports-and-exports-and-modules"],
        Names::Kept => &["--debuginfo"],
    });
    let printed = process::output(&mut command)?;
    if names != Names::Kept {
        files::write(output, order::by_likeness(&files::read(output)?)?)?;
    }
    let after = files::read(output)?.len();
    if after > before {
        bail!("wasm-opt made {} larger ({before} to {after} bytes)", module.display());
    }
    Ok(printed)
}
