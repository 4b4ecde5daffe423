//! `guard-load`: starts guard-server and drives it over HTTP as many visitors do. `cargo xtask load` builds and runs it.
//!
//! A black box test: it knows the wire and the command line of the server, and nothing of its inside. The layers, each
//! of which knows only those below it:
//!
//! | module | what |
//! |---|---|
//! | `scenarios` | what visitors do, and what is promised of it |
//! | `server` | the nodes, their settings, what they take of the machine |
//! | `client` | one visitor's side of the wire |
//! | `measure` | figures and what is judged by them |
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks on its standard streams")]

mod cli;
mod client;
mod files;
mod measure;
mod scenarios;
mod server;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}
