//! The cut: one module becomes a main one and parts that are loaded into it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

use crate::files;

/// A module in pieces.
#[derive(Debug)]
pub(super) struct Split {
    /// The module that is loaded first, not yet bound.
    pub(super) main: PathBuf,
    /// The other files, by the name that the file of a part gets: `qr`, or `shared-1` for what several parts need.
    pub(super) files: BTreeMap<String, PathBuf>,
    /// Which of them a part needs, by the name that the code asks for it.
    pub(super) needs: BTreeMap<String, Vec<String>>,
}

/// Cuts a module that was linked with relocations, at its split points. The pieces lie in `folder`.
pub(super) fn split(module: &Path, folder: &Path) -> Result<Split> {
    files::empty_dir(folder)?;
    let input = files::read(module)?;
    let main = folder.join("main.wasm");
    let mut options = Options::new(&input);
    options.output_dir = folder;
    options.main_out_path = &main;
    let pieces = transform(options)
        .map_err(|error| anyhow!("{error:#}"))
        .with_context(|| format!("{} cannot be cut into parts", module.display()))?;
    // Its loader, in JavaScript; npm/src/parts.js is ours.
    files::remove(&folder.join("__wasm_split.js"))?;
    let needs: BTreeMap<_, _> = pieces.prefetch_map.into_iter().collect();
    let names = names(&needs);
    let mut files = BTreeMap::new();
    for (file, name) in &names {
        let path = folder.join(format!("guard-{name}.wasm"));
        files::rename(&folder.join(format!("{file}.wasm")), &path)?;
        files.insert(name.clone(), path);
    }
    let named = |file: &String| names.get(file).cloned().unwrap_or_else(|| file.clone());
    Ok(Split {
        main,
        files,
        needs: needs.iter().map(|(part, needed)| (part.clone(), needed.iter().map(named).collect())).collect(),
    })
}

/// Names for the files: `split_qr` is the part `qr`; `chunk_4` is shared, and those are numbered anew.
fn names(needs: &BTreeMap<String, Vec<String>>) -> BTreeMap<String, String> {
    let files: BTreeSet<_> = needs.values().flatten().collect();
    let mut shared = 0;
    let mut name = |file: &str| match file.strip_prefix("split_") {
        Some(part) => part.to_owned(),
        None => {
            shared += 1;
            format!("shared-{shared}")
        }
    };
    files.into_iter().map(|file| (file.clone(), name(file))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_keep_their_names_and_what_they_share_is_numbered() {
        let needs = [("qr", vec!["chunk_3", "chunk_7", "split_qr"]), ("submit", vec!["chunk_7", "split_submit"])];
        let needs =
            needs.into_iter().map(|(part, files)| (part.to_owned(), files.into_iter().map(str::to_owned).collect()));
        let names = names(&needs.collect());
        let names: Vec<_> = names.iter().map(|(file, name)| (file.as_str(), name.as_str())).collect();
        assert_eq!(
            names,
            [("chunk_3", "shared-1"), ("chunk_7", "shared-2"), ("split_qr", "qr"), ("split_submit", "submit")]
        );
    }
}
