//! `clock-server`: guard-server, configured by `GUARD_…` variables, with a clock that stands still but for the lines on
//! its standard input: each is a number of ms to go on. The fault runs live minutes of a login in a second with it. It
//! ends with its standard input.

#![forbid(unsafe_code)]

use std::io::BufRead as _;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use guard_server::clock::{Clock as _, ManualClock, SystemClock};
use guard_server::config::{Config, Environment};
use guard_server::serve_with;
use guard_server::state::Parts;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

fn main() -> Result<()> {
    let config = Config::load(None, &Environment::of_process())?;
    let clock = ManualClock::new(SystemClock.now());
    let parts = Parts { clock: Arc::new(clock.clone()), ..Parts::default() };
    let (stop, stopped) = oneshot::channel();
    std::thread::spawn(move || {
        // Dropped at the end, which stops the server.
        let _stop = stop;
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if let Ok(ms) = line.trim().parse() {
                clock.advance(ms);
            }
        }
    });
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let listener = TcpListener::bind(config.listen).await.context("the key `listen`")?;
        let stopped = async {
            let _: Result<(), _> = stopped.await;
        };
        Ok(serve_with(config, listener, parts, stopped).await?)
    })
}
