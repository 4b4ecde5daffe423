//! Mixed load for a long time: what grows, what fails.
//!
//! Sessions and codes live shortly here, so that in minutes as many end as begin. Whatever grows on after that would
//! grow for ever.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Result;
use guard_protocol::Code;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::client::{CallError, Client, Patience, Phones, Site};
use crate::files;
use crate::measure::{Arrivals, Errors, Latencies, Level, Report, megabytes, milliseconds};
use crate::scenarios::boxes::Boxes;
use crate::scenarios::login::{Decided, Decision, Pace, Pair};
use crate::scenarios::{Run, judge_logs};
use crate::server::{Cluster, Lifetimes, ProcessorTime, Sample, Watch};

/// Boxes that wait all the time.
const WAITING: usize = 200;
/// People who come in a second.
const PEOPLE: f64 = 25.0;
/// People at the same time at most; more means that they do not come to their end.
const MOST: usize = 2_000;
/// How long people take to look at things.
const PACE: Pace = Pace { longest: Duration::from_millis(1_500) };
/// How long the people of the end may take to go home.
const END: Duration = Duration::from_secs(60);
/// From when on the memory is to be flat.
const WARM: Duration = Duration::from_secs(60);
/// What it may still rise by.
const FLAT: f64 = 0.05;
/// From when on the database is to be level: what came first has ended (60 s), has been swept (every 60 s), and the
/// pages that this frees are in use again.
const LEVEL: Duration = Duration::from_secs(180);
/// What its peaks may still rise by: chance alone makes one minute's table larger than the last one's.
const BOUNDED: f64 = 0.10;
/// What 99 of 100 news reach the browser in. A wake-up that is lost on its way to another node shows here: the browser
/// then learns of the decision when its poll ends, after up to 25 s.
const NEWS: Duration = Duration::from_secs(2);
/// Time between two lines of the table of sizes.
const TOLD: Duration = Duration::from_secs(60);

/// The scenario.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Soak {
    /// For how long people come.
    pub(crate) duration: Duration,
}

/// What a visit is for.
#[derive(Clone, Copy, Debug)]
enum Visit {
    /// A whole QR login; half of them log out again.
    QrLogin,
    /// A QR login that the person declines.
    Declined,
    /// A code that the browser gives up.
    Abandoned,
    /// A code that nobody looks after any more.
    Left,
    Password,
    WrongPassword,
}

/// Visits, each with how many of a hundred are of its kind.
const VISITS: [(Visit, u32); 6] = [
    (Visit::QrLogin, 40),
    (Visit::Declined, 8),
    (Visit::Abandoned, 20),
    (Visit::Left, 20),
    (Visit::Password, 6),
    (Visit::WrongPassword, 6),
];

/// What the visitors share.
#[derive(Debug)]
struct Town {
    site: Arc<Site>,
    phones: Phones,
    errors: Errors,
    /// Time from the phone's decision to the browser's answer.
    news: Latencies,
    logins: AtomicU64,
    visits: AtomicU64,
}

impl Soak {
    /// Lives through it.
    pub(crate) async fn run(self, run: &Run) -> Result<Report> {
        files::allow(WAITING + 2 * MOST)?;
        let cluster = Cluster::start(&run.plan, Lifetimes::Short, "warn").await?;
        let mut report = run.report("Mixed load for a long time", &cluster);
        let town = Arc::new(Town {
            site: Arc::clone(&cluster.site),
            phones: Phones::new(&cluster.site, Duration::from_secs(Lifetimes::Short.session().into()), Patience::None),
            errors: Errors::default(),
            news: Latencies::new()?,
            logins: AtomicU64::new(0),
            visits: AtomicU64::new(0),
        });
        let watch = Watch::start(&cluster, Duration::from_secs(1));
        let processor = ProcessorTime::of(&cluster);
        let (boxes, waiting) = Boxes::open(&cluster.site, WAITING, Duration::from_secs(5))?;
        town.live(self.duration, run.seed).await;
        drop(waiting);
        report.fact("processor", processor.shares(&cluster));

        let samples = watch.samples();
        report.fact("visits", format!("{} in {} s", town.visits.load(Ordering::Relaxed), self.duration.as_secs()));
        report.fact("logins", town.logins.load(Ordering::Relaxed));
        report.fact("from the phone's decision to the browser's answer", &town.news);
        table(&mut report, &samples);
        let p99 = town.news.quantile(0.99);
        report.promise("decisions wake the browser's poll", "p99 < 2 s", milliseconds(p99), p99 < NEWS);
        judge_memory(&mut report, &samples);
        judge_database(&mut report, &samples);
        report.none("errors of the visits", &town.errors.lines());
        report.none("errors of the waiting boxes", &boxes.errors.lines());
        judge_logs(&mut report, &cluster)?;
        Ok(report)
    }
}

