//! Makes sure that a part goes into the very module that it was cut from.
//!
//! A part calls into the others by numbers that mean something else in another build: it would not fail but run the
//! wrong code on the wrong memory. So what it imports has the build's identity in its name, and the browser refuses to
//! link what belongs to another one.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use wasm_encoder::{EntityType, ExportSection, ImportSection, Module, RawSection};
use wasmparser::{ExternalKind, Parser, Payload};

use super::id;
use super::split::Split;
use crate::files;

/// Where parts import from, as the cut writes it and as npm/src/parts.js has it.
const CUT_FROM: &str = "__wasm_split";
const IMPORT_MODULE: &str = "m";

/// Exports that the linker makes for debuggers.
const FOR_NOBODY: &[&str] = &["__data_end", "__heap_base"];

/// Seals the parts, and the main module that wasm-bindgen has written with its glue, in place. Returns the names that
/// they go by.
pub(super) fn seal(split: &Split, main: &Path, glue: &Path) -> Result<Vec<String>> {
    let mut contents = vec![files::read(&split.main)?];
    for file in split.files.values() {
        contents.push(files::read(file)?);
    }
    let build = id::of(contents.iter().map(Vec::as_slice));
    let mut shared = BTreeSet::new();
    for content in &contents[1..] {
        shared.extend(imports(content)?);
    }
    let names: BTreeMap<_, _> =
        shared.into_iter().enumerate().map(|(at, name)| (name, format!("{build}{at}"))).collect();
    for (file, content) in split.files.values().zip(&contents[1..]) {
        files::write(file, seal_part(content, &names).with_context(|| format!("in {}", file.display()))?)?;
    }
    let glue = files::read_text(glue)?;
    let read = |name: &str| glue.contains(&format!("wasm.{name}"));
    files::write(main, seal_main(&files::read(main)?, &names, read)?)?;
    Ok(names.into_values().collect())
}

/// Gives exports of a module other names, in place.
pub(super) fn rename_exports(module: &Path, names: &BTreeMap<String, String>) -> Result<()> {
    files::write(module, seal_main(&files::read(module)?, names, |_| false)?)
}

/// Gives an import of a module another name, in place.
pub(super) fn rename_import(module: &Path, from: &str, to: &str) -> Result<()> {
    let content = files::read(module)?;
    let mut renamed = Module::new();
    let mut given = 0;
    for payload in Parser::new(0).parse_all(&content) {
        match payload? {
            Payload::ImportSection(imports) => {
                let mut section = ImportSection::new();
                for import in imports.into_imports() {
                    let import = import?;
                    let name = if import.name == from { to } else { import.name };
                    given += usize::from(import.name == from);
                    section.import(import.module, name, EntityType::try_from(import.ty)?);
                }
                renamed.section(&section);
            }
            other => copy(&mut renamed, &content, other.as_section())?,
        }
    }
    ensure!(given == 1, "the module has {given} imports of the name {from}");
    files::write(module, renamed.finish())
}

/// The names of what a part imports. It has to be something, or the part would fit into any build.
pub(super) fn imports(part: &[u8]) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for payload in Parser::new(0).parse_all(part) {
        if let Payload::ImportSection(imports) = payload? {
            for import in imports.into_imports() {
                names.insert(import?.name.to_owned());
            }
        }
    }
    ensure!(!names.is_empty(), "a part imports nothing");
    Ok(names)
}

fn seal_part(part: &[u8], names: &BTreeMap<String, String>) -> Result<Vec<u8>> {
    let mut sealed = Module::new();
    for payload in Parser::new(0).parse_all(part) {
        match payload? {
            Payload::ImportSection(imports) => {
                let mut section = ImportSection::new();
                for import in imports.into_imports() {
                    let import = import?;
                    ensure!(import.module == CUT_FROM, "a part imports {} from {}", import.name, import.module);
                    let name = names.get(import.name).context("a name that no part imports")?;
                    section.import(IMPORT_MODULE, name, EntityType::try_from(import.ty)?);
                }
                sealed.section(&section);
            }
            other => copy(&mut sealed, part, other.as_section())?,
        }
    }
    Ok(sealed.finish())
}

