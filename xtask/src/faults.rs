//! `cargo xtask faults`: logins in which the network, gateways, clocks and the browser go wrong, by a plan that a seed
//! makes. The programs are in `tests/e2e/faults`.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::cli::FaultsArgs;
use crate::tally::Tally;
use crate::workspace::Workspace;
use crate::{dist, page, process, report, setup};

/// Sets everything up and runs the campaign; fails when a run ends badly.
pub(crate) fn run(workspace: &Workspace, args: &FaultsArgs) -> Result<ExitCode> {
    setup::for_builds(workspace)?;
    setup::browser(workspace)?;
    setup::npm_ci(workspace, &workspace.path("tests/e2e"))?;
    dist::build(workspace)?;
    if args.page {
        process::run(&mut workspace.cargo(&["build", "--package", "guard-server"]))?;
        page::build(workspace)?;
    } else {
        build_server(workspace)?;
    }
    let seed = args.seed.unwrap_or_else(seed_of_now);
    let (program, page) = if args.page { (Program::Page, " --page") } else { (Program::Network, "") };
    report::note(&format!(
        "seed {seed}: `cargo xtask faults{page} --runs {} --seed {seed}` runs the same again",
        args.runs
    ));
    let mut tally = Tally::default();
    let mut command = command(workspace, program, args.runs, seed);
    if let Some(only) = args.only {
        command.args(["--only", &only.to_string()]);
    }
    let status = process::run_lines(&mut command, |line| tally.read(line))?;
    println!("{} passed, {} failed", tally.passed, tally.failed);
    Ok(if status.success() && tally.failed == 0 && tally.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds the server whose clock the runs move.
pub(crate) fn build_server(workspace: &Workspace) -> Result<()> {
    process::run(&mut workspace.cargo(&["build", "--package", "clock-server"]))
}

/// What goes wrong in a campaign.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Program {
    /// Networks, gateways, clocks and the browser.
    Network,
    /// The page, whose scripts change the box's tree.
    Page,
}

/// The campaign, once all is built.
pub(crate) fn command(workspace: &Workspace, program: Program, runs: u32, seed: u32) -> Command {
    let script = match program {
        Program::Network => "faults/run.js",
        Program::Page => "faults/page.js",
    };
    let mut node = workspace.command("node");
    node.args([script, "--runs", &runs.to_string(), "--seed", &seed.to_string()])
        .current_dir(workspace.path("tests/e2e"))
        .env("CLOCK_SERVER", workspace.target("debug/clock-server"))
        .env("GUARD_SERVER_BIN", workspace.target("debug/guard-server"))
        .env("GUARD_DIST_DIR", workspace.dist_dir())
        .env("GUARD_PAGE_DIR", workspace.page_dir())
        .env("HEADLESS_SHELL", setup::HEADLESS_SHELL)
        .env("CHROMIUM", setup::CHROMIUM);
    node
}

/// A seed that nobody chose: other runs each time.
fn seed_of_now() -> u32 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    // The lower digits are those that change.
    (now.as_millis() % 1_000_000) as u32
}
