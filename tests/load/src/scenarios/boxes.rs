//! Boxes that show a code and wait: each holds one long poll on a connection of its own.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use guard_protocol::qrcode::{CheckRequest, QrStatus};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

use crate::client::{CallError, Client, Code, Patience, Site};
use crate::measure::{Errors, Latencies};

/// How long a box waits after an error, as the widget does after the first.
const AFTER_ERROR: Duration = Duration::from_secs(1);

/// What the boxes share.
#[derive(Debug)]
pub(crate) struct Boxes {
    /// The code that each box shows.
    codes: Vec<Mutex<Option<Code>>>,
    waiting: AtomicUsize,
    /// What went wrong.
    pub(crate) errors: Errors,
    /// How much later than asked for a wait ended.
    pub(crate) lateness: Latencies,
}

impl Boxes {
    /// Opens `count` boxes, evenly over the nodes and over `ramp`; they wait until the tasks are dropped.
    pub(crate) fn open(site: &Arc<Site>, count: usize, ramp: Duration) -> Result<(Arc<Self>, JoinSet<()>)> {
        let boxes = Arc::new(Self {
            codes: (0..count).map(|_| Mutex::default()).collect(),
            waiting: AtomicUsize::new(0),
            errors: Errors::default(),
            lateness: Latencies::new()?,
        });
        let started = Instant::now();
        let mut tasks = JoinSet::new();
        for number in 0..count {
            let client = Client::at(site, number % site.nodes.len(), Patience::None);
            let at = started + ramp.mul_f64(share(number, count));
            let boxes = Arc::clone(&boxes);
            tasks.spawn(async move {
                sleep_until(at).await;
                boxes.show(number, client).await;
            });
        }
        Ok((boxes, tasks))
    }

    /// Looks how many wait, ten times a second for ever, and keeps the least number in `least`.
    pub(crate) async fn least_waiting(&self, least: &AtomicUsize) -> std::convert::Infallible {
        loop {
            least.fetch_min(self.waiting.load(Ordering::Relaxed), Ordering::Relaxed);
            sleep(Duration::from_millis(100)).await;
        }
    }

    /// A code that some box shows.
    pub(crate) fn any_code(&self) -> Option<Code> {
        let code = self.codes.get(rand::random_range(0..self.codes.len().max(1)))?;
        code.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn show(&self, number: usize, mut client: Client) {
        // The first wait is shorter, by chance: else all that came together would go on coming together.
        let mut wait = rand::random_range(1..=CheckRequest::MAX_WAIT);
        loop {
            match client.create().await {
                Ok(code) => {
                    *self.codes[number].lock().unwrap_or_else(PoisonError::into_inner) = Some(code.clone());
                    if let Err(error) = self.wait(&mut client, &code, wait).await {
                        self.errors.add(format_args!("waiting poll: {error}"));
                        sleep(AFTER_ERROR).await;
                    }
                }
                Err(error) => {
                    self.errors.add(format_args!("create a code: {error}"));
                    sleep(AFTER_ERROR).await;
                }
            }
            wait = CheckRequest::MAX_WAIT;
        }
    }

    /// Polls until the code has expired; nobody scans it.
    async fn wait(&self, client: &mut Client, code: &Code, mut wait: u32) -> Result<(), CallError> {
        loop {
            let asked = Instant::now();
            self.waiting.fetch_add(1, Ordering::Relaxed);
            let reply = client.check(code, 0, wait).await;
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            match reply?.status {
                QrStatus::Waiting => {
                    let late = asked.elapsed().checked_sub(Duration::from_secs(wait.into()));
                    self.lateness.add(late.ok_or(CallError::Odd("a wait ended before its time without news"))?);
                }
                QrStatus::Expired => return Ok(()),
                _ => return Err(CallError::Odd("a code that nobody has scanned changed")),
            }
            wait = CheckRequest::MAX_WAIT;
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "numbers of boxes are small")]
fn share(number: usize, count: usize) -> f64 {
    number as f64 / count.max(1) as f64
}
