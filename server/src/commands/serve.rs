//! No command: sets up the log and serves until a signal comes.

use std::io;

use guard_server::ServeError;
use guard_server::config::Config;
use tokio::net::TcpListener;

use super::context::runtime;
use super::error::CommandError;
use super::log;

/// Serves.
pub(super) fn run(config: Config) -> Result<(), CommandError> {
    log::of_server(config.log);
    for warning in config.warnings() {
        tracing::warn!("{warning}");
    }
    let served: Result<(), ServeError> = runtime()?.block_on(async {
        let listener = TcpListener::bind(config.listen).await.map_err(|error| {
            io::Error::new(error.kind(), format!("{} ({error}); check the key `listen`", config.listen))
        })?;
        guard_server::serve(config, listener, signal()).await
    });
    Ok(served?)
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
