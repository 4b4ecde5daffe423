//! Short names between a module and its glue: nobody else sees them, and they are 2 to 4 KB with brotli.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

/// The name that wasm-opt gives the one module that a bound module imports from.
const IMPORT_MODULE: &str = "a";

/// How wasm-opt has renamed what goes in and out of a module.
#[derive(Debug)]
pub(super) struct Renames {
    module: String,
    imports: HashMap<String, String>,
    exports: HashMap<String, String>,
}

impl Renames {
    /// Reads what `wasm-opt --minify-imports-and-exports-and-modules` prints.
    pub(super) fn read(printed: &str) -> Result<Self> {
        let mut map: Value = serde_json::from_str(printed).context("wasm-opt printed no list of new names")?;
        let imports: Vec<(String, String, String)> = serde_json::from_value(map["imports"].take())?;
        let exports: Vec<(String, String)> = serde_json::from_value(map["exports"].take())?;
        let module = imports.first().map(|(module, ..)| module.clone()).context("a module that imports nothing")?;
        let others: Vec<_> = imports.iter().filter(|(other, ..)| *other != module).collect();
        ensure!(others.is_empty(), "the glue has one module of imports, and not {others:?}");
        let imports = imports.into_iter().map(|(_, name, new)| (name, new)).collect();
        Ok(Self { module, imports, exports: exports.into_iter().collect() })
    }

    /// Puts the identity of the build in the name of one import, so that the browser refuses to link a module with the
    /// glue of another build: with short names alone it would, and the glue would call something else. Returns the
    /// name that this import has in the module, and its new one.
    pub(super) fn seal(&mut self, build: &str) -> Result<(String, String)> {
        let first = self.imports.values_mut().min().context("a module that imports nothing")?;
        let sealed = format!("b{build}");
        Ok((std::mem::replace(first, sealed.clone()), sealed))
    }

    /// The new names of those exports, with the ones that they are to get back.
    pub(super) fn back<'a>(&self, exports: impl IntoIterator<Item = &'a String>) -> BTreeMap<String, String> {
        exports.into_iter().filter_map(|name| Some((self.exports.get(name)?.clone(), name.clone()))).collect()
    }

    /// The glue with the new names.
    pub(super) fn rename(&self, glue: &str) -> Result<String> {
        let mut out = String::with_capacity(glue.len());
        let mut given = 0;
        let mut rest = glue;
        while let Some(at) = rest.find(in_name) {
            out += &rest[..at];
            let name = &rest[at..];
            let (name, after) = name.split_at(name.find(|char| !in_name(char)).unwrap_or(name.len()));
            // An import is a key of the object that the module gets, and an export a member of what it gives.
            let import = self.imports.get(name).filter(|_| after.starts_with(": "));
            let export = self.exports.get(name).filter(|_| out.ends_with("wasm."));
            given += usize::from(import.is_some());
            out += import.or(export).map_or(name, String::as_str);
            rest = after;
        }
        out += rest;
        let wanted = self.imports.len();
        ensure!(given == wanted, "the glue has {given} keys that are imports, the module {wanted}");
        let module = format!("\"{}\": import", self.module);
        ensure!(
            out.matches(&module).count() == 1,
            "the glue does not have {module} once: how does it give imports now?"
        );
        Ok(out.replace(&module, &format!("\"{IMPORT_MODULE}\": import")))
    }
}

fn in_name(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_' || char == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = r#"{ "imports": [["./g.js", "__wbg_is", "b"], ["./g.js", "__wbg_is_1", "c"]],
        "exports": [["memory", "d"], ["login", "e"], ["ab0", "f"]] }"#;

    const GLUE: &str = r#"function login(a) { return wasm.login(a) + wasm.memory.length + wasm.login_2 + memory; }
        const import0 = { __wbg_is: () => 1, __wbg_is_1: () => login };
        return { __proto__: null, "./g.js": import0 };"#;

    #[test]
    fn only_what_goes_in_and_out_is_renamed() -> Result<()> {
        let renamed = Renames::read(PRINTED)?.rename(GLUE)?;
        assert_eq!(
            renamed,
            r#"function login(a) { return wasm.e(a) + wasm.d.length + wasm.login_2 + memory; }
        const import0 = { b: () => 1, c: () => login };
        return { __proto__: null, "a": import0 };"#
        );
        Ok(())
    }

    #[test]
    fn the_glue_of_another_build_lacks_an_import() -> Result<()> {
        let mut renames = Renames::read(PRINTED)?;
        assert_eq!(renames.seal("01234567")?, ("b".to_owned(), "b01234567".to_owned()));
        let renamed = renames.rename(GLUE)?;
        assert!(renamed.contains("{ b01234567: () => 1, c: () => login }"), "{renamed}");
        Ok(())
    }

    #[test]
    fn glue_that_has_changed_its_form_is_an_error() -> Result<()> {
        let renames = Renames::read(PRINTED)?;
        assert!(renames.rename(&GLUE.replace("__wbg_is_1: ", "__wbg_is_1 = ")).is_err());
        assert!(renames.rename(&GLUE.replace("./g.js", "./other.js")).is_err());
        assert!(Renames::read(&PRINTED.replacen("./g.js", "./h.js", 1)).is_err(), "two modules");
        assert!(Renames::read("").is_err());
        Ok(())
    }

    #[test]
    fn what_parts_import_gets_its_name_back() -> Result<()> {
        let back = Renames::read(PRINTED)?.back(&["ab0".to_owned(), "ab1".to_owned()]);
        assert_eq!(back, BTreeMap::from([("f".to_owned(), "ab0".to_owned())]));
        Ok(())
    }
}
