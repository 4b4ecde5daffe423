//! The order of a module's functions: those of one type beside each other, and among them each beside the one whose code
//! is most like its own.
//!
//! It is all one to the module, and not to brotli: what is alike packs better the nearer it is, by 2.5 % of the base.

use std::convert::Infallible;

use anyhow::{Context as _, Result, anyhow};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef};

/// How long the pieces of code are by which two functions are compared, in bytes.
const PIECE: usize = 4;

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
    // Where nothing else decides, the order is that of the code, so that it is the same in each build.
    functions.sort_by(|(_, (type_a, a)), (_, (type_b, b))| (type_a, a.as_bytes()).cmp(&(type_b, b.as_bytes())));
    let of_one_type = functions.chunk_by(|(_, (type_a, _)), (_, (type_b, _))| type_a == type_b);
    let functions: Vec<_> = of_one_type
        .flat_map(|group| {
            let bodies: Vec<_> = group.iter().map(|(_, (_, body))| body.as_bytes()).collect();
            chain(&bodies).into_iter().map(|place| group[place].clone())
        })
        .collect();
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

/// The places of these codes in an order in which each comes after the one, of those that are left, that it is most like.
/// The first stays.
fn chain(codes: &[&[u8]]) -> Vec<usize> {
    let pieces: Vec<_> = codes.iter().map(|code| pieces(code)).collect();
    let mut left: Vec<_> = (0..codes.len()).rev().collect();
    let mut order: Vec<usize> = left.pop().into_iter().collect();
    while let Some(last) = order.last().filter(|_| !left.is_empty()) {
        let likenesses = left.iter().map(|place| likeness(&pieces[*last], &pieces[*place])).enumerate();
        let nearest = likenesses.max_by(|(_, a), (_, b)| a.total_cmp(b)).map_or(0, |(at, _)| at);
        order.push(left.remove(nearest));
    }
    order
}

/// The different pieces of a code, sorted.
fn pieces(code: &[u8]) -> Vec<&[u8]> {
    let mut pieces: Vec<_> = code.windows(PIECE).collect();
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}

/// How much of two codes' pieces they have in common: 0 to 1.
fn likeness(one: &[&[u8]], other: &[&[u8]]) -> f64 {
    let (mut a, mut b, mut common) = (one.iter().peekable(), other.iter().peekable(), 0);
    while let (Some(piece_a), Some(piece_b)) = (a.peek(), b.peek()) {
        let order = piece_a.cmp(piece_b);
        common += usize::from(order.is_eq());
        if order.is_le() {
            a.next();
        }
        if order.is_ge() {
            b.next();
        }
    }
    2.0 * common as f64 / (one.len() + other.len()).max(1) as f64
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
    fn each_code_comes_after_the_one_it_is_most_like() {
        assert_eq!(chain(&[b"abcdefgh", b"12345678", b"12345", b"bcdefghi", b"cdefghij"]), [0, 3, 4, 1, 2]);
        assert_eq!(chain(&[b"ab", b"abc", b""]), [0, 1, 2], "too short to be like anything");
        assert_eq!(chain(&[]), [0; 0]);
    }

    #[test]
    fn a_likeness_is_the_share_of_what_is_the_same() {
        let of = |one: &[u8], other: &[u8]| likeness(&pieces(one), &pieces(other));
        assert_eq!((of(b"abcdef", b"abcdef"), of(b"abcdef", b"ghijkl"), of(b"", b"")), (1.0, 0.0, 0.0));
        assert_eq!(of(b"abcde", b"bcdef"), 0.5, "one of two");
        assert_eq!(of(b"aaaaaaaaa", b"aaaa"), 1.0, "a piece counts once");
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
