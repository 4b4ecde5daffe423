//! Nodes that are killed and start again while people log in.
//!
//! What was confirmed or redeemed before the kill is promised: it must be there afterwards, once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::client::{Client, Patience, Phones, Site};
use crate::files;
use crate::measure::{Errors, Latencies, Report};
use crate::scenarios::ledger::Ledger;
use crate::scenarios::login::{Decided, Decision, LoggedIn, Pace, Pair, Stage};
use crate::scenarios::{Run, judge_logs};
use crate::server::{Cluster, Lifetimes};

/// Logins under way at the same time.
const PEOPLE: u32 = 24;
/// How long a visitor goes on trying.
const PATIENCE: Patience = Patience::Of(Duration::from_secs(40));
/// How long people take to look at things.
const PACE: Pace = Pace { longest: Duration::from_millis(300) };
/// Each login in so many is declined.
const DECLINED: u32 = 8;
/// Time between a node's start and the next kill, in ms.
const UP: std::ops::Range<u64> = 300..1_500;
/// Time from a kill to the start, in ms.
const DOWN: std::ops::Range<u64> = 0..300;
/// How long the last logins may take to end.
const END: Duration = Duration::from_secs(180);

/// The scenario.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chaos {
    /// How many kills.
    pub(crate) kills: u32,
}

/// What the people share.
#[derive(Debug)]
struct People {
    site: Arc<Site>,
    phones: Phones,
    ledger: Arc<Ledger>,
    /// Logins that failed before anything was promised.
    failed: Errors,
    declined: AtomicU64,
    over: AtomicBool,
}

impl Chaos {
    /// Lives through it.
    pub(crate) async fn run(self, run: &Run) -> Result<Report> {
        files::allow(1_000)?;
        let mut cluster = Cluster::start(&run.plan, Lifetimes::Default, "warn").await?;
        let mut report = run.report("Killed nodes", &cluster);
        let people = Arc::new(People {
            site: Arc::clone(&cluster.site),
            phones: Phones::new(&cluster.site, Duration::from_secs(Lifetimes::Default.session().into()), PATIENCE),
            ledger: Arc::default(),
            failed: Errors::default(),
            declined: AtomicU64::new(0),
            over: AtomicBool::new(false),
        });
        let mut tasks = JoinSet::new();
        for _ in 0..PEOPLE {
            let people = Arc::clone(&people);
            tasks.spawn(async move { people.go_on().await });
        }
        let starts = self.kill(&mut cluster, &people.ledger, run.seed).await?;
        people.over.store(true, Ordering::Relaxed);
        let ended = timeout(END, async { while tasks.join_next().await.is_some() {} }).await;
        ended.context("logins that were under way did not come to an end")?;

        // Once more, with everything that was ever promised.
        for node in 0..cluster.len() {
            cluster.kill(node).await?;
        }
        for node in 0..cluster.len() {
            cluster.restart(node).await?;
        }
        for node in 0..cluster.len() {
            people.ledger.audit(&cluster.site, node, 0, PATIENCE).await;
        }

        let logins = people.ledger.len();
        report.fact("seed", run.seed);
        report.fact("kills", format!("{}; a node answered again after {starts}", self.kills));
        report.fact("logins", format!("{logins}, and {} declined", people.declined.load(Ordering::Relaxed)));
        report.promise("people logged in meanwhile", "some", logins, logins > 0);
        report.none("confirmed logins that were lost or there twice", &people.ledger.broken.lines());
        report.none("logins that failed before they were confirmed", &people.failed.lines());
        judge_logs(&mut report, &cluster)?;
        Ok(report)
    }

    /// Kills and starts, and looks each time at what was promised since the kill before. Answers how long starts took.
    async fn kill(self, cluster: &mut Cluster, ledger: &Arc<Ledger>, seed: u64) -> Result<Latencies> {
        let mut random = StdRng::seed_from_u64(seed);
        let starts = Latencies::new()?;
        let mut audited = 0;
        for _ in 0..self.kills {
            sleep(Duration::from_millis(random.random_range(UP))).await;
            let node = random.random_range(0..cluster.len());
            let promised = ledger.len();
            cluster.kill(node).await?;
            sleep(Duration::from_millis(random.random_range(DOWN))).await;
            let started = tokio::time::Instant::now();
            cluster.restart(node).await?;
            starts.add(started.elapsed());
            ledger.audit(&cluster.site, node, audited, PATIENCE).await;
            audited = promised;
        }
        Ok(starts)
    }
}

impl People {
    /// Logs in again and again until it is over.
    async fn go_on(&self) {
        while !self.over.load(Ordering::Relaxed) {
            let phone = match self.phones.any().await {
                Ok(phone) => phone,
                Err(error) => {
                    self.failed.add(format_args!("the phone's own login: {error}"));
                    continue;
                }
            };
            let mut pair = Pair::new(&self.site, PATIENCE, PACE);
            let declines = rand::random_range(0..DECLINED) == 0;
            let decision = if declines { Decision::Decline } else { Decision::Confirm };
            let redeemed = match pair.decide(&phone, decision).await {
                Ok(Decided::Declined(code)) => {
                    self.declined.fetch_add(1, Ordering::Relaxed);
                    self.ledger.declined(code);
                    continue;
                }
                Ok(Decided::Confirmed(confirmed)) => pair.redeem(&confirmed).await,
                Err(failure) => Err(failure),
            };
            match redeemed {
                Ok(login) => self.keep(login).await,
                Err(failure) if matches!(failure.stage, Stage::Confirmed | Stage::Redeem) => {
                    self.ledger.broken.add(format_args!("lost: {failure}"));
                }
                Err(failure) => self.failed.add(failure),
            }
        }
    }

    /// Redeems once more, from two places at once: the answer must be the same.
    async fn keep(&self, login: LoggedIn) {
        let again = || async {
            let mut client = Client::new(&self.site, PATIENCE);
            match client.redeem(&login.ticket, &login.verifier).await {
                Ok(user) if user.token.as_ref() == Some(&login.token) => {}
                Ok(_) => self.ledger.broken.add("twice: a ticket gave a second token"),
                Err(error) => self.ledger.broken.add(format_args!("lost: a redeem can't be repeated: {error}")),
            }
        };
        tokio::join!(again(), again());
        self.ledger.logged_in(login);
    }
}
