//! Takes out of the main module what yew has for drawings that the widget never makes.
//!
//! Yew's node is an enum, so that every program carries the code of all its kinds; the widget draws tags, texts and
//! lists. The body of a function that only the others reach becomes a trap, and what it alone has called goes with it:
//! 2 KB with brotli. A drawing that does need one would trap in every test that shows it.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Result, ensure};
use wasm_encoder::{CodeSection, Function, Module};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use super::seal;
use crate::{demangle, files};

/// The functions, by their names in the source.
const SNIPPED: &[&str] = &[
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

/// Snips a module that still has the names of its functions, in place.
pub(super) fn snip(module: &Path) -> Result<()> {
    let (snipped, count) = without(&files::read(module)?, SNIPPED)?;
    ensure!(
        count > 0,
        "yew has none of the functions that xtask/src/wasm/snip.rs leaves out: look what they are called now"
    );
    files::write(module, snipped)
}

/// The module with a trap in the place of the functions of these names, and how many there were.
fn without(module: &[u8], names: &[&str]) -> Result<(Vec<u8>, usize)> {
    let (found, imported) = functions(module)?;
    let is_snipped = |index: u32| found.get(&index).is_some_and(|name| names.contains(&name.as_str()));
    let (mut snipped, mut code, mut index, mut left) = (Module::new(), CodeSection::new(), imported, 0);
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::CodeSectionStart { count, .. } => left = count,
            Payload::CodeSectionEntry(body) => {
                if is_snipped(index) {
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
    Ok((snipped.finish(), (imported..index).filter(|index| is_snipped(*index)).count()))
}

/// The names of a module's functions, and how many functions it imports.
fn functions(module: &[u8]) -> Result<(HashMap<u32, String>, u32)> {
    let (mut found, mut imported) = (HashMap::new(), 0);
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CustomSection(section) => {
                let KnownCustom::Name(subsections) = section.as_known() else { continue };
                for subsection in subsections {
                    let Name::Function(map) = subsection? else { continue };
                    for naming in map {
                        let naming = naming?;
                        found.insert(naming.index, demangle::plain(naming.name));
                    }
                }
            }
            _ => {}
        }
    }
    Ok((found, imported))
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{EntityType, FunctionSection, ImportSection, NameMap, NameSection, TypeSection};

    use super::*;

    #[test]
    fn a_function_that_is_named_becomes_a_trap_and_the_others_stay() -> Result<()> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("m", "f", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        functions.function(0).function(0);
        let mut code = CodeSection::new();
        for _ in 0..2 {
            let mut body = Function::new([]);
            body.instructions().nop().end();
            code.function(&body);
        }
        let mut map = NameMap::new();
        map.append(1, "<yew[971202e939c76c49]::a::B>::c");
        map.append(2, "<yew[971202e939c76c49]::a::B>::d");
        let mut names = NameSection::new();
        names.functions(&map);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&code).section(&names);
        let (snipped, count) = without(&module.finish(), &["<yew::a::B>::d", "<yew::a::B>::e"])?;
        let mut bodies = Vec::new();
        for payload in Parser::new(0).parse_all(&snipped) {
            if let Payload::CodeSectionEntry(body) = payload? {
                bodies.push(body.as_bytes().to_vec());
            }
        }
        assert_eq!((count, bodies), (1, vec![vec![0, 1, 0x0b], vec![0, 0, 0x0b]]));
        Ok(())
    }
}
