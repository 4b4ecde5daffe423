//! Packs all that parts share into one file: each subset of the parts would have one of its own, most of them of a few
//! hundred bytes, and each would be a request.

use std::path::{Path, PathBuf};

use anyhow::Result;
use wasm_encoder::{CustomSection, Module};

use super::split::Split;
use crate::files;

/// The name of that file, as a part's.
pub(crate) const SHARED: &str = "shared";

/// The name of the custom sections that hold a module each, as npm/src/parts.js has it.
const SECTION: &str = "m";

/// The files of a build with one shared file, the first, in the place of all. `shrink` makes a module smaller on its way
/// from one file to another.
pub(super) fn pack(split: &mut Split, folder: &Path, shrink: impl Fn(&Path, &Path) -> Result<String>) -> Result<()> {
    let is_shared = |name: &String| name.starts_with("shared-");
    let pieces: Vec<PathBuf> =
        split.files.iter().filter(|(name, _)| is_shared(name)).map(|(_, path)| path.clone()).collect();
    if pieces.is_empty() {
        return Ok(());
    }
    let (small, output) = (folder.join("piece.wasm"), folder.join("packed.wasm"));
    let mut modules = Vec::new();
    for piece in &pieces {
        shrink(piece, &small)?;
        modules.push(files::read(&small)?);
    }
    files::remove(&small)?;
    files::write(&output, packed(&modules))?;
    split.files.retain(|name, _| !is_shared(name));
    split.files.insert(SHARED.to_owned(), output);
    split.needs.values_mut().for_each(|needed| *needed = with_one_shared(needed));
    Ok(())
}

/// A module that holds other modules, and does nothing itself.
fn packed(modules: &[Vec<u8>]) -> Vec<u8> {
    let mut outer = Module::new();
    for module in modules {
        outer.section(&CustomSection { name: SECTION.into(), data: module.into() });
    }
    outer.finish()
}

/// The list of a part's files with one shared file, the first, in the place of all.
fn with_one_shared(needed: &[String]) -> Vec<String> {
    let own = needed.iter().filter(|name| !name.starts_with("shared-")).cloned();
    let shares = needed.iter().any(|name| name.starts_with("shared-"));
    shares.then(|| SHARED.to_owned()).into_iter().chain(own).collect()
}

#[cfg(test)]
mod tests {
    use wasmparser::{Parser, Payload};

    use super::*;

    #[test]
    fn all_that_is_shared_is_one_file() {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(with_one_shared(&list(&["shared-1", "shared-3", "qr"])), list(&["shared", "qr"]));
        assert_eq!(with_one_shared(&list(&["code"])), list(&["code"]));
    }

    #[test]
    fn every_module_is_a_section_of_its_own() -> Result<()> {
        let (one, other) = (Module::new().finish(), b"other".to_vec());
        let outer = packed(&[one.clone(), other.clone()]);
        let mut found = Vec::new();
        for payload in Parser::new(0).parse_all(&outer) {
            if let Payload::CustomSection(section) = payload? {
                assert_eq!(section.name(), SECTION);
                found.push(section.data().to_vec());
            }
        }
        assert_eq!(found, [one, other]);
        Ok(())
    }
}
