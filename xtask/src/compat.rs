//! `cargo xtask compat`: the package as apps bundle it, with every tool of `compat/tools.js`, each opened in Chromium
//! against the real server.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Result, ensure};

use crate::cli::CompatArgs;
use crate::server::Stores;
use crate::workspace::Workspace;
use crate::{dist, process, report, server, setup};

/// The tools that `cargo xtask test` tries: one that takes the package's files along, and one that takes none. Both have
/// a lock file.
pub(crate) const CHOSEN: &[&str] = &["vite-7", "esbuild-single"];

/// Tries the tools, with all set-up; fails when the package does not work with one of them.
pub(crate) fn run(workspace: &Workspace, args: &CompatArgs) -> Result<ExitCode> {
    setup::for_builds(workspace)?;
    setup::browser(workspace)?;
    dist::build(workspace)?;
    setup::npm_ci(workspace, &workspace.path("tests/e2e"))?;
    let server = report::step("build the server", || server::build(workspace, Stores::All))?;
    if args.only.is_empty() {
        report::note(
            "every tool is installed from the npm registry: some 3 GB, and a quarter of an hour the first time",
        );
    }
    let only: Vec<_> = args.only.iter().map(String::as_str).collect();
    let mut node = command(workspace, &server, &only);
    // The repository's document takes whole runs only.
    if only.is_empty() {
        node.arg("--document").arg(workspace.path("docs/compatibility.md"));
    }
    let mut lines = 0;
    let status = report::step("try the package", || process::run_lines(&mut node, |_| lines += 1))?;
    ensure!(lines > 0, "no tool was tried ({status})");
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The program that tries these tools, or all of them; the last lines that it prints count those that passed and failed.
pub(crate) fn command(workspace: &Workspace, server: &Path, only: &[&str]) -> Command {
    let mut node = workspace.command("node");
    node.arg(workspace.path("compat/run.js"))
        .arg("--into")
        .arg(workspace.target("compat"))
        .args(only.iter().flat_map(|name| ["--only", name]))
        .env("GUARD_SERVER_BIN", server)
        .env("GUARD_DIST_DIR", workspace.dist_dir())
        .env("CHROMIUM", setup::CHROMIUM);
    node
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_tools_are_the_same_on_every_machine() {
        let workspace = Workspace::find();
        for name in CHOSEN {
            let lock = workspace.path(format!("compat/fixtures/{name}/package-lock.json"));
            assert!(lock.is_file(), "{} is missing", lock.display());
        }
    }
}
