//! A Postgres of the system's packages in a temporary folder, for tests and the demo.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr};
use std::os::unix::fs::{OpenOptionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use nix::unistd::{User, geteuid};

use crate::process::{self, Running};
use crate::temporary::TemporaryFolder;
use crate::workspace::Workspace;
use crate::{files, server, setup};

/// How long it may take until it answers.
const START: Duration = Duration::from_secs(30);
/// Its superuser.
const USER: &str = "guard";

/// A Postgres that ends, with all that it keeps, when this is dropped.
#[derive(Debug)]
pub(crate) struct Cluster {
    running: Running,
    port: u16,
    password: String,
    // Dropped after the program that writes to it.
    _folder: TemporaryFolder,
}

impl Cluster {
    /// Installs Postgres where it is missing, and starts one on a free port of this machine.
    pub(crate) fn start(workspace: &Workspace) -> Result<Self> {
        let programs = setup::postgres(workspace)?;
        let folder = TemporaryFolder::new("guard-postgres")?;
        let account = Account::choose()?;
        account.own(folder.path())?;
        let password = random_password()?;
        let password_file = folder.path().join("password");
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&password_file)?
            .write_all(password.as_bytes())?;
        account.own(&password_file)?;

        let data = folder.path().join("data");
        let mut initdb = account.command(&programs.join("initdb"), folder.path());
        initdb.arg("--pgdata").arg(&data).arg("--pwfile").arg(&password_file).args([
            "--username",
            USER,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]);
        process::run_quietly(&mut initdb)?;

        let port = server::choose_port(IpAddr::V4(Ipv4Addr::LOCALHOST), 0)?;
        let log = folder.path().join("log");
        let mut postgres = account.command(&programs.join("postgres"), folder.path());
        // What it keeps need not outlive a power cut.
        let settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "full_page_writes=off"];
        postgres.arg("-D").arg(&data).args(["-p", &port.to_string()]);
        postgres.args(settings.iter().flat_map(|setting| ["-c", setting]));
        let sink = File::create(&log)?;
        postgres.stdout(sink.try_clone()?).stderr(sink);
        let mut cluster = Self { running: Running::start(&mut postgres)?, port, password, _folder: folder };
        cluster.wait_until_ready(&programs, &log)?;
        Ok(cluster)
    }

    /// The URL of its first database; the user may make others.
    pub(crate) fn url(&self) -> String {
        let Self { port, password, .. } = self;
        format!("postgres://{USER}:{password}@127.0.0.1:{port}/postgres?sslmode=disable")
    }

    fn wait_until_ready(&mut self, programs: &Path, log: &Path) -> Result<()> {
        let deadline = Instant::now() + START;
        loop {
            let mut ask = Command::new(programs.join("pg_isready"));
            ask.args(["--quiet", "--host=127.0.0.1", "--port", &self.port.to_string()]).stdin(Stdio::null());
            if ask.status().context("could not run pg_isready")?.success() {
                return Ok(());
            }
            if process::stopped() {
                bail!("stopped");
            }
            if self.running.ended()?.is_some() || Instant::now() > deadline {
                bail!("Postgres did not start:\n{}", files::read_text(log)?.trim_end());
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // At once; asked otherwise, it would wait for its clients.
        self.running.interrupt();
    }
}

/// Who runs it. Postgres refuses to run as root.
#[derive(Debug)]
struct Account {
    other: Option<User>,
}

impl Account {
    fn choose() -> Result<Self> {
        if !geteuid().is_root() {
            return Ok(Self { other: None });
        }
        let user = User::from_name("postgres").context("could not look up the user postgres")?;
        let user = user.context("Postgres does not run as root, and there is no user postgres; add one")?;
        Ok(Self { other: Some(user) })
    }

    fn own(&self, path: &Path) -> Result<()> {
        let Some(user) = &self.other else { return Ok(()) };
        chown(path, Some(user.uid.as_raw()), Some(user.gid.as_raw()))
            .with_context(|| format!("could not give {} to the user {}", path.display(), user.name))
    }

    /// A program, to be run in a folder that it may read.
    fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder);
        if let Some(user) = &self.other {
            command.uid(user.uid.as_raw()).gid(user.gid.as_raw());
        }
        command
    }
}

/// Anybody on this machine can reach the port.
fn random_password() -> Result<String> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom").and_then(|mut random| random.read_exact(&mut bytes)).context("no random numbers")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The folder of Postgres' programs, if it is installed: Debian keeps one for each version; elsewhere they are on the
/// path.
pub(crate) fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut debian: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    debian.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = debian.into_iter().rev().map(|(_, folder)| folder).chain(std::env::split_paths(&path));
    folders
        .into_iter()
        .find(|folder| ["initdb", "postgres", "pg_isready"].iter().all(|name| folder.join(name).is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_fit_a_url_and_differ() -> Result<()> {
        let (one, two) = (random_password()?, random_password()?);
        assert!(one.len() == 32 && one.chars().all(|c| c.is_ascii_hexdigit()));
        assert_ne!(one, two);
        Ok(())
    }
}
