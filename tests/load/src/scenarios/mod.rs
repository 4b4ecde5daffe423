//! What visitors do, and what is promised of it. Each scenario starts the nodes it needs and reports on them.

mod boxes;
mod chaos;
mod checks;
mod codes;
mod guess;
mod ledger;
mod login;
mod races;
mod soak;
mod steady;

use anyhow::Result;

use crate::measure::Report;
use crate::server::{Cluster, Plan};

pub(crate) use chaos::Chaos;
pub(crate) use codes::Codes;
pub(crate) use guess::Guess;
pub(crate) use races::Races;
pub(crate) use soak::Soak;
pub(crate) use steady::Steady;

/// What all scenarios are told.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// What to start.
    pub(crate) plan: Plan,
    /// Whether times and sizes are judged.
    pub(crate) judged: bool,
    /// Decides all that is chosen once and for all; what depends on the time is another each run.
    pub(crate) seed: u64,
}

impl Run {
    /// A report with what every scenario tells of itself.
    fn report(&self, what: &str, cluster: &Cluster) -> Report {
        let nodes = if cluster.len() == 1 { "one node".to_owned() } else { format!("{} nodes", cluster.len()) };
        let mut report = Report::new(format!("{what} ({}, {nodes})", cluster.database().name()), self.judged);
        report.fact("settings", cluster.settings());
        report
    }
}

/// Adds what must never be found in a log.
fn judge_logs(report: &mut Report, cluster: &Cluster) -> Result<()> {
    report.none("errors in the logs", &cluster.faults()?);
    Ok(())
}
