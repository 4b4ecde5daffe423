//! Pages that ask for mini-program codes while WeChat takes its time: how long do they wait?

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use guard_fake_wechat::{Call, FakeWeChat, MiniProgram};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use crate::client::{Client, Patience};
use crate::files;
use crate::measure::{Arrivals, Errors, Latencies, Report, milliseconds};
use crate::scenarios::{Run, judge_logs};
use crate::server::{APP_ID, Cluster, Lifetimes, Plan};

/// Pictures made ahead: more than ever come at once.
const STOCK: u32 = 32;
/// How long the stock may take to be filled at first.
const FILLING: Duration = Duration::from_secs(60);
/// How long a picture may still be on its way once WeChat has made it.
const ON_ITS_WAY: Duration = Duration::from_secs(1);
/// What 99 of 100 answers stay below.
const QUICK: Duration = Duration::from_millis(20);

/// The scenario.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Codes {
    /// Codes a second.
    pub(crate) rate: u32,
    /// How long WeChat takes for each answer.
    pub(crate) wechat: Duration,
    /// For how long.
    pub(crate) duration: Duration,
}

impl Codes {
    /// Lives through it.
    pub(crate) async fn run(self, run: &Run) -> Result<Report> {
        files::allow(2_000)?;
        let mini_program = MiniProgram::default();
        let mut plan = with_mini_program(&run.plan, &mini_program);
        let fake = FakeWeChat::start(mini_program).await.context("the fake WeChat can't be started")?;
        fake.set_latency(self.wechat);
        plan.set.push(("wechat_api".to_owned(), fake.url.clone().into()));
        let cluster = Cluster::start(&plan, Lifetimes::Default, "info").await?;
        let mut report = run.report("Mini-program codes", &cluster);
        let pictures = STOCK as usize * cluster.len();
        let filled = async {
            while fake.calls(Call::CodePicture) < pictures {
                sleep(Duration::from_millis(50)).await;
            }
        };
        timeout(FILLING, filled).await.context("the stock is not filled")?;
        sleep(ON_ITS_WAY).await;

        let (latencies, errors) = (Arc::new(Latencies::new()?), Arc::new(Errors::default()));
        let mut arrivals = Arrivals::new(f64::from(self.rate), run.seed);
        let end = Instant::now() + self.duration;
        let mut tasks = JoinSet::new();
        loop {
            let due = arrivals.next().await;
            if due >= end {
                break;
            }
            let (latencies, errors, site) = (Arc::clone(&latencies), Arc::clone(&errors), Arc::clone(&cluster.site));
            tasks.spawn(async move {
                let mut client = Client::new(&site, Patience::None);
                // The connection is not what is measured.
                errors.of("connect", client.health().await);
                let asked = Instant::now();
                let code = errors.of("create a code", client.create().await);
                latencies.add(asked.elapsed());
                if code.is_some_and(|code| code.text.is_some()) {
                    errors.add("a code that WeChat did not make");
                }
            });
        }
        tasks.join_all().await;

        report.fact("WeChat answers after", milliseconds(self.wechat));
        report.fact("codes", format!("{}; {latencies}", latencies.count()));
        report.fact("pictures that WeChat made", fake.calls(Call::CodePicture));
        let p99 = latencies.quantile(0.99);
        report.speed("p99 of a new code", "< 20 ms", milliseconds(p99), Some(p99 < QUICK));
        report.none("errors", &errors.lines());
        judge_logs(&mut report, &cluster)?;
        Ok(report)
    }
}

/// The plan, with a mini program of the demo's application.
fn with_mini_program(plan: &Plan, mini_program: &MiniProgram) -> Plan {
    let mut plan = plan.clone();
    for (path, value) in [
        ("app.id", APP_ID.to_owned()),
        ("app.name", "Demo".to_owned()),
        ("app.wechat.app_id", mini_program.app_id.clone()),
        ("app.wechat.app_secret", mini_program.app_secret.clone()),
    ] {
        plan.set.push((path.to_owned(), value.into()));
    }
    plan.set.push(("app.wechat.stock".to_owned(), i64::from(STOCK).into()));
    plan
}
