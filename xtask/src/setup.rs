//! Installs what a fresh machine lacks: it has rustup, a C compiler, Node and apt.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::workspace::Workspace;
use crate::{files, fresh, postgres, process, report};

/// Debian's browser.
pub(crate) const CHROMIUM: &str = "/usr/bin/chromium";
/// The engine of [`CHROMIUM`] without the rest of the browser.
pub(crate) const HEADLESS_SHELL: &str = "/usr/bin/chromium-headless-shell";
/// The WebDriver server of [`CHROMIUM`].
pub(crate) const CHROMEDRIVER: &str = "/usr/bin/chromedriver";

const OLDEST_NODE: u32 = 20;

/// The checker of licences and sources. Unoptimised: that is quicker to build, and quick enough to run.
const CARGO_DENY: &str = "0.20.2";

/// Sets up all that builds of the widget need: the wasm target, the standard library's sources, the bundler's packages.
pub(crate) fn for_builds(workspace: &Workspace) -> Result<()> {
    node(workspace)?;
    let sysroot = sysroot(workspace)?;
    if !sysroot.join("lib/rustlib/wasm32-unknown-unknown/lib").is_dir() {
        report::step("install the wasm target", || {
            let add = ["target", "add", "wasm32-unknown-unknown"];
            process::run_quietly(workspace.command("rustup").args(add))
        })?;
    }
    if !rust_sources(workspace)? {
        let added = report::step("install the sources of the standard library", || {
            process::run_quietly(workspace.command("rustup").args(["component", "add", "rust-src"]))
        });
        if let Err(error) = added {
            report::note(&format!("{error:#}"));
            report::note("going on with the ordinary standard library: the module will be about a quarter larger");
        }
    }
    npm_ci(workspace, &workspace.tools_dir())
}

/// Whether the standard library can be rebuilt here.
pub(crate) fn rust_sources(workspace: &Workspace) -> Result<bool> {
    Ok(sysroot(workspace)?.join("lib/rustlib/src/rust/library/Cargo.lock").is_file())
}

/// Sets up all that browser tests need: Chromium, its engine alone, and its driver. All come at the same version.
pub(crate) fn browser(workspace: &Workspace) -> Result<()> {
    if [CHROMIUM, HEADLESS_SHELL, CHROMEDRIVER].iter().all(|program| Path::new(program).exists()) {
        return Ok(());
    }
    report::step("install Chromium", || {
        let packages = ["chromium", "chromium-headless-shell", "chromium-driver"];
        apt(workspace, &["update", "--quiet=2"])?;
        apt(workspace, &[&["install", "--quiet=2", "--yes", "--no-install-recommends"], &packages[..]].concat())
            .with_context(|| format!("the browser tests need Debian's packages {}", packages.join(", ")))
    })
}

/// Sets up Postgres; answers the folder of its programs.
pub(crate) fn postgres(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(programs) = postgres::programs() {
        return Ok(programs);
    }
    report::step("install Postgres", || {
        apt(workspace, &["update", "--quiet=2"])?;
        apt(workspace, &["install", "--quiet=2", "--yes", "--no-install-recommends", "postgresql"])
            .context("Postgres is needed: Debian's package postgresql, or any whose initdb is on the path")
    })?;
    postgres::programs().context("Postgres was installed, but its programs are not in /usr/lib/postgresql")
}

/// Sets up all that the test of `docs/operating.md` needs: Debian's nginx, and systemd's checker of units.
pub(crate) fn for_operating(workspace: &Workspace) -> Result<()> {
    let programs = [
        ("/usr/sbin/nginx", "nginx"),
        ("/usr/bin/systemd-analyze", "systemd"),
        ("/usr/bin/curl", "curl"),
        ("/usr/bin/openssl", "openssl"),
    ];
    let missing = programs.iter().filter(|(program, _)| !Path::new(program).exists());
    let missing: Vec<_> = missing.map(|(_, package)| *package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    report::step(&format!("install {}", missing.join(", ")), || {
        apt(workspace, &["update", "--quiet=2"])?;
        apt(workspace, &[&["install", "--quiet=2", "--yes", "--no-install-recommends"], &missing[..]].concat())
            .context("the test of docs/operating.md needs these packages of Debian")
    })
}

/// Installs Debian's packages that the missing ones of these programs come in.
pub(crate) fn programs(workspace: &Workspace, wanted: &[(&str, &str)]) -> Result<()> {
    let there = |program: &str| {
        std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(program).is_file()))
    };
    let missing: Vec<_> = wanted.iter().filter(|(program, _)| !there(program)).map(|(_, package)| *package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    report::step(&format!("install {}", missing.join(", ")), || {
        apt(workspace, &["update", "--quiet=2"])?;
        apt(workspace, &[&["install", "--quiet=2", "--yes", "--no-install-recommends"], &missing[..]].concat())
            .with_context(|| format!("Debian's packages {} are needed", missing.join(", ")))
    })
}

