//! The command line: what can be asked for, and what each command does.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::workspace::Workspace;
use crate::{backends, bench, compat, demo, dist, faults, load, page, process, size, test};

/// The commands of this project.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build everything and serve the demo site, with an account to log in with, until Ctrl-C.
    Demo(DemoArgs),
    /// Run every check and test; the last line is `N passed, N failed`.
    Test(TestArgs),
    /// Build the npm package into `dist/`.
    Dist,
    /// Build the hosted login page into `target/page/`.
    Page,
    /// Measure `dist/`: raw, gzip -9 and brotli 11. Fails over budget.
    Size(SizeArgs),
    /// Measure the box against its peers in Chromium, into `docs/benchmarks.md`. Fails when a promise is broken.
    Bench(BenchArgs),
    /// Build the package into apps with every bundler and framework, and open each in Chromium.
    Compat(CompatArgs),
    /// Try every backend of `examples/backends` with right and wrong tokens; sets up what their languages need.
    Backends(BackendsArgs),
    /// Live through logins in which the network, gateways, clocks and the browser go wrong.
    Faults(FaultsArgs),
    /// Drive a release server as many visitors do, and judge it. Fails when a promise is broken.
    ///
    /// Without a scenario: 5,000 waiting polls with 1,000 status checks a second, then fifty clients that guess passwords.
    Load(LoadArgs),
    /// Look for security advisories about the crates that this is built from.
    Advisories(AdvisoriesArgs),
}

/// How `demo` is to be served.
#[derive(Args, Debug)]
pub(crate) struct DemoArgs {
    /// The port to listen on; 0 picks a free one.
    #[arg(long, default_value_t = 8080)]
    pub(crate) port: u16,
    /// Let phones in the same network reach it: listen on all addresses and put this machine's into the QR code.
    #[arg(long)]
    pub(crate) lan: bool,
    /// Two servers over a Postgres that ends with them, instead of one over an embedded database.
    #[arg(long)]
    pub(crate) postgres: bool,
    /// With a mini program: a fake WeChat, and beside the box a drawn phone that runs the real source. Both are for this
    /// machine alone.
    #[arg(long, conflicts_with = "lan")]
    pub(crate) wechat: bool,
}

/// How `test` is to be run.
#[derive(Args, Debug)]
pub(crate) struct TestArgs {
    /// Go on after a failed step, to see all that fail.
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Build, and run only the end-to-end tests of these specs: `--spec offline --spec leaks`.
    #[arg(long, value_name = "NAME")]
    pub(crate) spec: Vec<String>,
}

/// Reports of `size`.
#[derive(Args, Debug)]
pub(crate) struct SizeArgs {
    /// Whose the bytes of the last build are: by part, by crate and by module path.
    #[arg(long)]
    pub(crate) why: bool,
    /// The files that each path with a budget loads, as JSON.
    #[arg(long, conflicts_with = "why")]
    pub(crate) paths: bool,
}

/// How `bench` is to be run.
#[derive(Args, Debug)]
pub(crate) struct BenchArgs {
    /// How often each contestant is measured on each profile; fewer than 9 are written to `target/bench/` instead.
    #[arg(long, default_value_t = 9, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) runs: u32,
    /// Measure this contestant only, and write to `target/bench/`; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Vec<String>,
}

/// What `compat` is to try.
#[derive(Args, Debug)]
pub(crate) struct CompatArgs {
    /// Try this tool only; may be given several times. The names are those of the folders in `compat/fixtures/`.
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Vec<String>,
}

/// What `backends` is to try.
#[derive(Args, Debug)]
pub(crate) struct BackendsArgs {
    /// Try this backend only; may be given several times. The names are those of the folders in `examples/backends/`.
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Vec<backends::Language>,
}

/// How `faults` is to be run.
#[derive(Args, Debug)]
pub(crate) struct FaultsArgs {
    /// How many logins.
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) runs: u32,
    /// The seed of all that goes wrong; without one, another each time. It is printed.
    #[arg(long)]
    pub(crate) seed: Option<u32>,
    /// Live through the run of this number only, and tell its story.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) only: Option<u32>,
    /// On pages whose scripts change the box's tree between every two steps, instead of networks that fail.
    #[arg(long)]
    pub(crate) page: bool,
}

/// What `advisories` is to look into.
#[derive(Args, Debug)]
pub(crate) struct AdvisoriesArgs {
    /// A checkout of <https://github.com/rustsec/advisory-db>. Without one nothing is checked.
    #[arg(value_name = "PATH")]
    pub(crate) database: Option<PathBuf>,
}

/// What `load` is to try.
#[derive(Args, Debug)]
pub(crate) struct LoadArgs {
    /// An empty Postgres database: postgres://… Without one, SQLite in a temporary folder.
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
    /// How many nodes serve the one database. The load is that of all together.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=9))]
    pub(crate) nodes: u32,
    /// Mixed load for so long, as in `10m`: does anything grow or fail?
    #[arg(long, value_name = "DURATION", group = "scenario")]
    pub(crate) soak: Option<String>,
    /// So many times `kill -9` of a node while people log in: is a login lost, or there twice?
    #[arg(long, value_name = "KILLS", group = "scenario")]
    pub(crate) chaos: Option<u32>,
    /// So many codes that phones and browsers race for: does exactly one win?
    #[arg(long, value_name = "SESSIONS", group = "scenario")]
    pub(crate) races: Option<u32>,
    /// A setting of the server, as in `limits.connections=20000`; may be given several times.
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
    /// The seed of what is chosen once and for all; without one, another each time. `--chaos` prints it.
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    /// Write what is found into `docs/benchmarks.md`.
    #[arg(long)]
    pub(crate) record: bool,
}

/// Runs the command that was asked for.
pub(crate) fn run() -> Result<ExitCode> {
    let cli = Cli::parse();
    process::stop_on_signal()?;
    let workspace = Workspace::find();
    match cli.command {
        Command::Demo(args) => demo::run(&workspace, &args),
        Command::Test(args) => test::run(&workspace, &args),
        Command::Dist => dist::run(&workspace).map(|()| ExitCode::SUCCESS),
        Command::Page => page::run(&workspace).map(|()| ExitCode::SUCCESS),
        Command::Size(args) => size::run(&workspace, &args),
        Command::Bench(args) => bench::run(&workspace, &args),
        Command::Compat(args) => compat::run(&workspace, &args),
        Command::Backends(args) => backends::run(&workspace, &args.only),
        Command::Faults(args) => faults::run(&workspace, &args),
        Command::Load(args) => load::run(&workspace, &args),
        Command::Advisories(args) => {
            let mut command = workspace.cargo(&["run", "--quiet", "--package", "xtask-advisories", "--"]);
            process::run(command.args(args.database)).map(|()| ExitCode::SUCCESS)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drawn_phone_goes_with_postgres_but_not_with_real_phones() {
        let parse =
            |arguments: &[&str]| Cli::try_parse_from([&["cargo xtask", "demo", "--wechat"], arguments].concat());
        assert!(parse(&["--postgres", "--port", "0"]).is_ok());
        let refusal = parse(&["--lan"]).expect_err("a phone in the network reaches neither").to_string();
        assert!(refusal.contains("--wechat") && refusal.contains("--lan"), "{refusal}");
    }
}
