//! `cargo xtask backends`: the backends of `examples/backends`, each asked with right and with wrong tokens, by an issuer
//! of the tests' own and by the real server.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, ensure};
use clap::ValueEnum;
use serde_json::{Map, Value};

use crate::server::Stores;
use crate::workspace::Workspace;
use crate::{files, process, report, server, setup, test};

/// A language that a backend is written in. The name is that of its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    Rust,
    Node,
    Python,
    Go,
    Java,
}

/// The backends that `cargo xtask test` tries: their languages are there anyway.
pub(crate) const CHOSEN: &[Language] = &[Language::Rust, Language::Node, Language::Python];

/// Tries these backends, or all of them, with all set-up.
pub(crate) fn run(workspace: &Workspace, only: &[Language]) -> Result<ExitCode> {
    let languages = if only.is_empty() { Language::value_variants() } else { only };
    let server = report::step("build the server", || server::build(workspace, Stores::All))?;
    let mut tests = command(workspace, &server, languages)?;
    let mut lines = 0;
    let status = report::step("try the backends", || process::run_lines(&mut tests, |_| lines += 1))?;
    ensure!(lines > 0, "no backend was tried ({status})");
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The tests of these backends, which are set up and built first.
pub(crate) fn command(workspace: &Workspace, server: &Path, languages: &[Language]) -> Result<Command> {
    let mut programs = Map::new();
    for language in languages {
        let words = language.build(workspace)?.into_iter().map(|word| {
            word.into_string().map(Value::String).ok().context("the path of the repository is not Unicode")
        });
        programs.insert(language.name(), words.collect::<Result<_>>()?);
    }
    let mut node = test::node_tests(workspace, "tests/backends/test", None)?;
    node.env("BACKENDS", Value::Object(programs).to_string()).env("GUARD_SERVER_BIN", server);
    Ok(node)
}

impl Language {
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// Sets the backend up and builds it; answers the words that start it.
    fn build(self, workspace: &Workspace) -> Result<Vec<OsString>> {
        let source = workspace.path("examples/backends").join(self.name());
        let built = workspace.target("backends").join(self.name());
        match self {
            Self::Rust => {
                process::run_quietly(&mut workspace.cargo(&["build", "--package", "backend-example"]))?;
                Ok(vec![workspace.target("debug/backend-example").into()])
            }
            Self::Node => {
                setup::npm_ci(workspace, &source)?;
                Ok(vec!["node".into(), source.join("server.js").into()])
            }
            Self::Python => {
                let python = setup::python(workspace, &source.join("requirements.txt"), &built)?;
                // Compiled files of it are no part of the repository.
                Ok(vec![python.into(), "-B".into(), source.join("server.py").into()])
            }
            Self::Go => {
                setup::programs(workspace, &[("go", "golang-go")])?;
                let mut go = workspace.command("go");
                go.args(["build", "-o"]).arg(&built).arg(".").current_dir(&source);
                // Nothing but the standard library, and nothing from the network.
                go.env("GOFLAGS", "-mod=readonly").env("GOPROXY", "off");
                report::step("build the backend in Go", || process::run_quietly(&mut go))?;
                Ok(vec![built.into()])
            }
            Self::Java => {
                setup::programs(workspace, &[("javac", "default-jdk-headless")])?;
                let sources =
                    files::list(&source)?.into_iter().filter(|path| path.extension() == Some("java".as_ref()));
                let mut javac = workspace.command("javac");
                javac.args(["-Xlint:all", "-Werror", "-d"]).arg(&built).args(sources);
                report::step("build the backend in Java", || process::run_quietly(&mut javac))?;
                Ok(vec!["java".into(), "-cp".into(), built.into(), "Backend".into()])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_a_backend_and_every_backend_a_language() -> Result<()> {
        let mut folders = Vec::new();
        for entry in std::fs::read_dir(Workspace::find().path("examples/backends"))? {
            let entry = entry?;
            if entry.path().is_dir() {
                folders.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        let mut languages: Vec<_> = Language::value_variants().iter().map(|language| language.name()).collect();
        folders.sort();
        languages.sort();
        assert_eq!(folders, languages);
        Ok(())
    }
}
