//! Many boxes that wait, and status checks beside them: what a busy site does all day.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use anyhow::Result;
use tokio::time::sleep;

use crate::files;
use crate::measure::{Report, megabytes, milliseconds};
use crate::scenarios::boxes::Boxes;
use crate::scenarios::checks::{Checks, Pace, Question};
use crate::scenarios::{Run, judge_logs};
use crate::server::{Cluster, Database, Lifetimes, ProcessorTime, Sample, Watch, load_average};

/// Boxes that come in a second to each node while the load builds up.
const COMING: f64 = 250.0;
/// Connections of the checks at most, beyond those of the boxes.
const OTHERS: usize = 2_000;
/// What a node may take, in bytes.
const MEMORY: u64 = 150 << 20;
/// Share of the load that must really be there: with less it would be another.
const DELIVERED: f64 = 0.97;

/// The scenario.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Steady {
    /// Boxes on all nodes together.
    pub(crate) waiting: u32,
    /// Checks a second on all nodes together.
    pub(crate) checks: u32,
    /// How long is measured.
    pub(crate) duration: Duration,
}

impl Steady {
    /// Lives through it.
    pub(crate) async fn run(self, run: &Run) -> Result<Report> {
        let boxes = usize::try_from(self.waiting)?;
        files::allow(boxes + OTHERS)?;
        let cluster = Cluster::start(&run.plan, Lifetimes::Default, "info").await?;
        let mut report = run.report("Waiting polls and status checks", &cluster);
        let busy = load_average();
        let watch = Watch::start(&cluster, Duration::from_millis(500));
        sleep(Duration::from_secs(1)).await;
        let coming = f64::from(self.waiting) / COMING / f64::from(u32::try_from(cluster.len())?);
        let coming = Duration::from_secs_f64(coming.max(1.0));
        let (boxes, tasks) = Boxes::open(&cluster.site, boxes, coming)?;
        sleep(coming + Duration::from_secs(2)).await;

        let checks = Checks::new(&cluster.site)?;
        let pace = Pace { rate: self.checks.into(), warm_up: Duration::from_secs(3), duration: self.duration };
        let processor = ProcessorTime::of(&cluster);
        let least = AtomicUsize::new(usize::MAX);
        let question = Question::Code(Arc::clone(&boxes));
        tokio::select! {
            () = checks.ask(&question, pace, run.seed) => {}
            never = boxes.least_waiting(&least) => match never {},
        }
        report.fact("processor", processor.shares(&cluster));
        let samples = watch.samples();
        drop(tasks);

        report.fact("processes that wanted a core before", busy);
        report.fact("measured", format!("{} s, after {} s of coming", self.duration.as_secs(), coming.as_secs()));
        report.fact("status checks", format!("{}; {}", checks.latencies.count(), checks.latencies));
        report.fact("waits without news", format!("{}; ended late by {}", boxes.lateness.count(), boxes.lateness));
        self.judge(&mut report, &checks, least.into_inner(), cluster.database())?;
        judge_memory(&mut report, &samples);
        report.none("errors of the checks", &checks.errors.lines());
        report.none("errors of the waiting boxes", &boxes.errors.lines());
        judge_logs(&mut report, &cluster)?;
        Ok(report)
    }

    fn judge(self, report: &mut Report, checks: &Checks, waiting: usize, database: &Database) -> Result<()> {
        let asked = f64::from(u32::try_from(checks.latencies.count())?) / self.duration.as_secs_f64();
        let enough = f64::from(u32::try_from(waiting)?) >= DELIVERED * f64::from(self.waiting)
            && asked >= DELIVERED * f64::from(self.checks);
        report.speed(
            "the load was there",
            format!("{} waiting polls, {} checks/s", self.waiting, self.checks),
            format!("at least {waiting}, {asked:.0} checks/s"),
            Some(enough),
        );
        let limit = match database {
            Database::Sqlite => Duration::from_millis(50),
            Database::Postgres(_) => Duration::from_millis(100),
        };
        let p99 = checks.latencies.quantile(0.99);
        let within = format!("< {} ms", limit.as_millis());
        report.speed("p99 of the status checks", within, milliseconds(p99), Some(p99 < limit));
        Ok(())
    }
}

fn judge_memory(report: &mut Report, samples: &[Sample]) {
    let before = samples.first().map_or(0, Sample::most);
    let most = samples.iter().map(Sample::most).max().unwrap_or_default();
    report.fact("memory of a node before", megabytes(before));
    report.speed("memory of each node", "< 150 MB", megabytes(most), Some(most < MEMORY));
}
