//! The command `guard-server`: reads the configuration, sets up the log, serves until a signal comes.

#![forbid(unsafe_code)]

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use guard_server::ServeError;
use guard_server::config::{Config, Environment, LogFormat, keys};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

/// The reference server of guard-widget: Authing's v2 login protocol, hardened QR login, phone page, demo site.
#[derive(Debug, Parser)]
#[command(version, after_help = keys::help())]
struct Args {
    /// Configuration file (TOML). Without one the environment and the defaults count.
    #[arg(long, value_name = "FILE", env = "GUARD_CONFIG")]
    config: Option<PathBuf>,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let outcome =
        Config::load(args.config.as_deref(), &Environment::of_process()).map_err(ServeError::from).and_then(run);
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The log may not be set up yet, and whoever starts the server looks here.
            let _ = writeln!(std::io::stderr(), "guard-server: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(config: Config) -> Result<(), ServeError> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter);
    match config.log {
        LogFormat::Json => log.json().flatten_event(true).init(),
        LogFormat::Text => log.init(),
    }
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let listener = TcpListener::bind(config.listen).await.map_err(|error| {
            std::io::Error::new(error.kind(), format!("{} ({error}); check the key `listen`", config.listen))
        })?;
        guard_server::serve(config, listener, signal()).await
    })
}

/// Ready when the process is asked to end.
async fn signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