/// A Python environment in `folder` with exactly what the file of requirements names; answers its interpreter.
pub(crate) fn python(workspace: &Workspace, requirements: &Path, folder: &Path) -> Result<PathBuf> {
    let (stamp, python) = (folder.join(".installed"), folder.join("bin/python"));
    let wanted = fresh::fingerprint(&[requirements.to_path_buf()])?;
    if stamp.is_file() && python.exists() && files::read_text(&stamp)? == wanted {
        return Ok(python);
    }
    // Debian's Python has the module without the part that puts pip into an environment.
    let whole = || {
        let mut asked = workspace.command("python3");
        asked.args(["-c", "import venv, ensurepip"]).output().is_ok_and(|answer| answer.status.success())
    };
    if !whole() {
        report::step("install Python", || {
            apt(workspace, &["update", "--quiet=2"])?;
            apt(workspace, &["install", "--quiet=2", "--yes", "--no-install-recommends", "python3-venv"])
        })?;
    }
    report::step("install the Python packages", || {
        files::empty_dir(folder)?;
        process::run_quietly(workspace.command("python3").args(["-m", "venv"]).arg(folder))?;
        let mut pip = workspace.command(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(requirements);
        process::run_quietly(&mut pip)?;
        files::write(&stamp, &wanted)
    })?;
    Ok(python)
}

/// Sets up `cargo deny` among the build products, and returns its program.
pub(crate) fn cargo_deny(workspace: &Workspace) -> Result<PathBuf> {
    let tools = workspace.target(format!("tools/cargo-deny-{CARGO_DENY}"));
    let program = tools.join("bin/cargo-deny");
    if !program.is_file() {
        report::step("install cargo-deny", || {
            let version = format!("={CARGO_DENY}");
            let install = ["install", "cargo-deny", "--version", &version, "--locked", "--debug", "--root"];
            process::run_quietly(workspace.cargo(&install).arg(&tools))
        })?;
    }
    Ok(program)
}

/// Installs exactly what the lock file of an npm package names, unless that has been done.
pub(crate) fn npm_ci(workspace: &Workspace, package: &Path) -> Result<()> {
    let stamp = package.join("node_modules/.installed");
    let wanted = fresh::fingerprint(&[package.join("package-lock.json")])?;
    if stamp.is_file() && files::read_text(&stamp)? == wanted {
        return Ok(());
    }
    let name = package.strip_prefix(workspace.path("")).unwrap_or(package).display().to_string();
    report::step(&format!("install the npm packages of {name}"), || {
        let mut npm = workspace.command("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(package);
        process::run_quietly(&mut npm)?;
        files::write(&stamp, &wanted)
    })
}

fn node(workspace: &Workspace) -> Result<()> {
    let version = process::output(workspace.command("node").arg("--version"))
        .with_context(|| format!("Node {OLDEST_NODE} or newer is needed for the bundler"))?;
    if major(&version).is_none_or(|major| major < OLDEST_NODE) {
        bail!("Node {OLDEST_NODE} or newer is needed, this is {}", version.trim());
    }
    Ok(())
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

fn sysroot(workspace: &Workspace) -> Result<PathBuf> {
    Ok(process::output(workspace.command("rustc").args(["--print", "sysroot"]))?.trim().into())
}

fn apt(workspace: &Workspace, arguments: &[&str]) -> Result<()> {
    if nix::unistd::geteuid().is_root() {
        let mut apt = workspace.command("apt-get");
        return process::run_quietly(apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"));
    }
    // sudo may ask for a password.
    process::run_at_terminal(workspace.command("sudo").arg("apt-get").args(arguments))
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("20"), None);
    }
}
