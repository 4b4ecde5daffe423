//! Whether a security advisory names a crate that this project is built from. A program of its own, so that only who asks
//! for it waits for what it is built from: `cargo xtask advisories PATH`.
//!
//! The database is the caller's: a checkout of RustSec's `advisory-db`. Without one nothing is checked, and that is said.
//! It is run at the root of the workspace.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a command speaks to whoever started it")]

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, ensure};
use rustsec::advisory::Id;
use rustsec::report::{Report, Settings};
use rustsec::{Database, Lockfile};
use serde::Deserialize;

/// Looks up every crate of `Cargo.lock`; fails when there is an advisory that `deny.toml` gives no reason to ignore.
fn main() -> Result<ExitCode> {
    let Some(path) = std::env::args_os().nth(1) else {
        println!("not checked: give the path of a checkout of https://github.com/rustsec/advisory-db");
        return Ok(ExitCode::SUCCESS);
    };
    let path = Path::new(&path);
    let database = Database::open(path).with_context(|| format!("{} is no database of advisories", path.display()))?;
    ensure!(database.iter().next().is_some(), "{} holds no advisory", path.display());
    let ignored = ignored(&fs::read_to_string("deny.toml").context("deny.toml cannot be read")?)?;
    for entry in &ignored {
        println!("{} is ignored: {}", entry.id, entry.reason);
    }
    let found = found(&database, Path::new("Cargo.lock"), &ignored)?;
    for line in &found {
        println!("{line}");
    }
    println!("{} advisories looked at, {} found", database.iter().count(), found.len());
    Ok(if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A line for each advisory that names a crate of the lock file.
fn found(database: &Database, lockfile: &Path, ignored: &[Ignored]) -> Result<Vec<String>> {
    let lockfile = Lockfile::load(lockfile).context("Cargo.lock cannot be read")?;
    let settings = Settings { ignore: ignored.iter().map(|entry| entry.id.clone()).collect(), ..Settings::default() };
    let report = Report::generate(database, &lockfile, &settings);
    let vulnerable = report.vulnerabilities.list.iter().map(|found| (&found.package, Some(&found.advisory)));
    let others = report.warnings.values().flatten().map(|found| (&found.package, found.advisory.as_ref()));
    let lines = vulnerable.chain(others).map(|(package, advisory)| match advisory {
        Some(advisory) => format!("{} {}: {} {}", package.name, package.version, advisory.id, advisory.title),
        None => format!("{} {} was taken back by its author", package.name, package.version),
    });
    Ok(lines.collect())
}

/// An advisory that is known and does not concern us.
#[derive(Debug, Deserialize)]
struct Ignored {
    id: Id,
    reason: String,
}

#[derive(Debug, Default, Deserialize)]
struct Advisories {
    #[serde(default)]
    ignore: Vec<Ignored>,
}

#[derive(Debug, Deserialize)]
struct Deny {
    #[serde(default)]
    advisories: Advisories,
}

/// What `deny.toml` ignores. Each entry says when it was looked at, and why.
fn ignored(text: &str) -> Result<Vec<Ignored>> {
    let deny: Deny = toml::from_str(text).context("deny.toml cannot be read")?;
    for Ignored { id, reason } in &deny.advisories.ignore {
        ensure!(is_dated(reason), "deny.toml: the reason to ignore {id} must begin with a date, as in 2026-11-26: …");
    }
    Ok(deny.advisories.ignore)
}

/// Whether a reason is `YYYY-MM-DD: …`.
fn is_dated(reason: &str) -> bool {
    let Some((date, why)) = reason.split_once(": ") else { return false };
    let shape: String = date.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00" && !why.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADVISORY: &str = "```toml\n[advisory]\nid = \"RUSTSEC-2026-0001\"\npackage = \"tea\"\ndate = \"2026-01-02\"\n\
        [versions]\npatched = [\">= 1.1.0\"]\n```\n\n# Tea is too hot\n\nLet it stand.\n";

    fn found_at(version: &str, deny: &str) -> Result<Vec<String>> {
        let dir = tempfile::tempdir()?;
        let (folder, lock) = (dir.path().join("db/crates/tea"), dir.path().join("Cargo.lock"));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("RUSTSEC-2026-0001.md"), ADVISORY)?;
        let package = format!("[[package]]\nname = \"tea\"\nversion = \"{version}\"\nsource = \"{SOURCE}\"\n");
        fs::write(&lock, format!("version = 4\n{package}"))?;
        found(&Database::open(&dir.path().join("db"))?, &lock, &ignored(deny)?)
    }

    const SOURCE: &str = "registry+https://github.com/rust-lang/crates.io-index";

    #[test]
    fn an_advisory_is_found_unless_it_is_mended_or_ignored() -> Result<()> {
        assert_eq!(found_at("1.0.0", "")?, ["tea 1.0.0: RUSTSEC-2026-0001 Tea is too hot"]);
        assert!(found_at("1.1.0", "")?.is_empty());
        let entry =
            |reason: &str| format!("[advisories]\nignore = [{{ id = \"RUSTSEC-2026-0001\", reason = \"{reason}\" }}]");
        assert!(found_at("1.0.0", &entry("2026-11-26: we drink it cold"))?.is_empty());
        for reason in ["we drink it cold", "2026-11-26: ", "soon: we drink it cold"] {
            assert!(found_at("1.0.0", &entry(reason)).is_err(), "{reason}");
        }
        Ok(())
    }

    #[test]
    fn every_ignore_of_this_project_has_reason_and_date() -> Result<()> {
        ignored(include_str!("../../../deny.toml")).map(drop)
    }
}
