//! Takes code out of the main module that nothing can ever run, but that no tool can see to be dead: the body of such a
//! function becomes a trap, and what it alone has called goes with it.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::{Result, ensure};
use wasm_encoder::{CodeSection, Function, Module};
use wasmparser::{ExternalKind, KnownCustom, Name, Parser, Payload, TypeRef};

use super::seal;
use crate::{demangle, files};

/// Functions of yew for drawings that the widget never makes, by their names in the source.
///
/// Yew's node is an enum, so that every program carries the code of all its kinds; the widget draws tags, texts and
/// lists. They are 2 KB with brotli. A drawing that does need one would trap in every test that shows it.
const OTHER_NODES: &[&str] = &[
    // Components inside the one that there is.
    "<yew::virtual_dom::vcomp::VComp as yew::dom_bundle::traits::Reconcilable>::attach",
    "<alloc::rc::Rc<yew::virtual_dom::vcomp::VComp> as yew::utils::RcExt<yew::virtual_dom::vcomp::VComp>>::unwrap_or_clone",
    "<alloc::rc::Rc<yew::virtual_dom::vcomp::VComp>>::drop_slow",
    // Portals.
    "<yew::virtual_dom::vportal::VPortal as yew::dom_bundle::traits::Reconcilable>::attach",
    "<alloc::rc::Rc<yew::virtual_dom::vportal::VPortal> as yew::utils::RcExt<yew::virtual_dom::vportal::VPortal>>::unwrap_or_clone",
    "<alloc::rc::Rc<yew::virtual_dom::vportal::VPortal>>::drop_slow",
    // Markup as text, which a strict policy forbids anyway.
    "<yew::virtual_dom::vraw::VRaw as yew::dom_bundle::traits::Reconcilable>::attach",
    "<yew::dom_bundle::braw::BRaw>::detach_bundle",
    "<yew::dom_bundle::braw::BRaw>::position",
    // Suspense.
    "<yew::virtual_dom::vsuspense::VSuspense as yew::dom_bundle::traits::Reconcilable>::attach",
    "<alloc::rc::Rc<yew::virtual_dom::vsuspense::VSuspense> as yew::utils::RcExt<yew::virtual_dom::vsuspense::VSuspense>>::unwrap_or_clone",
    "<alloc::rc::Rc<yew::virtual_dom::vsuspense::VSuspense>>::drop_slow",
    "<yew::html::component::scope::AnyScope>::find_parent_scope::<yew::suspense::component::feat_csr_ssr::BaseSuspense>",
    "<yew::suspense::component::feat_csr_ssr::BaseSuspense>::resume",
    "<yew::suspense::suspension::Suspension as core::clone::Clone>::clone",
];

/// The ways into closures from JavaScript, one for each signature that js-sys has a closure for.
///
/// JavaScript finds them among the exports. The function table holds all of them, from when wasm-bindgen's descriptions
/// pointed to them, and so keeps those alive whose signature the widget has no closure of.
const CLOSURE_ENTRIES: &str = "wasm_bindgen::convert::closures::_::invoke";

/// Snips what yew has for other nodes out of a module that still has the names of its functions, in place.
pub(super) fn other_nodes(module: &Path) -> Result<()> {
    files::write(module, without_other_nodes(&files::read(module)?)?)
}

/// Snips the ways into closures that JavaScript does not use out of a module that wasm-bindgen has written, in place.
pub(super) fn closure_entries(module: &Path) -> Result<()> {
    files::write(module, without_closure_entries(&files::read(module)?)?)
}

fn without_other_nodes(module: &[u8]) -> Result<Vec<u8>> {
    let (snipped, count) = without(module, &functions(module)?, |name| OTHER_NODES.contains(&name))?;
    ensure!(
        count > 0,
        "yew has none of the functions that xtask/src/wasm/snip.rs leaves out: look what they are called now"
    );
    Ok(snipped)
}

fn without_closure_entries(module: &[u8]) -> Result<Vec<u8>> {
    let functions = functions(module)?;
    let exported = functions.exported.iter().filter_map(|index| functions.names.get(index));
    let exported: HashSet<_> = exported.map(|name| unwrapped(name)).collect();
    let is_dead = |name: &str| name.starts_with(CLOSURE_ENTRIES) && !exported.contains(unwrapped(name));
    let (snipped, count) = without(module, &functions, is_dead)?;
    ensure!(count > 0, "no function is called {CLOSURE_ENTRIES} any more: see xtask/src/wasm/snip.rs");
    Ok(snipped)
}

