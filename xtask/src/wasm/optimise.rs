//! wasm-opt's part of a build.

use std::path::Path;

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use crate::{files, process};

/// What becomes of the names of functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    /// No browser needs them.
    Dropped,
    /// `cargo xtask size --why` does.
    Kept,
}

/// Makes a module smaller.
///
/// Not with `--closed-world`: what only other modules of the build call, through the table, would count as unused.
pub(super) fn optimise(workspace: &Workspace, module: &Path, output: &Path, names: Names) -> Result<()> {
    let before = files::read(module)?.len();
    let optimiser = workspace.tools_dir().join("node_modules/binaryen/bin/wasm-opt");
    let mut command = workspace.command("node");
    command.arg(optimiser).arg(module).arg("-o").arg(output);
    // More passes (`--gufa`, `--converge`, `--flatten`) take four times as long and save less than 0.2 % with brotli.
    command.args(["--low-memory-unused", "-Oz", "--strip-producers", "--strip-target-features"]);
    command.arg(match names {
        Names::Dropped => "--strip-debug",
        Names::Kept => "--debuginfo",
    });
    process::run_quietly(&mut command)?;
    let after = files::read(output)?.len();
    if after > before {
        bail!("wasm-opt made {} larger ({before} to {after} bytes)", module.display());
    }
    Ok(())
}