impl Town {
    /// People come for `duration`; then all go home.
    async fn live(self: &Arc<Self>, duration: Duration, seed: u64) {
        let mut arrivals = Arrivals::new(PEOPLE, seed);
        let end = Instant::now() + duration;
        let mut people = JoinSet::new();
        while arrivals.next().await < end {
            while people.try_join_next().is_some() {}
            if people.len() >= MOST {
                self.errors.add("too many people do not come to their end");
                continue;
            }
            let (town, visit) = (Arc::clone(self), Visit::any());
            people.spawn(async move { town.visit(visit).await });
        }
        let home = async { while people.join_next().await.is_some() {} };
        if tokio::time::timeout(END, home).await.is_err() {
            self.errors.add("visits do not come to their end");
        }
    }

    async fn visit(&self, visit: Visit) {
        self.visits.fetch_add(1, Ordering::Relaxed);
        let done = match visit {
            Visit::QrLogin => self.log_in().await,
            Visit::Declined => self.decline().await,
            Visit::Abandoned => self.abandon().await,
            Visit::Left => Client::new(&self.site, Patience::None).create().await.map(drop).map_err(|e| e.to_string()),
            Visit::Password => self.by_password().await.map_err(|error| error.to_string()),
            Visit::WrongPassword => self.wrong_password().await.map_err(|error| error.to_string()),
        };
        self.errors.of(&format!("{visit:?}"), done);
    }

    async fn log_in(&self) -> Result<(), String> {
        let phone = self.phones.any().await.map_err(|error| error.to_string())?;
        let mut pair = Pair::new(&self.site, Patience::None, PACE);
        let (login, news) = pair.log_in(&phone).await.map_err(|failure| failure.to_string())?;
        self.news.add(news);
        self.logins.fetch_add(1, Ordering::Relaxed);
        let user = pair.browser.me(&login.token).await.map_err(|error| format!("users/me: {error}"))?;
        if user.id != login.user_id {
            return Err("the token is another user's".to_owned());
        }
        if rand::random() {
            pair.browser.logout(&login.token).await.map_err(|error| format!("logout: {error}"))?;
            if pair.browser.me(&login.token).await.is_ok() {
                return Err("a token works after its logout".to_owned());
            }
        }
        Ok(())
    }

    async fn decline(&self) -> Result<(), String> {
        let phone = self.phones.any().await.map_err(|error| error.to_string())?;
        let mut pair = Pair::new(&self.site, Patience::None, PACE);
        match pair.decide(&phone, Decision::Decline).await {
            Ok(Decided::Declined(_)) => Ok(()),
            Ok(Decided::Confirmed(_)) => Err("a declined code was confirmed".to_owned()),
            Err(failure) => Err(failure.to_string()),
        }
    }

    async fn abandon(&self) -> Result<(), String> {
        let mut browser = Client::new(&self.site, Patience::None);
        let code = browser.create().await.map_err(|error| error.to_string())?;
        browser.abandon(&code).await.map_err(|error| error.to_string())
    }

    async fn by_password(&self) -> Result<(), CallError> {
        let session = self.phones.by_password().await?;
        self.logins.fetch_add(1, Ordering::Relaxed);
        let user = Client::new(&self.site, Patience::None).me(&session.token).await?;
        if user.id == session.user_id { Ok(()) } else { Err(CallError::Odd("the token is another user's")) }
    }

