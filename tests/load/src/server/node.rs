//! One process of the server.

use std::fs::OpenOptions;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

use crate::client::{Client, Patience, Site};

/// How long a node may take until it answers.
const START: Duration = Duration::from_secs(30);

/// One process of the server, or the place for one. It is killed when this is dropped.
#[derive(Debug)]
pub(crate) struct Node {
    /// The program.
    pub(crate) program: PathBuf,
    /// Its configuration file.
    pub(crate) config: PathBuf,
    /// Where its log goes.
    pub(crate) log: PathBuf,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// What it logs, as `RUST_LOG` says it.
    pub(crate) verbosity: &'static str,
    /// The process while there is one.
    pub(crate) child: Option<Child>,
}

impl Node {
    /// Starts the process and waits until it answers; `number` is its place in the site.
    pub(crate) async fn start(&mut self, site: &Arc<Site>, number: usize) -> Result<()> {
        let log = OpenOptions::new().create(true).append(true).open(&self.log).context("a node's log can't be made")?;
        let mut command = Command::new(&self.program);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GUARD_")) {
            command.env_remove(name);
        }
        command
            .arg("--config")
            .arg(&self.config)
            .env("RUST_LOG", self.verbosity)
            .stdin(Stdio::null())
            .stdout(log.try_clone().context("a node's log can't be shared")?)
            .stderr(log)
            .kill_on_drop(true);
        let child = command.spawn().with_context(|| format!("{} can't be started", self.program.display()))?;
        let child = self.child.insert(child);
        let deadline = Instant::now() + START;
        let mut client = Client::at(site, number, Patience::None);
        while client.health().await.is_err() {
            if let Some(status) = child.try_wait().context("a node can't be waited for")? {
                let log = std::fs::read_to_string(&self.log).unwrap_or_default();
                bail!("a node ended before it answered ({status}): {}", log.lines().last().unwrap_or_default());
            }
            if Instant::now() > deadline {
                bail!("{} did not answer GET /healthz within {} s", self.address, START.as_secs());
            }
            sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// `kill -9`.
    pub(crate) async fn kill(&mut self) -> Result<()> {
        match self.child.take() {
            Some(mut child) => child.kill().await.context("a node can't be killed"),
            None => Ok(()),
        }
    }

    /// The process' id, while there is one.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.child.as_ref().and_then(Child::id)
    }
}