fn seal_main(main: &[u8], names: &BTreeMap<String, String>, glue_reads: impl Fn(&str) -> bool) -> Result<Vec<u8>> {
    let mut sealed = Module::new();
    let mut missing: BTreeSet<_> = names.keys().map(String::as_str).collect();
    for payload in Parser::new(0).parse_all(main) {
        match payload? {
            Payload::ExportSection(exports) => {
                let mut section = ExportSection::new();
                for export in exports {
                    let export = export?;
                    let function = export.kind == ExternalKind::Func;
                    let name = names.get(export.name).filter(|_| !function);
                    let for_parts = name.is_some();
                    if let Some(name) = name {
                        missing.remove(export.name);
                        section.export(name, export.kind.into(), export.index);
                    }
                    let kept = if for_parts { glue_reads(export.name) } else { !FOR_NOBODY.contains(&export.name) };
                    if kept {
                        section.export(export.name, export.kind.into(), export.index);
                    }
                }
                sealed.section(&section);
            }
            other => copy(&mut sealed, main, other.as_section())?,
        }
    }
    ensure!(missing.is_empty(), "the main module does not export {missing:?}, which parts import");
    Ok(sealed.finish())
}

/// Copies a section as it is; what lies inside a section is none of its own.
pub(super) fn copy(to: &mut Module, from: &[u8], section: Option<(u8, Range<u64>)>) -> Result<()> {
    if let Some((id, range)) = section {
        let data = &from[usize::try_from(range.start)?..usize::try_from(range.end)?];
        to.section(&RawSection { id, data });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{ExportKind, MemorySection, MemoryType};

    use super::*;

    const MEMORY: MemoryType =
        MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None };

    fn part(module: &str) -> Vec<u8> {
        let mut imports = ImportSection::new();
        imports.import(module, "memory", EntityType::Memory(MEMORY));
        Module::new().section(&imports).clone().finish()
    }

    fn main() -> Vec<u8> {
        let mut memories = MemorySection::new();
        memories.memory(MEMORY);
        let mut exports = ExportSection::new();
        exports.export("memory", ExportKind::Memory, 0).export("__heap_base", ExportKind::Memory, 0);
        Module::new().section(&memories).section(&exports).clone().finish()
    }

    fn exports(module: &[u8]) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            if let Payload::ExportSection(exports) = payload? {
                for export in exports {
                    names.push(export?.name.to_owned());
                }
            }
        }
        Ok(names)
    }

    fn names() -> BTreeMap<String, String> {
        [("memory".to_owned(), "0123456700".to_owned())].into()
    }

    #[test]
    fn a_part_imports_by_the_name_of_its_build() -> Result<()> {
        let sealed = seal_part(&part(CUT_FROM), &names())?;
        assert_eq!(imports(&sealed)?, BTreeSet::from(["0123456700".to_owned()]));
        assert!(seal_part(&part("env"), &names()).is_err(), "nothing but the main module is there to import from");
        assert!(imports(&Module::new().finish()).is_err(), "it would fit everywhere");
        Ok(())
    }

    #[test]
    fn the_main_module_exports_by_that_name_and_what_its_glue_reads() -> Result<()> {
        assert_eq!(exports(&seal_main(&main(), &names(), |_| true)?)?, ["0123456700", "memory"]);
        assert_eq!(exports(&seal_main(&main(), &names(), |_| false)?)?, ["0123456700"]);
        let more = [("table".to_owned(), "0123456701".to_owned())].into_iter().chain(names()).collect();
        assert!(seal_main(&main(), &more, |_| true).is_err(), "a part would not link");
        Ok(())
    }
}
