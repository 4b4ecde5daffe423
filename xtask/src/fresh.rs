//! Skips work whose inputs have not changed since it was last done and whose outputs are still as it left them.

use std::path::{Path, PathBuf};

use anyhow::Result;
use sha2::{Digest as _, Sha256};

use crate::workspace::Workspace;
use crate::{files, report};

/// Sources of the widget's wasm modules, apart from those that each output adds.
const SOURCES: &[&str] = &[
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "assets",
    "core",
    "element",
    "npm/tools",
    "protocol",
    "rust-toolchain.toml",
    "src",
    "xtask/src",
];

/// Does the work that fills the folder `output` from the sources and `more` inputs, if it has to be done.
pub(crate) fn unless_fresh(
    workspace: &Workspace,
    name: &str,
    more: &[&str],
    output: &Path,
    work: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let stamp = workspace.target("stamps").join(name);
    let mut inputs: Vec<_> = SOURCES.iter().chain(more).map(|path| workspace.path(path)).collect();
    inputs.sort();
    let inputs = fingerprint(&inputs)?;
    let done =
        |inputs: &str| -> Result<String> { Ok(format!("{inputs}\n{}\n", fingerprint(&[output.to_path_buf()])?)) };
    if stamp.is_file() && files::read_text(&stamp)? == done(&inputs)? {
        report::fresh(name);
        return Ok(());
    }
    work()?;
    files::write(&stamp, done(&inputs)?)
}

/// A hash of the names and contents of all these files and folders; a missing one counts as empty.
pub(crate) fn fingerprint(paths: &[PathBuf]) -> Result<String> {
    let mut hash = Sha256::new();
    for path in paths {
        let files = match path {
            folder if folder.is_dir() => files::list(folder)?,
            file if file.is_file() => vec![file.clone()],
            _ => Vec::new(),
        };
        for file in files {
            let content = files::read(&file)?;
            hash.update(file.to_string_lossy().as_bytes());
            hash.update([0]);
            hash.update((content.len() as u64).to_le_bytes());
            hash.update(&content);
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_sees_names_contents_and_absence() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("guard-fresh-{}", std::process::id()));
        let print = || fingerprint(std::slice::from_ref(&folder));
        let missing = print()?;
        files::write(&folder.join("a"), "1")?;
        let first = print()?;
        files::write(&folder.join("a"), "2")?;
        let second = print()?;
        assert_eq!(print()?, second);
        files::write(&folder.join("b"), "")?;
        let third = print()?;
        files::remove_dir(&folder)?;
        let all = [missing, first, second, third];
        assert!(all.iter().enumerate().all(|(at, one)| !all[at + 1..].contains(one)), "{all:?}");
        Ok(())
    }
}
