//! `cargo xtask size --why`: whose bytes a build has, by part, by crate and by module path.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context as _, Result, ensure};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use super::{Row, owner, thousands};
use crate::workspace::Workspace;
use crate::{files, report, wasm};

const DATA: &str = "(data)";
const REST: &str = "(types, imports, exports, tables)";

/// How many lines of the longest table are shown.
const MODULES: usize = 60;

/// Bytes, and the same share of what the file they are in weighs with brotli.
#[derive(Clone, Copy, Debug, Default)]
struct Bytes {
    raw: usize,
    brotli: f64,
}

/// The tables as text, for the modules of the last build of `dist/`.
pub(super) fn report(workspace: &Workspace, rows: &[Row]) -> Result<String> {
    let stage = workspace.element_stage();
    ensure!(stage.join(wasm::NAMED).is_dir(), "the last build has left no modules; run `cargo xtask dist` first");
    let folder = workspace.target("stage/why");
    report::step("shrink the modules, with names", || wasm::with_names(workspace, &stage, &folder))?;
    let mut parts = BTreeMap::new();
    let mut crates = BTreeMap::new();
    let mut modules = BTreeMap::new();
    for file in files::list(&folder)? {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (part, is_whole) = part_of(&stem);
        let row = rows.iter().find(|row| is_built_from(&row.name, part));
        let row = row.with_context(|| format!("dist/ has no file for {part}; run `cargo xtask dist`"))?;
        for (path, raw) in owners(&files::read(&file)?, is_whole.then_some(row.raw))? {
            let brotli = raw as f64 * row.brotli as f64 / row.raw as f64;
            let add = |to: &mut BTreeMap<String, Bytes>, key: String| {
                let bytes = to.entry(key).or_default();
                bytes.raw += raw;
                bytes.brotli += brotli;
            };
            add(&mut parts, part.to_owned());
            add(&mut crates, path.first().cloned().unwrap_or_default());
            add(&mut modules, path.join("::"));
        }
    }
    Ok([
        table("by part", parts, usize::MAX),
        table("by crate", crates, usize::MAX),
        table("by module path", modules, MODULES),
    ]
    .join("\n"))
}

/// The file of `dist/` that a module of the stage ends up in, and whether it is all of it: what parts share is packed
/// into one.
fn part_of(stem: &str) -> (&str, bool) {
    match stem.rsplit_once('-') {
        Some((part, number)) if part.ends_with(wasm::SHARED) && number.parse::<u32>().is_ok() => (part, false),
        _ => (stem, true),
    }
}

/// Whether a file of `dist/` is the stage's module of this name: `guard-qr.0123abcd.wasm` is `guard-qr`.
fn is_built_from(file: &str, stem: &str) -> bool {
    file.strip_prefix(stem).is_some_and(|rest| rest == ".wasm" || (rest.starts_with('.') && rest.ends_with(".wasm")))
}

/// How many bytes of a module are whose; `size` is what it has without its names. Where that is not known, code and data
/// alone count.
fn owners(module: &[u8], size: Option<usize>) -> Result<HashMap<Vec<String>, usize>> {
    let mut names = HashMap::new();
    let mut bodies = Vec::new();
    let mut imported = 0;
    let mut data = 0;
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(usize::try_from(body.range().end - body.range().start)?),
            Payload::DataSection(segments) => {
                for segment in segments {
                    data += segment?.data.len();
                }
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(subsections) = section.as_known() {
                    for subsection in subsections {
                        if let Name::Function(map) = subsection? {
                            for naming in map {
                                let naming = naming?;
                                names.insert(naming.index, naming.name);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let mut owners = HashMap::new();
    for (index, body) in (imported..).zip(&bodies) {
        *owners.entry(owner::of(names.get(&index).copied().unwrap_or_default())).or_default() += body;
    }
    let code: usize = bodies.iter().sum();
    owners.insert(vec![DATA.to_owned()], data);
    if let Some(size) = size {
        owners.insert(vec![REST.to_owned()], size.saturating_sub(code + data));
    }
    Ok(owners)
}

fn table(title: &str, rows: BTreeMap<String, Bytes>, most: usize) -> String {
    let mut rows: Vec<_> = rows.into_iter().collect();
    rows.sort_by_key(|(_, bytes)| std::cmp::Reverse(bytes.raw));
    let left = rows.split_off(rows.len().min(most));
    if !left.is_empty() {
        let sum = left.iter().fold(Bytes::default(), |sum, (_, more)| Bytes {
            raw: sum.raw + more.raw,
            brotli: sum.brotli + more.brotli,
        });
        rows.push((format!("({} more)", left.len()), sum));
    }
    let width = rows.iter().map(|(name, _)| name.len()).chain([title.len()]).max().unwrap_or_default();
    let mut out = format!("{title:width$}  {:>9}  {:>9}\n", "raw", "≈ brotli");
    for (name, bytes) in rows {
        let brotli = thousands(bytes.brotli.round() as usize);
        out += &format!("{name:width$}  {:>9}  {brotli:>9}\n", thousands(bytes.raw));
    }
    out
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{CodeSection, Function, FunctionSection, Module, NameMap, NameSection, TypeSection};

    use super::*;

    #[test]
    fn every_module_of_the_stage_has_its_file() {
        assert_eq!(part_of("guard_bg"), ("guard_bg", true));
        assert_eq!(part_of("guard-qr"), ("guard-qr", true));
        assert_eq!(part_of("guard-shared-12"), ("guard-shared", false));
        assert!(is_built_from("guard-shared.0123abcd.wasm", part_of("guard-shared-1").0));
    }

    #[test]
    fn a_modules_bytes_are_shared_out_to_the_last() -> Result<()> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut functions = FunctionSection::new();
        functions.function(0).function(0);
        let mut code = CodeSection::new();
        for _ in 0..2 {
            let mut body = Function::new([]);
            body.instructions().nop().end();
            code.function(&body);
        }
        let mut map = NameMap::new();
        map.append(1, "yew::html::view");
        let mut names = NameSection::new();
        names.functions(&map);
        let small = Module::new().section(&types).section(&functions).section(&code).clone().finish();
        let named = Module::new().section(&types).section(&functions).section(&code).section(&names).clone().finish();
        let owners = owners(&named, Some(small.len()))?;
        assert_eq!(owners.get(&vec!["yew".to_owned(), "html".to_owned()]), Some(&3));
        assert_eq!(owners.get(&vec!["(no path)".to_owned()]), Some(&3));
        assert_eq!(owners.values().sum::<usize>(), small.len());
        Ok(())
    }

    #[test]
    fn a_file_is_found_by_its_name_without_the_hash() {
        assert!(is_built_from("guard-qr.0123abcd.wasm", "guard-qr") && is_built_from("guard_bg.wasm", "guard_bg"));
        assert!(!is_built_from("guard-qr-more.0123abcd.wasm", "guard-qr") && !is_built_from("guard-qr.js", "guard-qr"));
    }
}
