//! Weights that a visitor's login may have, in bytes with brotli 11. This is the one place that says which files a path
//! loads.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};

/// The files that are loaded until something can be done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Path {
    /// Its name in reports and in `cargo xtask size --paths`.
    pub(crate) name: &'static str,
    /// Files that are loaded whatever comes.
    pub(crate) files: &'static [&'static str],
    /// Parts of the module, each with what it shares with others.
    pub(crate) parts: &'static [&'static str],
    /// Whether the texts of a language are loaded, too.
    pub(crate) texts: bool,
    /// The path that comes before: what that one has loaded is not counted again.
    pub(crate) after: Option<&'static str>,
    /// The most that all of it may weigh. Where it is more than `goal`, it is what has been reached: lower it with
    /// whatever makes the path lighter.
    pub(crate) bytes: usize,
    /// The most that it is to weigh in the end.
    pub(crate) goal: usize,
}

const ENTRY: &str = "guard-widget.js";
/// Comes when the browser is idle, as what sends a password does.
const LATE: &str = "guard-late.js";
/// Draws the first code while the module is on its way.
const CODE: &str = "guard-code.js";
const HOSTED: &str = "hosted.js";
const BASE: &[&str] = &[ENTRY, "guard-module.js", "guard_bg.wasm"];
const QR_FIRST: &[&str] = &[ENTRY, CODE, "guard-module.js", "guard_bg.wasm"];
const PASSWORD_FIRST: &str = "password first";

/// All paths that have a budget. `docs` and the end-to-end tests go by these names.
pub(crate) const PATHS: &[Path] = &[
    Path { name: PASSWORD_FIRST, files: BASE, parts: &[], texts: true, after: None, bytes: 79_872, goal: 79_872 },
    Path {
        name: "submit",
        files: &[LATE],
        parts: &["submit"],
        texts: false,
        after: Some(PASSWORD_FIRST),
        bytes: 12_288,
        goal: 12_288,
    },
    // It takes along what sends requests, 2.4 KB that the base, and so every visitor's login, no longer has.
    Path {
        name: "a page's own functions",
        files: &[],
        parts: &["adapters"],
        texts: false,
        after: Some(PASSWORD_FIRST),
        bytes: 14_080,
        goal: 12_288,
    },
    Path { name: "QR first", files: QR_FIRST, parts: &["qr"], texts: true, after: None, bytes: 121_344, goal: 121_344 },
    Path { name: ENTRY, files: &[ENTRY], parts: &[], texts: false, after: None, bytes: 13_312, goal: 13_312 },
    // What a site has of us that sends its people to the hosted page.
    Path { name: HOSTED, files: &[HOSTED], parts: &[], texts: false, after: None, bytes: 4096, goal: 4096 },
];

/// The most that a part of no path may add: a further method, a factor.
const PART_BYTES: usize = 12_288;

/// A path with the files of a build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Load {
    pub(crate) name: String,
    pub(crate) files: Vec<String>,
    pub(crate) texts: bool,
    pub(crate) bytes: usize,
    pub(crate) goal: usize,
}

/// The paths through a build whose parts need these files, and each part of no path as one of its own.
pub(crate) fn loads(needs: &BTreeMap<String, Vec<String>>) -> Result<Vec<Load>> {
    let named: Vec<_> = PATHS.iter().flat_map(|path| path.parts).collect();
    let mut loads = PATHS.iter().map(|path| load(path, needs)).collect::<Result<Vec<_>>>()?;
    for part in needs.keys().filter(|part| !named.contains(&&part.as_str())) {
        let files = files(&[], &[part], Some(PASSWORD_FIRST), needs)?;
        loads.push(Load { name: format!("part {part}"), files, texts: false, bytes: PART_BYTES, goal: PART_BYTES });
    }
    Ok(loads)
}

fn load(path: &Path, needs: &BTreeMap<String, Vec<String>>) -> Result<Load> {
    let files = files(path.files, path.parts, path.after, needs)?;
    Ok(Load { name: path.name.to_owned(), files, texts: path.texts, bytes: path.bytes, goal: path.goal })
}

