//! Yew as the element's module has it: the crate that Cargo.lock names, word for word but for what weighs much and gives
//! the widget nothing. It is 8 KB of the base with brotli.
//!
//! Apps that use the widget as a component have Yew as it is. The copy takes the crate's place by cargo's `paths`, which
//! demands the same version and the same dependencies.

#[cfg(test)]
#[allow(dead_code, unreachable_pub, reason = "it is written for another crate, whose calls are not all tested")]
mod maps;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::workspace::Workspace;
use crate::{files, process};

/// The maps, as a module of yew's.
const MAPS: &str = include_str!("maps.rs");

/// A text of yew's, and what is put in its place.
type Change = (&'static str, &'static str);

const MAP: Change = ("use std::collections::HashMap;", "use crate::maps::Map as HashMap;");
const SET: Change = ("use std::collections::HashSet;", "use crate::maps::Set as HashSet;");
const ORDERED: Change = ("use std::collections::BTreeMap;", "use crate::maps::Ordered as BTreeMap;");
const INDEX_MAP: Change = ("use indexmap::IndexMap;", "use crate::maps::Map as IndexMap;");

/// A kind of event is its name, and no number: so a module has the names of those alone that it listens to, and not those
/// of all that there are.
const EVENT_KINDS: &[Change] = &[
    (
        "        pub enum ListenerKind {
            $( $kind, )*
            other(std::borrow::Cow<'static, str>),
        }
",
        "        pub struct ListenerKind(std::borrow::Cow<'static, str>);

        #[allow(missing_docs, non_upper_case_globals)]
        impl ListenerKind {
            $( pub const $kind: Self = Self(std::borrow::Cow::Borrowed(stringify!($kind).split_at(2).1)); )*
        }
",
    ),
    (
        "match self {
                    Self::other(type_name) => type_name.clone(),
                    $( Self::$kind => stringify!($kind)[2..].into(), )*
                }",
        "self.0.clone()",
    ),
    (
        "match self {
                    $( Self::$kind => stringify!($kind), )*
                    Self::other(type_name) => type_name.as_ref(),
                }",
        "&self.0",
    ),
];

