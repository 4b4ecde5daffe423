//! Changes to the JavaScript that wasm-bindgen writes.

use anyhow::{Context as _, Result, ensure};

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

/// The one that is left.
const START: &str = "export { __wbg_init as default };";

/// The beginning of what loads a module, to the end of the glue.
const LOADER: &str = "async function __wbg_load(";
const FINISH: &str = "function __wbg_finalize_init(instance, module) {";

/// The start in its place, for the answer that the element's shim has fetched and looked at. Browsers compile while the
/// rest is on its way, but only what the server calls by its name.
const STARTER: &str = r#"const start = async (response) => {
    const streamed = /^application\/wasm$/i.test(response.headers.get("content-type"));
    const { instance, module } = streamed
        ? await WebAssembly.instantiateStreaming(response, __wbg_get_imports())
        : await WebAssembly.instantiate(await response.arrayBuffer(), __wbg_get_imports());
    __wbg_finalize_init(instance, module);
};"#;

/// For browsers that are older than the classes of the shim.
const OLD_ENCODER: &str = "if (!('encodeInto' in cachedTextEncoder)) {
    cachedTextEncoder.encodeInto = function (arg, view) {
        const buf = cachedTextEncoder.encode(arg);
        view.set(buf);
        return {
            read: arg.length,
            written: buf.length
        };
    };
}
";
const OLD_REGISTRY: &str = "(typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(";

/// The second way to hand a text over, for a module that cannot lengthen what it has reserved. Ours can.
const OTHER_ENCODER: &str = "    if (realloc === undefined) {
        const buf = cachedTextEncoder.encode(arg);
        const ptr = malloc(buf.length, 1) >>> 0;
        getUint8ArrayMemory0().subarray(ptr, ptr + buf.length).set(buf);
        WASM_VECTOR_LEN = buf.length;
        return ptr;
    }
";

/// A way to end the module's objects that the shim does not go.
const DISPOSAL: &str = "if (Symbol.dispose) ";

