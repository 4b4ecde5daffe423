//! Clients that guess passwords as fast as they are answered, each guess from another address.
//!
//! The names are made up, each for a few guesses only: neither a locked account nor a limit per address spares the
//! server its work, which is the worst that guessing can do to it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Result;
use guard_protocol::{Code, Secret};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

use crate::client::{CallError, Client, Patience, Site};
use crate::files;
use crate::measure::Report;
use crate::measure::{Errors, Latencies, megabytes, milliseconds};
use crate::scenarios::checks::{Checks, Pace, Question};
use crate::scenarios::{Run, judge_logs};
use crate::server::{Cluster, Lifetimes, Sample, Watch};

/// The least time between two guesses of one client: no program can guess faster than it is answered, and one that is
/// refused at once would do nothing but take the processor from the server.
const BETWEEN: Duration = Duration::from_millis(50);
/// Guesses for one name.
const FOR_A_NAME: u64 = 3;
/// Questions after the node's health in a second.
const HEALTH: f64 = 50.0;
/// What the memory may grow by, in bytes.
const GROWTH: u64 = 64 << 20;
/// What 99 of 100 answers of `/healthz` stay below.
const HEALTHY: Duration = Duration::from_millis(50);

/// The scenario.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guess {
    /// Clients that guess at the same time.
    pub(crate) clients: u32,
    /// For how long.
    pub(crate) duration: Duration,
}

/// What came of the guesses.
#[derive(Debug)]
struct Guesses {
    /// The password was checked and found wrong.
    checked: Latencies,
    /// Turned away: the queue was full, or a limit reached.
    busy: AtomicU64,
    /// Guesses so far.
    number: AtomicU64,
    errors: Errors,
}

impl Guess {
    /// Lives through it.
    pub(crate) async fn run(self, run: &Run) -> Result<Report> {
        files::allow(usize::try_from(self.clients)? * 10 + 1_000)?;
        let cluster = Cluster::start(&run.plan, Lifetimes::Default, "info").await?;
        let mut report = run.report("Guessing clients", &cluster);
        let watch = Watch::start(&cluster, Duration::from_millis(200));
        sleep(Duration::from_secs(2)).await;
        let idle = watch.samples().iter().map(Sample::most).max().unwrap_or_default();

        // The same wrong password each time: encrypting is the guesser's work, not the server's.
        let password = Client::new(&cluster.site, Patience::None).password_key().await?.encrypt("not the password")?;
        let guesses = Arc::new(Guesses {
            checked: Latencies::new()?,
            busy: AtomicU64::new(0),
            number: AtomicU64::new(0),
            errors: Errors::default(),
        });
        let mut tasks = JoinSet::new();
        for _ in 0..self.clients {
            let (guesses, site, password) = (Arc::clone(&guesses), Arc::clone(&cluster.site), password.clone());
            tasks.spawn(async move { guesses.go_on(&site, &password).await });
        }
        let checks = Checks::new(&cluster.site)?;
        let pace = Pace { rate: HEALTH, warm_up: Duration::ZERO, duration: self.duration };
        checks.ask(&Question::Health, pace, run.seed).await;
        drop(tasks);

        let most = watch.samples().iter().map(Sample::most).max().unwrap_or_default();
        let growth = most.saturating_sub(idle);
        let busy = guesses.busy.load(Ordering::Relaxed);
        report.fact("clients", format!("{} for {} s", self.clients, self.duration.as_secs()));
        report.fact("guesses that were checked", format!("{}; {}", guesses.checked.count(), guesses.checked));
        report.fact("guesses that were turned away", busy);
        report.fact("/healthz", format!("{}; {}", checks.latencies.count(), checks.latencies));
        report.fact("memory of a node", format!("{} idle, {} at most", megabytes(idle), megabytes(most)));
        let checked = guesses.checked.count();
        report.promise("passwords were really checked", "some", checked, checked > 0);
        report.speed("growth of the memory over idle", "< 64 MB", megabytes(growth), Some(growth < GROWTH));
        let p99 = checks.latencies.quantile(0.99);
        report.speed("p99 of /healthz", "< 50 ms", milliseconds(p99), Some(p99 < HEALTHY));
        report.none("errors of the guesses", &guesses.errors.lines());
        report.none("errors of /healthz", &checks.errors.lines());
        judge_logs(&mut report, &cluster)?;
        Ok(report)
    }
}

impl Guesses {
    /// Guesses until the task is dropped.
    async fn go_on(&self, site: &Arc<Site>, password: &Secret) {
        loop {
            let next = Instant::now() + BETWEEN;
            let name = format!("guessed-{}", self.number.fetch_add(1, Ordering::Relaxed) / FOR_A_NAME);
            let started = Instant::now();
            match Client::new(site, Patience::None).log_in(&name, password).await {
                Ok(_) => self.errors.add("a wrong password was taken"),
                Err(error) if error.refusal() == Some(Code::BadCredentials) => self.checked.add(started.elapsed()),
                Err(CallError::Status { status: 429 | 503, .. }) => {
                    self.busy.fetch_add(1, Ordering::Relaxed);
                }
                Err(error) => self.errors.add(format_args!("guess: {error}")),
            }
            sleep_until(next).await;
        }
    }
}