/// No element of the widget names its namespace, which all would be searched for.
const NAMESPACES: Change = (
    "if let Some(xmlns) = self
            .attributes
            .iter()
            .find(|(k, _)| *k == \"xmlns\")
            .map(|(_, v)| v)
        {
            document()
                .create_element_ns(Some(xmlns), tag)
                .expect(\"can't create namespaced element for vtag\")
        } else if tag",
    "if tag",
);

/// No drawing of the widget stands in two places, so that none is ever copied.
const COPIES: Change = (
    "std::rc::Rc::try_unwrap(this).unwrap_or_else(|rc| (*rc).clone())",
    "std::rc::Rc::try_unwrap(this).ok().expect(\"a drawing stands in one place\")",
);

/// A node that finds no place ends the module, which its own script tells of: that needs no console.
const CONSOLE: Change = (
    ".unwrap_or_else(|err| {
                    let msg = if next_sibling.is_some() {
                        \"failed to insert node before next sibling\"
                    } else {
                        \"failed to append child\"
                    };
                    // Log normally, so we can inspect the nodes in console
                    gloo::console::error!(msg, err, parent, next_sibling, node);
                    // Log via tracing for consistency
                    tracing::error!(msg);
                    // Panic to short-circuit and fail
                    panic!(\"{}\", msg)
                })",
    ".ok().expect(\"a node has a place\")",
);

/// Cargo tells of all that a crate in a folder does not use.
const QUIET: Change = ("#![allow(macro_expanded", "#![allow(dead_code, macro_expanded");

/// What is changed in the files of yew 0.23.
const CHANGES: &[(&str, &[Change])] = &[
    ("src/lib.rs", &[("mod sealed;", "mod maps;\nmod sealed;"), QUIET]),
    ("src/scheduler.rs", &[ORDERED]),
    ("src/dom_bundle/blist.rs", &[SET]),
    ("src/dom_bundle/subtree_root.rs", &[SET]),
    ("src/dom_bundle/position.rs", &[CONSOLE]),
    ("src/dom_bundle/btag/mod.rs", &[MAP, NAMESPACES]),
    ("src/dom_bundle/btag/listeners.rs", &[MAP]),
    ("src/dom_bundle/btag/attributes.rs", &[MAP, INDEX_MAP]),
    ("src/virtual_dom/listeners.rs", EVENT_KINDS),
    ("src/utils/mod.rs", &[COPIES]),
    ("src/virtual_dom/mod.rs", &[INDEX_MAP]),
];

/// Writes the crate anew where it differs; answers its folder. What has not changed keeps its time, so that cargo has
/// nothing to do.
pub(super) fn prepare(workspace: &Workspace) -> Result<PathBuf> {
    let (from, to) = (source(workspace)?, workspace.target("slim/yew"));
    for file in files::list(&from)? {
        let relative = file.strip_prefix(&from).unwrap_or(&file);
        let content = files::read(&file)?;
        let changes = CHANGES.iter().find(|(changed, _)| relative == Path::new(changed));
        let content = match changes {
            Some((_, changes)) => changed(String::from_utf8(content)?, changes)
                .with_context(|| format!("in {} of yew, which xtask/src/wasm/yew changes", relative.display()))?
                .into_bytes(),
            None => content,
        };
        write_new(&to.join(relative), &content)?;
    }
    write_new(&to.join("src/maps.rs"), MAPS.as_bytes())?;
    Ok(to)
}

/// Where cargo has put the crate.
fn source(workspace: &Workspace) -> Result<PathBuf> {
    let metadata = process::output(&mut workspace.cargo(&["metadata", "--format-version", "1", "--locked"]))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo's metadata are no JSON")?;
    let yew = metadata["packages"].as_array().into_iter().flatten().find(|package| package["name"] == "yew");
    let manifest = yew.and_then(|yew| yew["manifest_path"].as_str()).context("the workspace has no yew")?;
    Ok(Path::new(manifest).parent().unwrap_or(Path::new("")).to_path_buf())
}

fn changed(mut text: String, changes: &[(&str, &str)]) -> Result<String> {
    for (before, after) in changes {
        let found = text.matches(before).count();
        ensure!(found == 1, "`{before}` stands {found} times, not once: look how yew does it now");
        text = text.replace(before, after);
    }
    Ok(text)
}

fn write_new(path: &Path, content: &[u8]) -> Result<()> {
    if path.is_file() && files::read(path)? == content {
        return Ok(());
    }
    files::write(path, content)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashMap, HashSet};

    use super::maps::{Map, Ordered, Set};
    use super::*;

    /// Numbers below 16, the same ones in each run: few enough that keys meet again.
    fn numbers(seed: u32) -> impl Iterator<Item = u32> {
        let mut state = seed;
        std::iter::repeat_with(move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 28
        })
    }

    #[test]
    fn a_map_is_a_map() {
        let (mut ours, mut theirs) = (Map::default(), HashMap::new());
        let mut numbers = numbers(1);
        for step in 0..5_000 {
            let (what, key) = (numbers.next().unwrap_or_default() % 4, numbers.next().unwrap_or_default());
            match what {
                0 => assert_eq!(ours.insert(key, step), theirs.insert(key, step)),
                1 => assert_eq!(ours.remove(&key), theirs.remove(&key)),
                2 => {
                    *ours.entry(key).or_default() += 1;
                    *theirs.entry(key).or_default() += 1;
                }
                _ => assert_eq!(ours.get_mut(&key), theirs.get_mut(&key)),
            }
            assert_eq!((ours.get(&key), ours.contains_key(&key)), (theirs.get(&key), theirs.contains_key(&key)));
        }
        let all: HashMap<_, _> = ours.clone().into_iter().collect();
        assert_eq!(all, theirs);
        assert_eq!(ours.iter().map(|(key, value)| (*key, *value)).collect::<HashMap<_, _>>(), theirs);
        let turned: Map<_, _> =
            ours.iter().collect::<Vec<_>>().into_iter().rev().map(|(key, value)| (*key, *value)).collect();
        assert!(turned == ours, "the order does not count");
        assert!(Map::from_iter([(1, 2)]) != Map::from_iter([(1, 3)]) && ours != Map::default());
        ours.values_mut().for_each(|value| *value = 0);
        assert!(ours.into_iter().all(|(_, value)| value == 0));
    }

    #[test]
    fn a_set_is_a_set() {
        let (mut ours, mut theirs) = (Set::with_capacity(4), HashSet::new());
        let mut numbers = numbers(2);
        for _ in 0..5_000 {
            let (what, item) = (numbers.next().unwrap_or_default() % 4, numbers.next().unwrap_or_default());
            match what {
                0 => assert_eq!(ours.insert(item), theirs.insert(item)),
                1 => assert_eq!(ours.take(&item), theirs.take(&item)),
                2 => assert_eq!(ours.replace(item), theirs.replace(item)),
                _ => {
                    ours.retain(|own| own % 5 != item % 5);
                    theirs.retain(|own| own % 5 != item % 5);
                }
            }
            assert_eq!(ours.iter().copied().collect::<HashSet<_>>(), theirs);
        }
        assert_eq!(ours.drain().collect::<HashSet<_>>(), theirs);
        assert_eq!(ours.iter().count(), 0);
    }

    #[test]
    fn an_ordered_map_is_one() {
        let (mut ours, mut theirs) = (Ordered::default(), BTreeMap::new());
        let mut numbers = numbers(3);
        for step in 0..5_000 {
            match numbers.next().unwrap_or_default() % 4 {
                0 => assert_eq!(ours.pop_first(), theirs.pop_first()),
                _ => {
                    let key = numbers.next().unwrap_or_default();
                    assert_eq!(ours.insert(key, step), theirs.insert(key, step));
                }
            }
            assert_eq!(ours.is_empty(), theirs.is_empty());
        }
        let (ours, theirs): (Vec<_>, Vec<_>) =
            (ours.into_values().rev().collect(), theirs.into_values().rev().collect());
        assert_eq!(ours, theirs);
    }

    #[test]
    fn yew_that_has_changed_is_an_error() -> Result<()> {
        assert_eq!(changed("a use b;".to_owned(), &[("use b;", "use c;")])?, "a use c;");
        for text in ["", "use b; use b;"] {
            let error = changed(text.to_owned(), &[("use b;", "")]).expect_err(text).to_string();
            assert!(error.contains("use b;") && error.contains("yew"), "{error}");
        }
        Ok(())
    }
}
