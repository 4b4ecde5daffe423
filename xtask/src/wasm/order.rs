//! The order of a module's functions: those of one type beside each other, and among them those whose code begins alike.
//!
//! It is all one to the module, and not to brotli: what is alike packs better the nearer it is, by 2 % of the base.

use std::convert::Infallible;

use anyhow::{Context as _, Result, anyhow};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef};

/// The module with its functions in that order.
pub(super) fn by_likeness(module: &[u8]) -> Result<Vec<u8>> {
    let (mut imported, mut types, mut bodies) = (0, Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::FunctionSection(functions) => types = functions.into_iter().collect::<Result<_, _>>()?,
            Payload::CodeSectionEntry(body) => bodies.push(body),
            _ => {}
        }
    }
    let mut functions: Vec<_> = types.into_iter().zip(bodies).enumerate().collect();
    functions.sort_by(|(_, (type_a, a)), (_, (type_b, b))| (type_a, a.as_bytes()).cmp(&(type_b, b.as_bytes())));
    let mut places = vec![0; functions.len()];
    for (place, (before, _)) in (imported..).zip(&functions) {
        places[*before] = place;
    }
    let functions = functions.into_iter().map(|(_, function)| function).collect();
    let mut sorted = Module::new();
    Sorted { imported, places, functions }
        .parse_core_module(&mut sorted, Parser::new(0), module)
        .map_err(|error| anyhow!("{error}"))
        .context("its functions cannot be sorted")?;
    Ok(sorted.finish())
}

/// Writes a module anew, with its functions sorted and every mention of one by its new number.
struct Sorted<'a> {
    /// The number of functions that are imported: those come first, and stay.
    imported: u32,
    /// The new number of each function, by its old place among the module's own.
    places: Vec<u32>,
    /// Type and body of each function, in the new order.
    functions: Vec<(u32, FunctionBody<'a>)>,
}

impl Reencode for Sorted<'_> {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        let own = function.checked_sub(self.imported).and_then(|own| self.places.get(own as usize));
        Ok(own.copied().unwrap_or(function))
    }

    fn parse_function_section(
        &mut self,
        section: &mut FunctionSection,
        _: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for (kind, _) in &self.functions {
            section.function(*kind);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        section: &mut CodeSection,
        _: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for (_, body) in std::mem::take(&mut self.functions) {
            self.parse_function_body(section, body)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function, ImportSection,
        InstructionSink, RefType, TableSection, TableType, TypeSection,
    };

    use super::*;

    /// Imports one function, and has three of its own: the last of them calls the first, and the table holds both.
    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function([], [wasm_encoder::ValType::I32]);
        let mut imports = ImportSection::new();
        imports.import("m", "f", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        functions.function(1).function(0).function(0);
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            minimum: 2,
            maximum: None,
            table64: false,
            shared: false,
        });
        let mut exports = ExportSection::new();
        exports.export("one", ExportKind::Func, 1).export("f", ExportKind::Func, 0);
        let mut elements = ElementSection::new();
        elements.active(None, &ConstExpr::i32_const(0), Elements::Functions(vec![1, 3].into()));
        let mut code = CodeSection::new();
        let mut add = |write: &dyn Fn(InstructionSink<'_>)| {
            let mut body = Function::new([]);
            write(body.instructions());
            code.function(&body);
        };
        add(&|mut code| _ = code.i32_const(7).end());
        add(&|mut code| _ = code.nop().end());
        add(&|mut code| _ = code.call(1).drop().end());
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&tables).section(&exports);
        module.section(&elements).section(&code).clone().finish()
    }

    #[test]
    fn functions_are_sorted_and_everybody_knows() -> Result<()> {
        let sorted = by_likeness(&module())?;
        let (mut types, mut bodies, mut exports, mut table) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(&sorted) {
            match payload? {
                Payload::FunctionSection(section) => types = section.into_iter().collect::<Result<_, _>>()?,
                Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes().to_vec()),
                Payload::ExportSection(section) => {
                    for export in section {
                        let export = export?;
                        exports.push((export.name.to_owned(), export.index));
                    }
                }
                Payload::ElementSection(section) => {
                    for element in section {
                        if let wasmparser::ElementItems::Functions(items) = element?.items {
                            table = items.into_iter().collect::<Result<_, _>>()?;
                        }
                    }
                }
                _ => {}
            }
        }
        // `nop`, then the call, then the constant, which has the later type.
        assert_eq!(types, [0, 0, 1]);
        assert_eq!(bodies, [vec![0, 1, 0x0b], vec![0, 0x10, 3, 0x1a, 0x0b], vec![0, 0x41, 7, 0x0b]]);
        assert_eq!(exports, [("one".to_owned(), 3), ("f".to_owned(), 0)]);
        assert_eq!(table, [3, 2]);
        Ok(())
    }
}
