//! What the kernel says about a process. Linux only, as the files of `/proc` are.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use crate::server::Cluster;

/// Clock ticks a second in `/proc`: Linux tells programs 100 on every machine of today.
const TICKS: f64 = 100.0;

/// Resident memory in bytes.
pub(crate) fn memory(pid: u32) -> Result<u64> {
    let status =
        fs::read_to_string(format!("/proc/{pid}/status")).context("the memory of a process is not to be had")?;
    resident(&status).context("/proc has no VmRSS: the process has ended")
}

/// Processor time of the nodes and of this program up to a moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProcessorTime {
    nodes: Duration,
    own: Duration,
    at: Instant,
}

impl ProcessorTime {
    /// Up to now.
    pub(crate) fn of(cluster: &Cluster) -> Self {
        let used = |pid| processor_time(pid).unwrap_or_default();
        let nodes = cluster.pids().into_iter().map(used).sum();
        Self { nodes, own: used(std::process::id()), at: Instant::now() }
    }

    /// How many cores were used since.
    pub(crate) fn shares(self, cluster: &Cluster) -> String {
        let now = Self::of(cluster);
        let elapsed = (now.at - self.at).as_secs_f64().max(f64::EPSILON);
        let [nodes, own] = [now.nodes.saturating_sub(self.nodes), now.own.saturating_sub(self.own)]
            .map(|used| used.as_secs_f64() / elapsed);
        format!("{nodes:.2} cores for all nodes, {own:.2} for the visitors")
    }
}

fn processor_time(pid: u32) -> Option<Duration> {
    used(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
}

/// How many processes want a core, as a mean of the last minute.
pub(crate) fn load_average() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or_default().to_owned()
}

fn resident(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024)
}

fn used(stat: &str) -> Option<Duration> {
    // The program's name, in brackets, may hold anything.
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut ticks = fields.split(' ').skip(11).take(2).map(|field| field.parse::<u32>().ok());
    let (user, system) = (ticks.next()??, ticks.next()??);
    Some(Duration::from_secs_f64((f64::from(user) + f64::from(system)) / TICKS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernels_files_are_read() {
        assert_eq!(resident("Name:\tx\nVmRSS:\t   2048 kB\nThreads:\t1\n"), Some(2 * 1024 * 1024));
        assert_eq!(resident("Name:\tx\n"), None);
        let stat = "42 (a) b) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20 0 1 0";
        assert_eq!(used(stat), Some(Duration::from_secs(2)));
    }

    #[test]
    fn this_process_takes_some_memory() -> Result<()> {
        assert!(memory(std::process::id())? > 1 << 20);
        assert!(processor_time(std::process::id()).is_some());
        Ok(())
    }
}