/// What calls an import that may throw, made anew for each call, and what makes a function of one that does.
const CALL: &str = "function handleError(f, args) {
    try {
        return f.apply(this, args);";
const CALLER: &str = "const handled = (f) => (...args) => {
    try {
        return f(...args);";

/// How an import begins that may throw, and any other one, with the beginning of an arrow in its place.
const IMPORTS: &[(&str, &str)] =
    &[(": function() { return handleError(function (", ": handled(("), (": function(", ": (")];

/// How an import that may throw ends, and the end of the arrow.
const IMPORT_END: (&str, &str) = ("}, arguments); },", "}),");

/// Yew's changes to the tree, and the calls in their place that find what others have moved.
const MOVES: &[(&str, &str)] = &[
    ("arg0.insertBefore(arg1, arg2)", "insertBefore(arg0, arg1, arg2)"),
    ("arg0.removeChild(arg1)", "removeChild(arg0, arg1)"),
];

/// Those calls.
const MOVERS: &str = include_str!("../../../npm/src/moves.js");

/// The glue as it goes into the bundle.
pub(super) fn rewrite(glue: &str) -> Result<String> {
    start_one_way(&harden(&rename_yew(glue)?)?)
}

/// Makes the glue a function that makes one: after a trap a module cannot be used any more, and a fresh one needs glue of
/// its own. The function takes what the element's shim puts between (`npm/src/watch.js`, `npm/src/parts.js`), and hands
/// it the module's objects (`npm/src/adopt.js`).
pub(super) fn open(glue: &str) -> Result<String> {
    let mut body = glue.to_owned();
    let changes = [
        ("wasm = instance.exports;", "wasm = watched(instance.exports);"),
        ("import { load } from 'guard-parts';", ""),
        (OLD_ENCODER, ""),
        (OTHER_ENCODER, ""),
        (CALL, CALLER),
        (OLD_REGISTRY, "new FinalizationRegistry("),
    ];
    for &(text, by) in changes.iter().chain(MOVES) {
        body = replaced(&body, text, by)?;
    }
    body = with_arrows(&body)?;
    let (calls, _) = body
        .split_once(LOADER)
        .with_context(|| format!("the glue has no `{LOADER}` any more: look where what loads the module begins now"))?;
    ensure!(calls.contains(FINISH), "the glue has no `{FINISH}` any more: look how it takes the module now");
    let table = "__wbindgen_externrefs";
    ensure!(body.contains(table), "the glue has no `{table}` any more: look where it keeps the module's objects now");
    let mut names = vec!["start".to_owned(), format!("objects: () => wasm.{table}")];
    let mut lines = Vec::new();
    for line in calls.lines().filter(|line| !line.starts_with(DISPOSAL)) {
        let Some(item) = line.strip_prefix("export ") else {
            lines.push(line);
            continue;
        };
        let name = item.strip_prefix("class ").or_else(|| item.strip_prefix("function "));
        let name = name.and_then(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next());
        names.push(name.with_context(|| format!("the glue has an export of a new kind: `{line}`"))?.to_owned());
        lines.push(item);
    }
    Ok(format!(
        "import {{ insertBefore, removeChild }} from \"guard-moves\";\nexport const create = (watched, load) => {{\n{}\n\
         {STARTER}\nreturn {{ {} }};\n}};\n",
        lines.join("\n"),
        names.join(", ")
    ))
}

/// The imports as arrows: none of them has a `this`.
fn with_arrows(glue: &str) -> Result<String> {
    let arrows: String = glue.lines().map(|line| arrow(line) + "\n").collect();
    for gone in [": function(", "handleError"] {
        ensure!(!arrows.contains(gone), "the glue has a `{gone}` of a new kind: look how it writes its imports now");
    }
    Ok(arrows)
}

fn arrow(line: &str) -> String {
    for (begin, by) in IMPORTS {
        if let Some((name, rest)) = line.split_once(begin)
            && let Some(parameters) = rest.strip_suffix(") {")
        {
            return format!("{name}{by}{parameters}) => {{");
        }
    }
    line.replace(IMPORT_END.0, IMPORT_END.1)
}

/// Makes a module that no bundler looks at stand what translators and extensions do to its tree.
pub(super) fn steady(glue: &str) -> Result<String> {
    let mut body = glue.to_owned();
    for (text, by) in MOVES {
        body = replaced(&body, text, by)?;
    }
    Ok(format!("{}\n{body}", MOVERS.replace("export const ", "const ")))
}

fn replaced(glue: &str, text: &str, by: &str) -> Result<String> {
    ensure!(glue.contains(text), "the glue has no `{text}` any more: look what stands in its place now");
    Ok(glue.replace(text, by))
}

/// Leaves the start that nobody uses to the bundler to drop.
fn start_one_way(glue: &str) -> Result<String> {
    ensure!(glue.contains(STARTS), "the glue has no `{STARTS}` any more: look how the module is started now");
    Ok(glue.replace(STARTS, START))
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

    const IMPORT_LINES: &str = "a: function(arg0) {\n},\nb: function() { return handleError(function (arg0, arg1) {\n\
                                }, arguments); },\n";

    #[test]
    fn imports_become_arrows() -> Result<()> {
        assert_eq!(with_arrows(IMPORT_LINES)?, "a: (arg0) => {\n},\nb: handled((arg0, arg1) => {\n}),\n");
        assert!(with_arrows("a: function(arg0) { return arg0; },").is_err(), "written in another way");
        assert!(with_arrows("a: handleError((arg0) => arg0),").is_err(), "throws in another way");
        Ok(())
    }

    #[test]
    fn the_glue_can_be_made_anew() -> Result<()> {
        let glue = format!(
            "import {{ load }} from 'guard-parts';\nexport class Mount {{\n}}\nexport function log_in(a) {{\n}}\n\
             {DISPOSAL}Mount.a = Mount.b;\n{OLD_ENCODER}{OTHER_ENCODER}const R = {OLD_REGISTRY}f);\n{CALL}\n}}\n{IMPORT_LINES}{FINISH}\nwasm = instance.exports; \
             wasm.__wbindgen_externrefs.get(0);\narg0.insertBefore(arg1, arg2); arg0.removeChild(arg1);\n}}\n\
             {LOADER}) {{\n}}\nexport {{ __wbg_init as default }};"
        );
        let opened = open(&glue)?;
        assert!(opened.contains("export const create = (watched, load) => {\n"), "{opened}");
        assert!(opened.contains("\nclass Mount {\n") && opened.contains("\nfunction log_in(a) {\n"), "{opened}");
        assert!(
            opened.contains("wasm = watched(instance.exports);")
                && opened.contains("\ninsertBefore(arg0, arg1, arg2);")
        );
        assert!(
            opened.contains("const R = new FinalizationRegistry(f);") && !opened.contains("encodeInto"),
            "{opened}"
        );
        assert!(opened.contains(STARTER) && !opened.contains("__wbg_load"), "{opened}");
        let returned = "return { start, objects: () => wasm.__wbindgen_externrefs, Mount, log_in };";
        assert!(opened.contains(returned), "{opened}");
        assert_eq!(opened.matches("export ").count(), 1, "{opened}");
        assert!(!opened.contains(DISPOSAL), "{opened}");
        for gone in [
            OTHER_ENCODER,
            CALL,
            "wasm = instance.exports;",
            "__wbindgen_externrefs",
            "arg0.removeChild(arg1)",
            "import {",
            LOADER,
            FINISH,
        ] {
            assert!(open(&glue.replace(gone, "")).is_err(), "{gone}");
        }
        assert!(open(&format!("export const x = 1;\n{glue}")).is_err());
        Ok(())
    }

    #[test]
    fn a_module_that_is_all_there_is_finds_what_others_have_moved() -> Result<()> {
        let glue = "import x from 'y';\narg0.insertBefore(arg1, arg2); arg0.removeChild(arg1);";
        let steady = steady(glue)?;
        assert!(steady.contains("\nconst insertBefore = (") && steady.contains("\nconst removeChild = ("), "{steady}");
        assert!(steady.ends_with("\ninsertBefore(arg0, arg1, arg2); removeChild(arg0, arg1);"), "{steady}");
        assert!(!steady.contains("export "), "{steady}");
        for (text, _) in MOVES {
            assert!(super::steady(&glue.replace(text, "")).is_err(), "{text}");
        }
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
