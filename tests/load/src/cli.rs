//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use clap::{Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};
use toml::Value;

use crate::measure::Report;
use crate::scenarios::{Chaos, Codes, Guess, Races, Run, Soak, Steady};
use crate::server::{Database, Plan, parse_setting};

/// Drives guard-server over HTTP as many visitors do, and judges what came of it. Fails when a promise was broken.
#[derive(Debug, Parser)]
struct Args {
    /// Program of the server.
    #[arg(long, value_name = "FILE")]
    server: PathBuf,
    /// An empty Postgres database: postgres://… Without one, SQLite in a temporary folder.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// How many nodes over the one database.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=9))]
    nodes: u8,
    /// A setting of the server on top of the scenario's own; may be given several times.
    #[arg(long, value_name = "KEY=VALUE", value_parser = parse_setting)]
    set: Vec<(String, Value)>,
    /// Decides what is chosen once and for all; without one, another each time.
    #[arg(long)]
    seed: Option<u64>,
    /// Do not judge times and sizes: the machine does other work, or the server is a debug build.
    #[arg(long)]
    no_speed: bool,
    /// Write the findings to this file, as Markdown.
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    /// How these findings were made, for that file.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    made_by: String,
    #[command(subcommand)]
    scenario: Scenario,
}

#[derive(Clone, Copy, Debug, Subcommand)]
enum Scenario {
    /// Boxes that wait, and status checks beside them.
    Steady {
        /// Waiting polls on all nodes together.
        #[arg(long, default_value_t = 5_000)]
        waiting: u32,
        /// Status checks a second on all nodes together.
        #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..))]
        checks: u32,
        /// How long is measured.
        #[arg(long = "for", default_value = "60s", value_parser = humantime::parse_duration)]
        duration: Duration,
    },
    /// Clients that guess passwords.
    Guess {
        /// How many at the same time.
        #[arg(long, default_value_t = 50)]
        clients: u32,
        /// For how long.
        #[arg(long = "for", default_value = "60s", value_parser = humantime::parse_duration)]
        duration: Duration,
    },
    /// Mixed load: does anything grow or fail?
    Soak {
        /// For how long.
        #[arg(long = "for", default_value = "10m", value_parser = humantime::parse_duration)]
        duration: Duration,
    },
    /// `kill -9` of nodes while people log in: is anything lost or there twice?
    Chaos {
        /// How many kills.
        #[arg(long, default_value_t = 100)]
        kills: u32,
    },
    /// Phones and browsers race for the same codes: does exactly one win?
    Races {
        /// How many sessions.
        #[arg(long, default_value_t = 200)]
        sessions: u32,
    },
    /// Pages that ask for mini-program codes while WeChat takes its time.
    Codes {
        /// Codes a second.
        #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..))]
        rate: u32,
        /// How long WeChat takes for each answer.
        #[arg(long, default_value = "800ms", value_parser = humantime::parse_duration)]
        wechat: Duration,
        /// For how long.
        #[arg(long = "for", default_value = "60s", value_parser = humantime::parse_duration)]
        duration: Duration,
    },
    /// Steady, then guess, then codes: the promises about speed.
    Speed,
    /// A little of everything, in less than a minute, without a judgement of times and sizes.
    Sample,
}

/// Runs what was asked for; answers whether all promises were kept.
pub(crate) fn run() -> Result<bool> {
    let args = Args::parse();
    let run = Run {
        plan: Plan {
            program: args.server,
            database: args.database.map_or(Database::Sqlite, Database::Postgres),
            nodes: args.nodes.into(),
            set: args.set,
        },
        judged: !args.no_speed && !matches!(args.scenario, Scenario::Sample),
        seed: args.seed.unwrap_or_else(|| rand::random_range(0..1_000_000)),
    };
    // One thread: the visitors share the machine with the server, and their work is small.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime")?;
    let reports = runtime.block_on(async {
        tokio::select! {
            reports = all(&run, args.scenario.parts()) => reports,
            // Ended from here, so that nodes and files go too.
            () = stopped() => bail!("stopped"),
        }
    })?;
    if let Some(path) = args.markdown {
        let text = reports.iter().map(|report| report.markdown(&args.made_by)).collect::<Vec<_>>().join("\n");
        std::fs::write(&path, text).with_context(|| format!("{} can't be written", path.display()))?;
    }
    let kept = reports.iter().filter(|report| report.is_kept()).count();
    println!("\n{kept} passed\n{} failed", reports.len() - kept);
    Ok(kept == reports.len())
}

async fn all(run: &Run, parts: Vec<Scenario>) -> Result<Vec<Report>> {
    let mut reports = Vec::new();
    for part in parts {
        let report = part.run(run).await?;
        print!("{}", report.text());
        reports.push(report);
    }
    Ok(reports)
}

impl Scenario {
    /// The scenarios that it is made of.
    fn parts(self) -> Vec<Self> {
        let minute = Duration::from_secs(60);
        match self {
            Self::Speed => vec![
                Self::Steady { waiting: 5_000, checks: 1_000, duration: minute },
                Self::Guess { clients: 50, duration: minute },
                Self::Codes { rate: 8, wechat: Duration::from_millis(800), duration: minute },
            ],
            Self::Sample => vec![
                Self::Steady { waiting: 100, checks: 50, duration: Duration::from_secs(4) },
                Self::Guess { clients: 10, duration: Duration::from_secs(3) },
                Self::Races { sessions: 20 },
                Self::Chaos { kills: 3 },
                Self::Codes { rate: 8, wechat: Duration::from_millis(100), duration: Duration::from_secs(3) },
                Self::Soak { duration: Duration::from_secs(20) },
            ],
            one => vec![one],
        }
    }

    async fn run(self, run: &Run) -> Result<Report> {
        match self {
            Self::Steady { waiting, checks, duration } => Steady { waiting, checks, duration }.run(run).await,
            Self::Guess { clients, duration } => Guess { clients, duration }.run(run).await,
            Self::Soak { duration } => Soak { duration }.run(run).await,
            Self::Chaos { kills } => Chaos { kills }.run(run).await,
            Self::Codes { rate, wechat, duration } => Codes { rate, wechat, duration }.run(run).await,
            Self::Races { sessions } => Races { sessions }.run(run).await,
            Self::Speed | Self::Sample => bail!("it is made of others"),
        }
    }
}

/// Ready when the program is asked to end.
async fn stopped() {
    let wait = |kind| async move {
        match signal(kind) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = wait(SignalKind::interrupt()) => {}
        () = wait(SignalKind::terminate()) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_understood() {
        let read = |line: &str| Args::try_parse_from(line.split(' '));
        assert!(read("guard-load --server s steady --waiting 10 --for 5s").is_ok());
        assert!(
            read("guard-load --server s --set qr.ttl_s=7 --nodes 2 --database postgres://x soak --for 10m").is_ok()
        );
        assert!(read("guard-load --server s soak --for ten").is_err());
        assert!(read("guard-load soak").is_err());
    }
}
