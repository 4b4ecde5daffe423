//! `cargo xtask load`: a release server driven as many visitors do. The visitors are the program of `tests/load`.

mod record;

use std::path::Path;
use std::process::{Command, ExitCode};
use std::thread::available_parallelism;

use anyhow::{Context as _, Result};

use crate::cli::LoadArgs;
use crate::workspace::Workspace;
use crate::{commit, files, process, report};

/// The profile that the server is shipped with; the visitors, who share the machine, are as quick.
const PROFILE: &str = "server";

/// Builds server and visitors, and lets them come; fails when a promise was broken.
pub(crate) fn run(workspace: &Workspace, args: &LoadArgs) -> Result<ExitCode> {
    report::step("build the server and its visitors", || {
        let packages = ["--package", "guard-server", "--package", "guard-load"];
        process::run(&mut workspace.cargo(&[&["build", "--profile", PROFILE][..], &packages].concat()))
    })?;
    let scenario = Scenario::of(args);
    let mut command = visitors(workspace, &workspace.target(PROFILE));
    let findings = workspace.target(format!("load/{}.md", scenario.name()));
    if args.record {
        files::write(&findings, "")?;
        command.args(["--made-by", &made_by(workspace, args)?]).arg("--markdown").arg(&findings);
    }
    if let Some(url) = &args.database {
        command.args(["--database", url]);
    }
    if let Some(seed) = args.seed {
        command.args(["--seed", &seed.to_string()]);
    }
    command.args(["--nodes", &args.nodes.to_string()]);
    command.args(args.set.iter().flat_map(|setting| ["--set", setting])).args(scenario.arguments());

    let mut ended = false;
    let status = process::run_lines(&mut command, |line| ended |= line.ends_with(" failed"))?;
    anyhow::ensure!(ended, "the visitors did not come to an end ({status})");
    if args.record {
        let document = workspace.path("docs/benchmarks.md");
        let name = format!("{} {}", database(args), scenario.name());
        let text = record::put(&files::read_text(&document)?, &name, &files::read_text(&findings)?);
        files::write(&document, text)?;
        report::note("written to docs/benchmarks.md");
    }
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A little of every scenario, once all is built. It judges no times: the tests' machine does other work.
pub(crate) fn sample(workspace: &Workspace) -> Command {
    let mut command = visitors(workspace, &workspace.target("debug"));
    command.arg("sample");
    command
}

fn visitors(workspace: &Workspace, programs: &Path) -> Command {
    let mut command = workspace.command(programs.join("guard-load"));
    command.arg("--server").arg(programs.join("guard-server"));
    command
}

/// What is tried.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Scenario {
    Speed,
    Soak(String),
    Chaos(u32),
    Races(u32),
}

impl Scenario {
    fn of(args: &LoadArgs) -> Self {
        match (&args.soak, args.chaos, args.races) {
            (Some(duration), ..) => Self::Soak(duration.clone()),
            (None, Some(kills), _) => Self::Chaos(kills),
            (None, None, Some(sessions)) => Self::Races(sessions),
            (None, None, None) => Self::Speed,
        }
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Speed => "speed",
            Self::Soak(_) => "soak",
            Self::Chaos(_) => "chaos",
            Self::Races(_) => "races",
        }
    }

    /// As the visitors' command line has it.
    fn arguments(&self) -> Vec<String> {
        let words = |words: [&str; 3]| words.map(str::to_owned).to_vec();
        match self {
            Self::Speed => vec![self.name().to_owned()],
            Self::Soak(duration) => words([self.name(), "--for", duration]),
            Self::Chaos(kills) => words([self.name(), "--kills", &kills.to_string()]),
            Self::Races(sessions) => words([self.name(), "--sessions", &sessions.to_string()]),
        }
    }
}

const fn database(args: &LoadArgs) -> &'static str {
    if args.database.is_some() { "Postgres" } else { "SQLite" }
}

/// How, when and on what the figures were made.
fn made_by(workspace: &Workspace, args: &LoadArgs) -> Result<String> {
    let scenario = match Scenario::of(args) {
        Scenario::Speed => String::new(),
        Scenario::Soak(duration) => format!(" --soak {duration}"),
        Scenario::Chaos(kills) => format!(" --chaos {kills}"),
        Scenario::Races(sessions) => format!(" --races {sessions}"),
    };
    let database = if args.database.is_some() { " --database postgres://…" } else { "" };
    let nodes = if args.nodes > 1 { format!(" --nodes {}", args.nodes) } else { String::new() };
    let set = args.set.iter().map(|setting| format!(" --set {setting}")).collect::<String>();
    let date = process::output(workspace.command("date").arg("+%F"))?;
    let cores = available_parallelism().context("the number of cores is not to be had")?;
    Ok(format!(
        "`cargo xtask load{database}{nodes}{scenario}{set}`, {}, commit {}, {} with {cores} cores",
        date.trim(),
        commit::measured(workspace)?,
        std::env::consts::OS
    ))
}

#[cfg(test)]
mod tests {
    use clap::{Args as _, FromArgMatches as _};

    use super::*;

    fn args(line: &[&str]) -> Option<LoadArgs> {
        let command = LoadArgs::augment_args(clap::Command::new("load").no_binary_name(true));
        LoadArgs::from_arg_matches(&command.try_get_matches_from(line).ok()?).ok()
    }

    #[test]
    fn one_scenario_is_tried_at_a_time() {
        let of = |line: &[&str]| args(line).map(|args| Scenario::of(&args));
        assert_eq!(of(&[]), Some(Scenario::Speed));
        assert_eq!(of(&["--soak", "10m"]), Some(Scenario::Soak("10m".to_owned())));
        assert_eq!(of(&["--chaos", "100"]), Some(Scenario::Chaos(100)));
        assert_eq!(of(&["--chaos", "100", "--races", "2"]), None);
    }

    #[test]
    fn figures_are_told_how_to_be_made_again_without_the_databases_password() -> Result<()> {
        let args = args(&["--database", "postgres://u:secret@h/d", "--nodes", "2", "--races", "7"]);
        let text = made_by(&Workspace::find(), &args.context("the line is right")?)?;
        assert!(text.starts_with("`cargo xtask load --database postgres://… --nodes 2 --races 7`, 20"), "{text}");
        Ok(())
    }
}
