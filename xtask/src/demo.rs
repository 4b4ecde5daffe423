//! `cargo xtask demo`: the whole thing, built and served, with an account to log in with.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::cli::DemoArgs;
use crate::process::Running;
use crate::workspace::Workspace;
use crate::{dist, files, page, process, report, server, setup};

/// The user that the server's demo mode seeds.
const ACCOUNT: &str = "lin";
const PASSWORD: &str = "shanlan-tea-2026";

/// How long the server may take until it answers.
const START: Duration = Duration::from_secs(30);

/// Builds everything, serves the demo until it is told to stop, and leaves nothing behind.
pub(crate) fn run(workspace: &Workspace, args: &DemoArgs) -> Result<ExitCode> {
    let started = Instant::now();
    let address = IpAddr::V4(if args.lan { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST });
    // Before the build, not after it: somebody who must choose another port should learn it at once.
    let port = server::choose_port(address, args.port)?;
    let public = if args.lan { Some(server::lan_address()?) } else { None };

    let program = build(workspace)?;
    let folder = TemporaryFolder::new()?;
    let url = |ip: IpAddr| format!("http://{}", SocketAddr::new(ip, port));
    let mut command = workspace.command(program);
    command
        .env("GUARD_LISTEN", SocketAddr::new(address, port).to_string())
        .env("GUARD_PUBLIC_URL", url(public.unwrap_or(Ipv4Addr::LOCALHOST.into())))
        .env("GUARD_DATABASE", folder.path.join("guard.db"))
        .env("GUARD_DIST_DIR", workspace.dist_dir())
        .env("GUARD_PAGE_DIR", workspace.page_dir())
        .env("GUARD_DEMO", "true")
        .env("GUARD_LOG", "text");
    let mut running = Running::start(&mut command)?;
    let local = SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port);
    report::step("start the server", || wait_until_healthy(&mut running, local))?;

    println!();
    println!("url: {}", url(Ipv4Addr::LOCALHOST.into()));
    if let Some(ip) = public {
        println!("phone: {}", url(ip));
    }
    println!("account: {ACCOUNT}");
    println!("password: {PASSWORD}");
    println!();
    println!("ready after {}; stop with Ctrl-C", report::seconds(started.elapsed()));
    wait_until_stopped(&mut running)
}

/// Builds the server's program while the widget is built: each has stretches that keep only one core busy.
fn build(workspace: &Workspace) -> Result<PathBuf> {
    thread::scope(|scope| {
        let server = scope.spawn(|| report::step("build the server", || server::build(workspace)));
        let widget =
            setup::for_builds(workspace).and_then(|()| dist::build(workspace)).and_then(|()| page::build(workspace));
        if widget.is_err() {
            process::end_all();
        }
        let program = server.join().unwrap_or_else(|_| bail!("the build of the server panicked"));
        widget.and(program)
    })
}

fn wait_until_healthy(running: &mut Running, address: SocketAddr) -> Result<()> {
    let deadline = Instant::now() + START;
    while !server::healthy(address) {
        if process::stopped() {
            bail!("stopped");
        }
        if let Some(status) = running.ended()? {
            bail!("the server ended before it answered ({status}); what it said stands above");
        }
        if Instant::now() > deadline {
            bail!("the server did not answer GET /healthz within {}", report::seconds(START));
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn wait_until_stopped(running: &mut Running) -> Result<ExitCode> {
    loop {
        // The stop comes first: the server ends because of it.
        if process::stopped() {
            return Ok(ExitCode::SUCCESS);
        }
        if let Some(status) = running.ended()? {
            if process::stopped() {
                return Ok(ExitCode::SUCCESS);
            }
            bail!("the server ended by itself ({status}); what it said stands above");
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// A folder that is gone when the demo is.
#[derive(Debug)]
struct TemporaryFolder {
    path: PathBuf,
}

impl TemporaryFolder {
    fn new() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("guard-demo-{}", std::process::id()));
        files::empty_dir(&path).context("the demo's database needs a temporary folder")?;
        Ok(Self { path })
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        let path: &Path = &self.path;
        if let Err(error) = files::remove_dir(path) {
            report::note(&format!("{error:#}"));
        }
    }
}
