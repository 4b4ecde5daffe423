//! Changes to the JavaScript that wasm-bindgen writes.

use anyhow::{Result, ensure};

/// How often yew 0.23's names stand in the glue that wasm-bindgen writes for it.
const YEW_NAMES: usize = 6;

/// The document's members that the module calls, with the interface of each.
const DOCUMENT_CALLS: &[(&str, &str)] = &[
    ("Document", "createElement"),
    ("Document", "createElementNS"),
    ("Document", "createTextNode"),
    ("EventTarget", "addEventListener"),
    ("EventTarget", "removeEventListener"),
];

/// The glue's two ways to start the module: one waits for it, one blocks the page.
const STARTS: &str = "export { initSync, __wbg_init as default };";

/// The glue as it goes into the bundle.
pub(super) fn rewrite(glue: &str) -> Result<String> {
    start_one_way(&harden(&rename_yew(glue)?)?)
}

/// Opens the glue to the element's shim, which watches the module for traps (`npm/src/watch.js`) and hands it elements of
/// its own (`npm/src/adopt.js`).
pub(super) fn open(glue: &str) -> Result<String> {
    let start = "wasm = instance.exports;";
    ensure!(glue.contains(start), "the glue has no `{start}` any more: look where it takes the exports now");
    let table = "__wbindgen_externrefs";
    ensure!(glue.contains(table), "the glue has no `{table}` any more: look where it keeps the module's objects now");
    Ok(format!(
        "import {{ watched }} from \"guard-watch\";\n{}\nexport const objects = () => wasm.{table};\n",
        glue.replace(start, "wasm = watched(instance.exports);")
    ))
}

/// Leaves the start that nobody uses to the bundler to drop.
fn start_one_way(glue: &str) -> Result<String> {
    ensure!(glue.contains(STARTS), "the glue has no `{STARTS}` any more: look how the module is started now");
    Ok(glue.replace(STARTS, "export { __wbg_init as default };"))
}

/// Gives yew's marks on DOM nodes a name of our own in the JavaScript glue.
///
/// Two wasm modules with yew in them, ours and that of a page that is itself a yew app, number their listeners from 0
/// and write those numbers into the same properties of the nodes; a click in one would also run the other's handler.
fn rename_yew(glue: &str) -> Result<String> {
    let found = glue.matches("__yew_").count();
    ensure!(
        found == YEW_NAMES,
        "the glue has {found} names that begin with `__yew_`, not {YEW_NAMES}: yew's marks on DOM nodes have changed. \
         Look at what they are now, check that a page which is a yew app of its own still gets only its own clicks, \
         and set YEW_NAMES in xtask/src/wasm/glue.rs"
    );
    Ok(glue.replace("__yew_", "__guard_"))
}

/// Calls the document by way of its prototype in the JavaScript glue.
///
/// A page with `<form name="createElement">` has that form in the place of the document's function of that name (HTML,
/// "DOM tree accessors").
fn harden(glue: &str) -> Result<String> {
    let mut hardened = glue.to_owned();
    for (owner, name) in DOCUMENT_CALLS {
        let call = format!("arg0.{name}(");
        ensure!(hardened.contains(&call), "the glue has no `{call}` any more: look how it calls `{name}` now");
        hardened = hardened.replace(&call, &format!("{owner}.prototype.{name}.call(arg0, "));
    }
    let read = "arg0.hidden;";
    ensure!(hardened.contains(read), "the glue has no `{read}` any more: look how it reads `hidden` now");
    Ok(hardened.replace(read, "Reflect.get(Document.prototype, 'hidden', arg0);"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shim_watches_the_module_and_reaches_its_objects() -> Result<()> {
        let opened = open("wasm = instance.exports; wasm.__wbindgen_externrefs.get(0);")?;
        assert!(
            opened.contains("wasm = watched(instance.exports);") && opened.contains("export const objects"),
            "{opened}"
        );
        assert!(open("wasm.__wbindgen_externrefs").is_err() && open("wasm = instance.exports;").is_err());
        Ok(())
    }

    #[test]
    fn every_name_of_yew_is_renamed() -> Result<()> {
        let glue = "a.__yew_subtree_id; b.__yew_listener_id;".repeat(YEW_NAMES / 2);
        let renamed = rename_yew(&glue)?;
        assert_eq!(renamed.matches("__guard_subtree_id").count(), YEW_NAMES / 2);
        assert!(!renamed.contains("__yew_"));
        Ok(())
    }

    #[test]
    fn the_document_is_called_by_way_of_its_prototype() -> Result<()> {
        let calls: String = DOCUMENT_CALLS.iter().map(|(_, name)| format!("arg0.{name}(a);")).collect();
        let hardened = harden(&format!("{calls}const ret = arg0.hidden;"))?;
        assert!(hardened.contains("Document.prototype.createElement.call(arg0, a)"), "{hardened}");
        assert!(!hardened.contains("arg0."), "{hardened}");
        assert!(harden(&calls).is_err(), "a read that is not there is an error");
        Ok(())
    }

    #[test]
    fn one_start_is_left() -> Result<()> {
        assert_eq!(start_one_way(STARTS)?, "export { __wbg_init as default };");
        assert!(start_one_way("export default start;").is_err());
        Ok(())
    }

    #[test]
    fn another_number_of_names_is_an_error_that_says_what_to_do() {
        for glue in ["", "a.__yew_subtree_id"] {
            let error = rename_yew(glue).expect_err("the number is wrong").to_string();
            assert!(error.contains("YEW_NAMES") && error.contains("changed"), "{error}");
        }
    }
}