    async fn wrong_password(&self) -> Result<(), CallError> {
        let mut client = Client::new(&self.site, Patience::None);
        let password = client.password_key().await?.encrypt("not the password")?;
        // Another name each time: the people above are not to be locked out.
        let name = format!("nobody-{}", rand::random::<u32>());
        match client.log_in(&name, &password).await {
            Err(error) if error.refusal() == Some(Code::BadCredentials) => Ok(()),
            Err(error) => Err(error),
            Ok(_) => Err(CallError::Odd("a wrong password was taken")),
        }
    }
}

impl Visit {
    fn any() -> Self {
        let mut left = rand::random_range(0..VISITS.iter().map(|(_, share)| share).sum());
        for (visit, share) in VISITS {
            if left < share {
                return visit;
            }
            left -= share;
        }
        Self::QrLogin
    }
}

/// Memory and database over time.
fn table(report: &mut Report, samples: &[Sample]) {
    let mut next = Duration::ZERO;
    for sample in samples {
        if sample.at >= next || sample.at == samples[samples.len() - 1].at {
            let database = sample.database.map_or_else(|| "unknown".to_owned(), megabytes);
            let memory = sample.memory.iter().map(|memory| megabytes(*memory)).collect::<Vec<_>>().join(" and ");
            report.fact(format!("after {} s", sample.at.as_secs()), format!("{memory}; database {database}"));
            next = sample.at + TOLD;
        }
    }
}

fn judge_memory(report: &mut Report, samples: &[Sample]) {
    let nodes = samples.first().map_or(0, |sample| sample.memory.len());
    let after = || samples.iter().filter(|sample| sample.at >= WARM);
    let rises = (0..nodes).filter_map(|node| {
        Level::new(after().filter_map(|sample| sample.memory.get(node)).map(|bytes| bytes_as_number(*bytes))).rise()
    });
    let most = rises.fold(None, |most: Option<f64>, rise| Some(most.map_or(rise, |most| most.max(rise))));
    let long_enough = samples.last().is_some_and(|sample| sample.at >= 3 * WARM);
    let most = most.filter(|_| long_enough);
    let limit = format!("flat within {:.0} % after {} s", FLAT * 100.0, WARM.as_secs());
    report.speed("memory", limit, percent(most), most.map(|rise| rise <= FLAT));
}

fn judge_database(report: &mut Report, samples: &[Sample]) {
    let after = samples.iter().filter(|sample| sample.at >= LEVEL);
    let sizes = Level::new(after.filter_map(|sample| sample.database).map(bytes_as_number));
    // Each half must hold a whole round of the sweep.
    let long_enough = samples.last().is_some_and(|sample| sample.at >= LEVEL + Duration::from_secs(150));
    let rise = sizes.higher_peak().filter(|_| long_enough);
    let limit = format!("level within {:.0} % after {} s", BOUNDED * 100.0, LEVEL.as_secs());
    report.speed("size of the database", limit, percent(rise), rise.map(|rise| rise <= BOUNDED));
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "too short a time to tell".to_owned(), |share| format!("{:+.1} %", share * 100.0))
}

#[expect(clippy::cast_precision_loss, reason = "shares of some per cent are looked for")]
fn bytes_as_number(bytes: u64) -> f64 {
    bytes as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(database: impl Fn(u64) -> u64) -> Vec<Sample> {
        let sample = |second| Sample {
            at: Duration::from_secs(second),
            memory: vec![50_000_000 + second * 1_000, 40_000_000],
            database: Some(database(second)),
        };
        (0..600).map(sample).collect()
    }

    #[test]
    fn a_database_that_grows_on_breaks_the_promise() {
        for (grows, kept) in [(false, true), (true, false)] {
            let mut report = Report::new("soak", true);
            judge_database(
                &mut report,
                &samples(|second| 1_000_000 + if grows { second * 3_000 } else { second % 60 }),
            );
            assert_eq!(report.is_kept(), kept, "{}", report.text());
        }
    }

    #[test]
    fn memory_is_judged_by_the_node_that_grows_most() {
        let mut report = Report::new("soak", true);
        judge_memory(&mut report, &samples(|_| 1));
        assert!(report.is_kept() && report.text().contains("+0.7 %"), "{}", report.text());
    }

    #[test]
    fn shares_of_visits_are_a_hundred() {
        assert_eq!(VISITS.iter().map(|(_, share)| share).sum::<u32>(), 100);
    }
}
