//! The nodes of one run, on free ports, over one database, with all their files in a temporary folder.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use tempfile::TempDir;
use toml::Value;

use crate::client::{Client, Patience, Site};
use crate::server::node::Node;
use crate::server::{Database, Lifetimes, log, settings};

/// How long a node that has just started may take to make its keys.
const WARM: Duration = Duration::from_secs(60);

/// What is to be started.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// The server's program.
    pub(crate) program: PathBuf,
    /// Where the nodes keep what they keep.
    pub(crate) database: Database,
    /// How many nodes.
    pub(crate) nodes: usize,
    /// Settings on top of all others.
    pub(crate) set: Vec<(String, Value)>,
}

/// The running nodes. Dropping it kills them and removes their files.
#[derive(Debug)]
pub(crate) struct Cluster {
    pub(crate) site: Arc<Site>,
    database: Database,
    nodes: Vec<Node>,
    /// What is told of the settings.
    settings: String,
    // The last field: removed when the nodes are gone.
    folder: TempDir,
}

impl Cluster {
    /// Starts the nodes, which log as `verbosity` says, and waits until they are warm.
    pub(crate) async fn start(plan: &Plan, lifetimes: Lifetimes, verbosity: &'static str) -> Result<Self> {
        ensure!(
            plan.nodes == 1 || matches!(plan.database, Database::Postgres(_)),
            "one SQLite file serves one node: name a Postgres database with --database postgres://…"
        );
        let folder = tempfile::Builder::new().prefix("guard-load-").tempdir().context("no temporary folder")?;
        let addresses = free_addresses(plan.nodes)?;
        let public_url = format!("http://{}", addresses[0]);
        let database = plan.database.setting(folder.path());
        let known = settings::known_keys(&plan.program)?;
        let mut common = settings::common(lifetimes, &known);
        plan.set.iter().for_each(|(path, value)| settings::set(&mut common, path, value.clone()));
        let mut nodes = Vec::new();
        for (number, address) in addresses.iter().enumerate() {
            let text = toml::to_string(&settings::node(&common, *address, &public_url, &database));
            let config = folder.path().join(format!("node-{number}.toml"));
            std::fs::write(&config, text.context("the settings are no TOML")?).context("no place for the settings")?;
            nodes.push(Node {
                program: plan.program.clone(),
                config,
                log: folder.path().join(format!("node-{number}.log")),
                address: *address,
                verbosity,
                child: None,
            });
        }
        let site = Arc::new(Site::new(addresses, public_url, settings::APP_ID));
        let mut cluster = Self {
            site,
            database: plan.database.clone(),
            nodes,
            settings: settings::describe(&common, &known),
            folder,
        };
        for number in 0..cluster.nodes.len() {
            cluster.restart(number).await?;
            // The first wants to make the key for passwords, which takes a while; the others read it.
            let mut client = Client::at(&cluster.site, number, Patience::Of(WARM));
            client.password_key().await.context("a node's public configuration is not to be had")?;
        }
        Ok(cluster)
    }

    /// `kill -9` of a node.
    pub(crate) async fn kill(&mut self, node: usize) -> Result<()> {
        self.nodes[node].kill().await
    }

    /// Starts a node on the data that is there, and waits until it answers.
    pub(crate) async fn restart(&mut self, node: usize) -> Result<()> {
        self.nodes[node].start(&self.site, node).await
    }

    /// How many nodes there are.
    pub(crate) const fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The settings that the nodes have in common, and their limits.
    pub(crate) fn settings(&self) -> &str {
        &self.settings
    }

    /// The ids of the processes.
    pub(crate) fn pids(&self) -> Vec<u32> {
        self.nodes.iter().filter_map(Node::pid).collect()
    }

    /// Where the nodes keep what they keep.
    pub(crate) const fn database(&self) -> &Database {
        &self.database
    }

    /// What answers the database's size in bytes, again and again.
    pub(crate) fn scale(&self) -> impl Fn() -> Option<u64> + Send + 'static {
        let (database, folder) = (self.database.clone(), self.folder.path().to_path_buf());
        move || database.size(&folder).ok()
    }

    /// What the logs say went wrong, by node.
    pub(crate) fn faults(&self) -> Result<Vec<String>> {
        let faults = self.nodes.iter().map(|node| log::faults(&node.log)).collect::<Result<Vec<_>>>()?;
        Ok(faults.concat())
    }
}

/// Free ports of 127.0.0.1. All are held at once, so that no two are the same.
fn free_addresses(count: usize) -> Result<Vec<SocketAddr>> {
    let listener = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let listeners = (0..count).map(|_| listener()).collect::<Result<Vec<_>, _>>().context("no free port")?;
    listeners.iter().map(|listener| listener.local_addr().context("no free port")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_differ() -> Result<()> {
        let addresses = free_addresses(3)?;
        assert!(addresses[0] != addresses[1] && addresses[1] != addresses[2]);
        Ok(())
    }
}
