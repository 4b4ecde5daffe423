//! `cargo xtask bench`: the box against its peers in Chromium, written to `docs/benchmarks.md` and its chart.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use crate::cli::BenchArgs;
use crate::workspace::Workspace;
use crate::{commit, dist, process, report, setup};

/// As many runs of each contestant as a document of this repository has at least.
const FEWEST_RUNS: u32 = 9;

/// Measures, with all set-up; fails when a promise is broken.
pub(crate) fn run(workspace: &Workspace, args: &BenchArgs) -> Result<ExitCode> {
    setup::for_builds(workspace)?;
    setup::browser(workspace)?;
    let folder = workspace.path("bench");
    setup::npm_ci(workspace, &folder)?;
    dist::build(workspace)?;
    let into = output(workspace, args);
    let mut node = workspace.command("node");
    node.arg(folder.join("run.js"))
        .args(["--runs", &args.runs.to_string(), "--commit", &commit::measured(workspace)?])
        .arg("--into")
        .arg(&into)
        .arg("--raw")
        .arg(workspace.target("bench/results.json"))
        .env("GUARD_DIST_DIR", workspace.dist_dir())
        .env("CHROMIUM", setup::CHROMIUM);
    for name in &args.only {
        node.args(["--only", name]);
    }
    let mut promises = 0;
    let status = report::step("measure", || process::run_lines(&mut node, |_| promises += 1))?;
    anyhow::ensure!(promises > 0, "the benchmark did not come to its end ({status})");
    let document = into.join("benchmarks.md");
    let document = document.strip_prefix(workspace.path("")).unwrap_or(&document).display();
    report::note(&format!("written to {document}"));
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The repository's documents take whole measurements only; others are for whoever made them.
fn output(workspace: &Workspace, args: &BenchArgs) -> PathBuf {
    if args.only.is_empty() && args.runs >= FEWEST_RUNS { workspace.path("docs") } else { workspace.target("bench") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_measurement_becomes_a_document_of_the_repository() {
        let workspace = Workspace::find();
        let docs = |runs, only: &[&str]| {
            let only = only.iter().map(ToString::to_string).collect();
            output(&workspace, &BenchArgs { runs, only }) == workspace.path("docs")
        };
        assert!(docs(FEWEST_RUNS, &[]));
        assert!(!docs(FEWEST_RUNS - 1, &[]));
        assert!(!docs(FEWEST_RUNS, &["hanko"]));
    }
}
