//! Memory of the nodes and size of the database over time.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{Instant, MissedTickBehavior, interval};

use crate::server::{Cluster, process};

/// One look.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    /// Time since the start of the watch.
    pub(crate) at: Duration,
    /// Resident memory of each node, in bytes.
    pub(crate) memory: Vec<u64>,
    /// Size of the database, in bytes.
    pub(crate) database: Option<u64>,
}

impl Sample {
    /// Memory of the node that has most.
    pub(crate) fn most(&self) -> u64 {
        self.memory.iter().copied().max().unwrap_or_default()
    }
}

/// Looks again and again until it is dropped.
#[derive(Debug)]
pub(crate) struct Watch {
    samples: Arc<Mutex<Vec<Sample>>>,
    task: JoinHandle<()>,
}

impl Watch {
    /// Begins to look, once `every` so often.
    pub(crate) fn start(cluster: &Cluster, every: Duration) -> Self {
        let samples = Arc::new(Mutex::new(Vec::new()));
        let (seen, pids, scale) = (Arc::clone(&samples), cluster.pids(), cluster.scale());
        let task = tokio::spawn(async move {
            let started = Instant::now();
            let mut ticks = interval(every);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
            loop {
                ticks.tick().await;
                let memory = pids.iter().filter_map(|pid| process::memory(*pid).ok()).collect();
                let sample = Sample { at: started.elapsed(), memory, database: scale() };
                seen.lock().unwrap_or_else(PoisonError::into_inner).push(sample);
            }
        });
        Self { samples, task }
    }

    /// What was seen so far.
    pub(crate) fn samples(&self) -> Vec<Sample> {
        self.samples.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.task.abort();
    }
}
