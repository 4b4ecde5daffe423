//! The arrows of `CONTRIBUTING.md`, held: which crate and which folder may use which.

use std::path::Path;

use anyhow::{Context as _, Result};

use crate::files;
use crate::workspace::Workspace;

/// The crates, each with the crates of this workspace that it may depend on.
const CRATES: &[(&str, &[&str])] = &[
    ("protocol", &[]),
    ("core", &["guard-protocol"]),
    (".", &["guard-protocol", "guard-core"]),
    ("element", &["guard-protocol", "guard-core", "guard-widget"]),
    ("server", &["guard-protocol"]),
    ("tests/fake-wechat", &[]),
    ("tests/load", &["guard-protocol", "guard-core", "guard-fake-wechat"]),
];

/// The folders of a crate's `src/`, in lines: each may use those of the lines above, none of its own line.
const FOLDERS: &[(&str, &[&[&str]])] = &[
    (
        "src",
        &[
            &["browser"],
            &["json"],
            &["face", "hosted"],
            &["backend"],
            &["card"],
            &["methods", "factors"],
            &["frame"],
            &["texts"],
            &["widget"],
        ],
    ),
    ("core/src", &[&["method", "factor", "messages"], &["backend_error"], &["retry"], &["qr"], &["login"]]),
];

/// Names that `lib.rs` passes on, with the file that they are from.
const ALIASES: &[(&str, &str)] = &[("Tree", "json"), ("catalogue", "texts"), ("message_keys", "texts")];

/// The uses that go against the arrows.
fn wrong_uses(workspace: &Workspace) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for (folder, allowed) in CRATES {
        let manifest = files::read_text(&workspace.path(folder).join("Cargo.toml"))?;
        let of_crate = dependencies(&manifest);
        let others = of_crate.iter().filter(|name| !allowed.contains(&name.as_str()));
        wrong.extend(others.map(|name| format!("{folder}/Cargo.toml depends on {name}")));
    }
    for (root, lines) in FOLDERS {
        let root = workspace.path(root);
        for file in files::list(&root)?.iter().filter(|file| file.extension().is_some_and(|ending| ending == "rs")) {
            let text = files::read_text(file)?;
            let inside = file.strip_prefix(&root).unwrap_or(file);
            wrong.extend(wrong_uses_of(inside, &text, lines)?.into_iter().map(|used| {
                format!("{} uses crate::{used}", file.strip_prefix(workspace.path(".")).unwrap_or(file).display())
            }));
        }
    }
    Ok(wrong)
}

/// The workspace's own crates that a manifest names as dependencies.
fn dependencies(manifest: &str) -> Vec<String> {
    let sections = manifest.split("\n[").filter(|section| {
        let name = section.trim_start_matches('[').split(']').next().unwrap_or_default();
        name == "dependencies" || name.ends_with(".dependencies") && !name.contains("workspace")
    });
    let names = sections.flat_map(str::lines).filter_map(|line| line.split(['.', ' ', '=']).next());
    names.filter(|name| name.starts_with("guard-")).map(str::to_owned).collect()
}

/// The folders that a file uses and may not. Tests may use all.
fn wrong_uses_of(file: &Path, text: &str, lines: &[&[&str]]) -> Result<Vec<String>> {
    let own = file.components().next().context("a file without a name")?.as_os_str().to_string_lossy().into_owned();
    let own = own.trim_end_matches(".rs");
    let line_of = |name: &str| lines.iter().position(|line| line.contains(&name));
    let Some(own_line) = line_of(own) else { return Ok(Vec::new()) };
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut wrong = Vec::new();
    for used in code.split("crate::").skip(1) {
        // One name, or several in braces.
        let all = match used.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or_default(),
            None => &used[..used.find(|c| !is_name(c)).unwrap_or(used.len())],
        };
        for name in all.split(|c| !is_name(c)).filter(|name| !name.is_empty()) {
            let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, file)| file);
            if name != own && line_of(name).is_some_and(|line| line >= own_line) {
                wrong.push(name.to_owned());
            }
        }
    }
    Ok(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_use_goes_with_the_arrows() -> Result<()> {
        let wrong = wrong_uses(&Workspace::find())?;
        assert!(wrong.is_empty(), "{wrong:#?}");
        Ok(())
    }

    #[test]
    fn a_use_against_the_arrows_is_found() -> Result<()> {
        let lines: &[&[&str]] = &[&["browser"], &["methods", "factors"], &["widget"]];
        let of = |file: &str, text: &str| wrong_uses_of(Path::new(file), text, lines);
        assert_eq!(of("browser/http.rs", "use crate::widget::Run;")?, ["widget"]);
        assert_eq!(of("methods/qr/mod.rs", "use crate::{browser, factors};")?, ["factors"]);
        assert!(of("widget/run.rs", "use crate::methods::Setup;\nuse crate::widget::Parts;")?.is_empty());
        assert!(of("browser/http.rs", "// crate::widget\n#[cfg(test)]\nuse crate::widget::Run;")?.is_empty());
        assert_eq!(dependencies("[dependencies]\nguard-core.workspace = true\nyew = \"1\"\n"), ["guard-core"]);
        Ok(())
    }

    /// A feature that takes something away breaks whoever has it in a build for another crate's sake.
    #[test]
    fn features_only_add() -> Result<()> {
        let mut seen = 0;
        for root in ["protocol/src", "core/src", "src", "element/src"] {
            for file in files::list(&Workspace::find().path(root))? {
                let text = files::read_text(&file).unwrap_or_default();
                assert!(!text.contains("not(feature"), "{} has something only without a feature", file.display());
                seen += usize::from(text.contains("feature") || text.contains("fn "));
            }
        }
        assert!(seen > 50, "only {seen} files were read");
        Ok(())
    }

    #[test]
    fn every_folder_has_its_line() -> Result<()> {
        for (root, lines) in FOLDERS.iter().filter(|(root, _)| *root == "src") {
            let root = Workspace::find().path(root);
            for file in files::list(&root)? {
                let inside = file.strip_prefix(&root).unwrap_or(&file).to_path_buf();
                let folder = inside.components().next().map(|first| first.as_os_str().to_string_lossy().into_owned());
                let folder = folder.unwrap_or_default();
                let known = ["lib.rs", "main.rs", "page"].contains(&folder.as_str())
                    || lines.iter().any(|line| line.contains(&folder.trim_end_matches(".rs")));
                assert!(known, "src/{folder} has no line in xtask/src/layers.rs");
            }
        }
        Ok(())
    }
}
