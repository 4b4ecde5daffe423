//! The parts as files of the package, and the list of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use wasm_encoder::{CustomSection, Section as _};

use super::split::Split;
use super::{id, pack, seal};
use crate::files;

/// The list of the parts in a stage and in the package.
pub(crate) const MANIFEST: &str = "parts.json";

/// The name of the custom section that holds the style of a part, as npm/src/parts.js has it.
const STYLE: &str = "s";

/// The files that each part needs, by the name that the code asks for it.
pub(crate) type Needs = BTreeMap<String, Vec<String>>;

/// The parts of a build.
#[derive(Debug)]
pub(crate) struct Parts {
    /// The names of all their files.
    pub(crate) files: Vec<PathBuf>,
    /// Where the list of them is.
    pub(crate) manifest: PathBuf,
}

/// Puts the parts into `folder`, made smaller, under names that change with their content, and the list beside them.
pub(super) fn place(
    split: &Split,
    folder: &Path,
    styles: &BTreeMap<String, String>,
    shrink: impl Fn(&Path, &Path) -> Result<String>,
) -> Result<Parts> {
    let mut names = BTreeMap::new();
    for part in styles.keys() {
        ensure!(split.files.contains_key(part), "`{part}` is no part: its style belongs into assets/guard-card.css");
    }
    for (name, file) in &split.files {
        let small = folder.join("part.wasm");
        if name == pack::SHARED {
            // It holds modules that are small already.
            files::rename(file, &small)?;
        } else {
            shrink(file, &small)?;
            seal::imports(&files::read(&small)?).with_context(|| format!("the part {name}"))?;
        }
        let mut content = files::read(&small)?;
        if let Some(style) = styles.get(name) {
            content = styled(content, style);
            files::write(&small, &content)?;
        }
        let file = file_name(name, &content);
        files::rename(&small, &folder.join(&file))?;
        names.insert(name.as_str(), file);
    }
    let file = |name: &String| names.get(name.as_str()).cloned().with_context(|| format!("no file for {name}"));
    let mut needs = Needs::new();
    for (part, needed) in &split.needs {
        needs.insert(part.clone(), needed.iter().map(file).collect::<Result<_>>()?);
    }
    let manifest = folder.join(MANIFEST);
    files::write(&manifest, serde_json::to_string_pretty(&needs)? + "\n")?;
    Ok(Parts { files: names.into_values().map(|name| folder.join(name)).collect(), manifest })
}

/// The list of the parts in a folder.
pub(crate) fn manifest(folder: &Path) -> Result<Needs> {
    let path = folder.join(MANIFEST);
    serde_json::from_str(&files::read_text(&path)?).with_context(|| format!("{} is no list of parts", path.display()))
}

/// A module with a style sheet in it.
fn styled(mut module: Vec<u8>, style: &str) -> Vec<u8> {
    CustomSection { name: STYLE.into(), data: style.as_bytes().into() }.append_to(&mut module);
    module
}

/// A part is sealed, so that its content, and with it its name, changes with all that it is linked to.
fn file_name(name: &str, content: &[u8]) -> String {
    format!("guard-{name}.{}.wasm", id::of([content]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_its_style_in_a_section() -> Result<()> {
        let module = styled(wasm_encoder::Module::new().finish(), ".a{}");
        let sections = wasmparser::Parser::new(0).parse_all(&module).collect::<Result<Vec<_>, _>>()?;
        let style = sections.iter().find_map(|section| match section {
            wasmparser::Payload::CustomSection(section) if section.name() == STYLE => Some(section.data()),
            _ => None,
        });
        assert_eq!(style, Some(&b".a{}"[..]));
        Ok(())
    }

    #[test]
    fn a_name_changes_with_the_content() {
        let name = file_name("qr", b"a");
        assert!(name.starts_with("guard-qr.") && name.ends_with(".wasm") && name.len() == 22, "{name}");
        assert_ne!(name, file_name("qr", b"b"));
    }
}
