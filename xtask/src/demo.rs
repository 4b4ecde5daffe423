//! `cargo xtask demo`: the whole thing, built and served, with an account to log in with.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::cli::DemoArgs;
use crate::postgres::Cluster;
use crate::process::Running;
use crate::server::Stores;
use crate::temporary::TemporaryFolder;
use crate::wechat::StandIns;
use crate::workspace::Workspace;
use crate::{dist, page, process, report, server, setup};

/// The user that the server's demo mode seeds.
const ACCOUNT: &str = "lin";
const PASSWORD: &str = "shanlan-tea-2026";

/// How long the server may take until it answers.
const START: Duration = Duration::from_secs(30);

/// Builds everything, serves the demo until it is told to stop, and leaves nothing behind.
pub(crate) fn run(workspace: &Workspace, args: &DemoArgs) -> Result<ExitCode> {
    let started = Instant::now();
    let place = Place::choose(args)?;
    // Before the build, not after it: somebody who must choose another port should learn it at once.
    let mut ports = vec![server::choose_port(place.listen, args.port)?];
    if args.postgres {
        ports.push(server::choose_port(place.listen, 0)?);
    }
    let stand_ins = args.wechat.then(StandIns::choose).transpose()?;

    let stores = if args.postgres { Stores::All } else { Stores::Embedded };
    let (program, fake) = build(workspace, stores, args.wechat)?;
    let database = Database::open(workspace, args.postgres)?;
    let mut running = Vec::new();
    for port in &ports {
        running.push(start(workspace, &program, &place, *port, &database.url(), stand_ins.as_ref())?);
    }
    report::step("start the server", || {
        ports.iter().zip(&mut running).try_for_each(|(port, node)| {
            wait_until(node, "the server", || server::healthy(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), *port)))
        })
    })?;
    let url = |ip: IpAddr, port: u16| format!("http://{}", SocketAddr::new(ip, port));
    if let (Some(stand_ins), Some(fake)) = (&stand_ins, &fake) {
        report::step("start the fake WeChat and the phone", || {
            let [mut wechat, mut phone] =
                stand_ins.start(workspace, fake, &url(Ipv4Addr::LOCALHOST.into(), ports[0]))?;
            wait_until(&mut wechat, "the fake WeChat", || stand_ins.wechat_listens())?;
            wait_until(&mut phone, "the drawn phone", || stand_ins.phone_listens())?;
            running.extend([wechat, phone]);
            Ok(())
        })?;
    }

    println!();
    println!("url: {}", url(Ipv4Addr::LOCALHOST.into(), ports[0]));
    if let Some(ip) = place.public {
        println!("phone: {}", url(ip, ports[0]));
    }
    if let Some(stand_ins) = &stand_ins {
        println!("phone app: {}", stand_ins.phone_url());
    }
    println!("account: {ACCOUNT}");
    println!("password: {PASSWORD}");
    for port in &ports[1..] {
        println!("second node, over the same Postgres: {}", url(Ipv4Addr::LOCALHOST.into(), *port));
    }
    println!();
    println!("ready after {}; stop with Ctrl-C", report::seconds(started.elapsed()));
    wait_until_stopped(&mut running)
}

/// Where the demo is reached.
#[derive(Debug)]
struct Place {
    listen: IpAddr,
    /// This machine's address in its network, if phones are to reach it.
    public: Option<IpAddr>,
}

impl Place {
    fn choose(args: &DemoArgs) -> Result<Self> {
        let listen = IpAddr::V4(if args.lan { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST });
        let public = if args.lan { Some(server::lan_address()?) } else { None };
        Ok(Self { listen, public })
    }
}

/// What the demo keeps its data in; gone when this is dropped.
#[derive(Debug)]
enum Database {
    Embedded(TemporaryFolder),
    Postgres(Cluster),
}

impl Database {
    fn open(workspace: &Workspace, postgres: bool) -> Result<Self> {
        if postgres {
            return report::step("start Postgres", || Cluster::start(workspace)).map(Self::Postgres);
        }
        TemporaryFolder::new("guard-demo").map(Self::Embedded)
    }

    fn url(&self) -> String {
        match self {
            Self::Embedded(folder) => folder.path().join("guard.db").display().to_string(),
            Self::Postgres(cluster) => cluster.url(),
        }
    }
}

fn start(
    workspace: &Workspace,
    program: &Path,
    place: &Place,
    port: u16,
    database: &str,
    stand_ins: Option<&StandIns>,
) -> Result<Running> {
    let public = SocketAddr::new(place.public.unwrap_or(Ipv4Addr::LOCALHOST.into()), port);
    let public = format!("http://{public}");
    let mut command = workspace.command(program);
    command
        .env("GUARD_LISTEN", SocketAddr::new(place.listen, port).to_string())
        .env("GUARD_PUBLIC_URL", &public)
        .env("GUARD_DATABASE", database)
        .env("GUARD_DIST_DIR", workspace.dist_dir())
        .env("GUARD_PAGE_DIR", workspace.page_dir())
        .env("GUARD_DEMO", "true")
        .env("GUARD_LOG", "text");
    if let Some(stand_ins) = stand_ins {
        stand_ins.configure(&mut command, &public);
    }
    Running::start(&mut command)
}

/// Builds the server's program, and the fake WeChat's if it is wanted, while the widget is built: each has stretches that
/// keep only one core busy.
fn build(workspace: &Workspace, stores: Stores, wechat: bool) -> Result<(PathBuf, Option<PathBuf>)> {
    thread::scope(|scope| {
        let server = scope.spawn(|| {
            let program = report::step("build the server", || server::build(workspace, stores))?;
            let build_fake = || report::step("build the fake WeChat", || StandIns::build(workspace));
            Ok((program, wechat.then(build_fake).transpose()?))
        });
        let widget =
            setup::for_builds(workspace).and_then(|()| dist::build(workspace)).and_then(|()| page::build(workspace));
        if widget.is_err() {
            process::end_all();
        }
        let program = server.join().unwrap_or_else(|_| bail!("the build of the server panicked"));
        widget.and(program)
    })
}

/// Waits until what runs can be asked; `what` is its name.
fn wait_until(running: &mut Running, what: &str, answers: impl Fn() -> bool) -> Result<()> {
    let deadline = Instant::now() + START;
    while !answers() {
        if process::stopped() {
            bail!("stopped");
        }
        if let Some(status) = running.ended()? {
            bail!("{what} ended before it answered ({status}); what it said stands above");
        }
        if Instant::now() > deadline {
            bail!("{what} did not answer within {}", report::seconds(START));
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn wait_until_stopped(running: &mut [Running]) -> Result<ExitCode> {
    loop {
        // The stop comes first: the server ends because of it.
        if process::stopped() {
            return Ok(ExitCode::SUCCESS);
        }
        for one in running.iter_mut() {
            if let Some(status) = one.ended()? {
                if process::stopped() {
                    return Ok(ExitCode::SUCCESS);
                }
                bail!("a part of the demo ended by itself ({status}); what it said stands above");
            }
        }
        thread::sleep(Duration::from_millis(100));
    }
}