fn files(
    fixed: &[&str],
    parts: &[&str],
    after: Option<&str>,
    needs: &BTreeMap<String, Vec<String>>,
) -> Result<Vec<String>> {
    let before = match PATHS.iter().find(|path| Some(path.name) == after) {
        Some(path) => files(path.files, path.parts, path.after, needs)?,
        None => Vec::new(),
    };
    let mut found: Vec<String> = fixed.iter().map(|file| (*file).to_owned()).collect();
    for part in parts {
        let more = needs.get(*part).with_context(|| {
            format!("the module has no part `{part}`, which xtask/src/budget.rs counts on; do they agree?")
        })?;
        let more = more.iter().filter(|file| !before.contains(file));
        for file in more {
            if !found.contains(file) {
                found.push(file.clone());
            }
        }
    }
    Ok(found)
}

/// Judges a load that weighs this much: whether it may, and the line that says so.
pub(crate) fn judge(load: &Load, weight: usize) -> (bool, String) {
    let Load { name, bytes, goal, .. } = load;
    let kib = bytes.div_ceil(1024);
    if weight > *bytes {
        let more = weight - bytes;
        return (
            false,
            format!("OVER BUDGET: {name} has {weight} bytes with brotli, {more} more than {bytes} ({kib} KiB)"),
        );
    }
    let share = weight * 100 / bytes;
    let missing = weight.saturating_sub(*goal);
    let still = if missing > 0 { format!("; {missing} more than its goal of {goal}") } else { String::new() };
    (true, format!("within budget: {name} has {weight} of {bytes} bytes ({kib} KiB) with brotli, {share} %{still}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(parts: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
        let owned = |files: &[&str]| files.iter().map(|file| (*file).to_owned()).collect();
        parts.iter().map(|(part, files)| ((*part).to_owned(), owned(files))).collect()
    }

    #[test]
    fn a_path_is_its_files_and_all_that_its_parts_need() -> Result<()> {
        let needs = needs(&[
            ("qr", &["s.wasm", "qr.wasm"]),
            ("submit", &["s.wasm", "submit.wasm"]),
            ("adapters", &["a.wasm"]),
            ("code", &["c.wasm"]),
        ]);
        let loads = loads(&needs)?;
        let of = |name: &str| loads.iter().find(|load| load.name == name).map(|load| load.files.join(" "));
        assert_eq!(
            of("QR first").as_deref(),
            Some("guard-widget.js guard-code.js guard-module.js guard_bg.wasm s.wasm qr.wasm")
        );
        assert_eq!(of("submit").as_deref(), Some("guard-late.js s.wasm submit.wasm"));
        assert_eq!(of("part code").as_deref(), Some("c.wasm"));
        assert_eq!(of("part qr"), None, "it has a path of its own");
        Ok(())
    }

    #[test]
    fn a_part_that_is_not_there_is_an_error() {
        let error = loads(&needs(&[("qr", &["qr.wasm"])])).expect_err("no submit").to_string();
        assert!(error.contains("`submit`"), "{error}");
    }

    #[test]
    fn what_came_before_is_not_counted_again() -> Result<()> {
        let before = Some("QR first");
        let files = files(&[], &["submit"], before, &needs(&[("qr", &["s", "q"]), ("submit", &["s", "u"])]))?;
        assert_eq!(files, ["u"]);
        Ok(())
    }

    #[test]
    fn a_budget_may_be_used_up_but_not_passed() {
        let load = Load { name: "submit".into(), files: Vec::new(), texts: false, bytes: 2048, goal: 1024 };
        assert!(judge(&load, 2048).1.ends_with("; 1024 more than its goal of 1024"));
        assert!(judge(&load, 1024).1.ends_with("50 %"));
        assert!(judge(&load, 2048).0);
        let (within, line) = judge(&load, 2049);
        assert!(!within && line.contains("1 more than 2048 (2 KiB)"), "{line}");
    }
}
