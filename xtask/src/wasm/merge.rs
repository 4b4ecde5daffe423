//! Puts all that parts share into one file: each subset of the parts would have one of its own, most of them of a few
//! hundred bytes, and each would be a request.

use std::path::Path;

use anyhow::{Result, ensure};

use super::split::Split;
use crate::workspace::Workspace;
use crate::{files, process};

/// The name of that file, as a part's.
const SHARED: &str = "shared";

/// Merges the files that parts share, in place.
pub(super) fn merge(workspace: &Workspace, split: &mut Split, folder: &Path) -> Result<()> {
    let is_shared = |name: &String| name.starts_with("shared-");
    let pieces: Vec<_> = split.files.iter().filter(|(name, _)| is_shared(name)).map(|(_, path)| path.clone()).collect();
    if pieces.is_empty() {
        return Ok(());
    }
    let output = folder.join(format!("guard-{SHARED}.wasm"));
    let mut command = workspace.command("node");
    command.arg(workspace.tools_dir().join("node_modules/binaryen/bin/wasm-merge"));
    for (at, piece) in pieces.iter().enumerate() {
        command.arg(piece).arg(format!("shared{at}"));
    }
    command.args(["--debuginfo", "--all-features", "-o"]).arg(&output);
    process::run_quietly(&mut command)?;
    ensure!(output.is_file(), "wasm-merge wrote nothing");
    pieces.iter().try_for_each(|piece| files::remove(piece))?;
    split.files.retain(|name, _| !is_shared(name));
    split.files.insert(SHARED.to_owned(), output);
    split.needs.values_mut().for_each(|needed| *needed = with_one_shared(needed));
    Ok(())
}

/// The list of a part's files with one shared file, the first, in the place of all.
fn with_one_shared(needed: &[String]) -> Vec<String> {
    let own = needed.iter().filter(|name| !name.starts_with("shared-")).cloned();
    let shares = needed.iter().any(|name| name.starts_with("shared-"));
    shares.then(|| SHARED.to_owned()).into_iter().chain(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_shared_is_one_file() {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(with_one_shared(&list(&["shared-1", "shared-3", "qr"])), list(&["shared", "qr"]));
        assert_eq!(with_one_shared(&list(&["code"])), list(&["code"]));
    }
}