/// The name of the function that wasm-bindgen has wrapped into another one, which takes and returns what JavaScript does.
fn unwrapped(name: &str) -> &str {
    name.trim_end_matches(" multivalue shim").trim_end_matches(" externref shim")
}

/// The module with a trap in the place of the functions that are dead, by their names, and how many there were.
fn without(module: &[u8], functions: &Functions, is_dead: impl Fn(&str) -> bool) -> Result<(Vec<u8>, usize)> {
    let Functions { names, imported, .. } = functions;
    let is_dead = |index: u32| names.get(&index).is_some_and(|name| is_dead(name));
    let (mut snipped, mut code, mut index, mut left) = (Module::new(), CodeSection::new(), *imported, 0);
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::CodeSectionStart { count, .. } => left = count,
            Payload::CodeSectionEntry(body) => {
                if is_dead(index) {
                    let mut trap = Function::new([]);
                    trap.instructions().unreachable().end();
                    code.function(&trap);
                } else {
                    code.raw(body.as_bytes());
                }
                (index, left) = (index + 1, left - 1);
                if left == 0 {
                    snipped.section(&code);
                }
            }
            other => seal::copy(&mut snipped, module, other.as_section())?,
        }
    }
    Ok((snipped.finish(), (*imported..index).filter(|index| is_dead(*index)).count()))
}

/// What is known of a module's functions by their numbers.
#[derive(Default)]
struct Functions {
    names: HashMap<u32, String>,
    exported: HashSet<u32>,
    /// How many are imported: those come first.
    imported: u32,
}

fn functions(module: &[u8]) -> Result<Functions> {
    let mut found = Functions::default();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    found.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        found.exported.insert(export.index);
                    }
                }
            }
            Payload::CustomSection(section) => {
                let KnownCustom::Name(subsections) = section.as_known() else { continue };
                for subsection in subsections {
                    let Name::Function(map) = subsection? else { continue };
                    for naming in map {
                        let naming = naming?;
                        found.names.insert(naming.index, demangle::plain(naming.name));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        EntityType, ExportKind, ExportSection, FunctionSection, ImportSection, NameMap, NameSection, TypeSection,
    };

    use super::*;

    const ENTRY: &str = "wasm_bindgen[896082000033e9c]::convert::closures::_::invoke::<";

    /// A module with functions of these names, of which the last is exported.
    fn module(functions_named: &[&str]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("m", "f", EntityType::Function(0));
        let (mut functions, mut code, mut map) = (FunctionSection::new(), CodeSection::new(), NameMap::new());
        let mut last = 0;
        for (index, name) in (1..).zip(functions_named) {
            functions.function(0);
            let mut body = Function::new([]);
            body.instructions().nop().end();
            code.function(&body);
            map.append(index, name);
            last = index;
        }
        let mut exports = ExportSection::new();
        exports.export("last", ExportKind::Func, last);
        let mut names = NameSection::new();
        names.functions(&map);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&exports).section(&code).section(&names);
        module.finish()
    }

    /// Which functions of a module are traps.
    fn traps(module: &[u8]) -> Result<Vec<bool>> {
        let mut traps = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            if let Payload::CodeSectionEntry(body) = payload? {
                traps.push(body.as_bytes() == [0, 0, 0x0b]);
            }
        }
        Ok(traps)
    }

    #[test]
    fn functions_for_other_nodes_become_traps() -> Result<()> {
        let other = "<yew[971202e939c76c49]::dom_bundle::braw::BRaw>::position";
        let snipped = without_other_nodes(&module(&["yew[971202e939c76c49]::a", other]))?;
        assert_eq!(traps(&snipped)?, [false, true]);
        assert!(without_other_nodes(&module(&["yew[971202e939c76c49]::a"])).is_err(), "the list is of another yew");
        Ok(())
    }

    #[test]
    fn ways_into_closures_that_are_not_exported_become_traps() -> Result<()> {
        let named = |rest: &str| format!("{ENTRY}{rest}");
        let names = [named("i8>"), named("i16>"), "memcpy".to_owned(), named("i16> externref shim multivalue shim")];
        let snipped = without_closure_entries(&module(&names.each_ref().map(String::as_str)))?;
        assert_eq!(traps(&snipped)?, [true, false, false, false]);
        Ok(())
    }
}
