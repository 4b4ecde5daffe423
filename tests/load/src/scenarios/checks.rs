//! Requests at times that do not wait for the server, over kept connections.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use tokio::task::JoinSet;
use tokio::time::{Duration, Instant};

use crate::client::{CallError, Client, Patience, Site};
use crate::measure::{Arrivals, Errors, Latencies};
use crate::scenarios::boxes::Boxes;

/// Requests that may be on their way at once. More means that the server does not keep up, and is an error.
const MOST: usize = 2_000;

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) enum Question {
    /// How a code stands: half by the plain `GET`, half by the extension's `POST` with its proof and no wait.
    Code(Arc<Boxes>),
    /// Whether the node answers at all.
    Health,
}

/// How often, and for how long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// Questions a second, on all nodes together.
    pub(crate) rate: f64,
    /// Time at the start that does not count: connections are made in it.
    pub(crate) warm_up: Duration,
    /// Time that counts.
    pub(crate) duration: Duration,
}

/// How the questions were answered.
#[derive(Debug)]
pub(crate) struct Checks {
    pub(crate) latencies: Latencies,
    pub(crate) errors: Errors,
    site: Arc<Site>,
    /// Kept connections that are free, by node.
    free: Vec<Mutex<Vec<Client>>>,
}

impl Checks {
    pub(crate) fn new(site: &Arc<Site>) -> Result<Arc<Self>> {
        Ok(Arc::new(Self {
            latencies: Latencies::new()?,
            errors: Errors::default(),
            site: Arc::clone(site),
            free: site.nodes.iter().map(|_| Mutex::default()).collect(),
        }))
    }

    /// Asks, evenly over the nodes.
    pub(crate) async fn ask(self: &Arc<Self>, what: &Question, pace: Pace, seed: u64) {
        let mut arrivals = Arrivals::new(pace.rate, seed);
        let mut tasks = JoinSet::new();
        let counts_from = Instant::now() + pace.warm_up;
        let end = counts_from + pace.duration;
        for number in 0.. {
            let due = arrivals.next().await;
            if due >= end {
                break;
            }
            while tasks.try_join_next().is_some() {}
            if tasks.len() >= MOST {
                self.errors.add("not asked: too many answers are still to come");
                continue;
            }
            let (checks, what, counts) = (Arc::clone(self), what.clone(), due >= counts_from);
            tasks.spawn(async move { checks.one(number, &what, due, counts).await });
        }
        tasks.join_all().await;
    }

    async fn one(&self, number: usize, what: &Question, due: Instant, counts: bool) {
        let free = &self.free[number % self.free.len()];
        let kept = free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut client = kept.unwrap_or_else(|| Client::at(&self.site, number % self.free.len(), Patience::None));
        let result = match what {
            Question::Health => client.health().await,
            Question::Code(boxes) => check(&mut client, boxes, number).await,
        };
        if counts {
            self.latencies.add(due.elapsed());
        }
        if self.errors.of("status check", result).is_some() {
            free.lock().unwrap_or_else(PoisonError::into_inner).push(client);
        }
    }
}

async fn check(client: &mut Client, boxes: &Boxes, number: usize) -> Result<(), CallError> {
    let code = boxes.any_code().ok_or(CallError::Odd("no box has a code"))?;
    // Nodes take turns, too: with two of them every other pair of checks is a plain one.
    if (number / 2).is_multiple_of(2) {
        client.plain_check(&code.random).await.map(drop)
    } else {
        client.check(&code, 0, 0).await.map(drop)
    }
}
