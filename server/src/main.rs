//! The command `guard-server`: serves, unless it is told to do something else.

#![forbid(unsafe_code)]

mod commands;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use guard_server::config::help;

use commands::Command;

/// The reference server of guard-widget: Authing's v2 login protocol, hardened QR login, phone page, demo site.
///
/// Without a command it serves.
#[derive(Debug, Parser)]
#[command(version, after_help = help::text(), disable_help_subcommand = true)]
struct Args {
    /// Configuration file (TOML). Without one the environment and the defaults count.
    #[arg(long, value_name = "FILE", env = "GUARD_CONFIG", global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

fn main() -> ExitCode {
    let args = Args::parse();
    match commands::run(args.command, args.config.as_deref()) {
        Ok(code) => code,
        Err(error) => {
            // The log may not be set up yet, and whoever starts the server looks here.
            let _ = writeln!(std::io::stderr(), "guard-server: {error}");
            ExitCode::FAILURE
        }
    }
}
