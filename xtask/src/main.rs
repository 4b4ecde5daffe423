//! The project's own commands, run as `cargo xtask COMMAND`.
//!
//! Every command does all of its set-up itself and says what it does, one line a step: `demo` and `test` work on a
//! machine that has rustup, a C compiler, Node and apt. What each command promises to others stands in `cli`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks on its standard streams")]

mod backends;
mod bench;
mod budget;
mod cli;
mod commit;
mod compat;
mod demangle;
mod demo;
mod dist;
mod examples;
mod faults;
mod files;
mod fresh;
#[cfg(test)]
mod layers;
mod load;
mod page;
mod pieces;
mod postgres;
mod process;
mod report;
mod script;
mod server;
mod setup;
mod size;
mod style;
mod tally;
mod temporary;
mod test;
mod wasm;
mod wechat;
mod workspace;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run() {
        Ok(code) => code,
        // Whoever stopped the command knows why it ended.
        Err(_) if process::stopped() => ExitCode::from(130),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
