//! Where things are in this repository.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository, with the places that several commands use.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// The repository that cargo runs this program for. Two clones may share build products, and so this program:
    /// where it was compiled says nothing about where it runs.
    pub(crate) fn find() -> Self {
        let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let here = Path::new(&here);
        let root = here.parent().unwrap_or(here).to_path_buf();
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        Self { root, target }
    }

    /// A path in the repository.
    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// A path among the build products, which every ordinary cargo command shares.
    pub(crate) fn target(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.target.join(relative)
    }

    /// The npm package as it is published and as the server serves it.
    pub(crate) fn dist_dir(&self) -> PathBuf {
        self.path("dist")
    }

    /// The hosted login page as the server serves it below `/login/`.
    pub(crate) fn page_dir(&self) -> PathBuf {
        self.target("page")
    }

    /// The element's modules and glue on their way into the package.
    pub(crate) fn element_stage(&self) -> PathBuf {
        self.target("stage/element")
    }

    /// The private npm package that pins the bundler and the wasm optimiser.
    pub(crate) fn tools_dir(&self) -> PathBuf {
        self.path("npm/tools")
    }

    /// A program, to be run at the root of the repository.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// Cargo with these arguments, to be run at the root of the repository.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments);
        // What cargo set for this program belongs to it alone; passed on, it would look like a change of settings.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
                command.env_remove(name);
            }
        }
        command
    }
}
