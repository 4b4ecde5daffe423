//! Where the log goes: of a server to standard output, of a command the audit log alone to standard error.

use std::io;

use guard_server::config::LogFormat;
use guard_server::services::audit;
use tracing::Level;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::Directive;

/// The audit log is written whatever `RUST_LOG` says.
fn always_audit() -> Option<Directive> {
    format!("{}={}", audit::TARGET, Level::INFO).parse().ok()
}

fn with_audit(filter: EnvFilter) -> EnvFilter {
    match always_audit() {
        Some(directive) => filter.add_directive(directive),
        None => filter,
    }
}

/// Sets up a server's log.
pub(super) fn of_server(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(with_audit(filter));
    match format {
        LogFormat::Json => log.json().flatten_event(true).init(),
        LogFormat::Text => log.init(),
    }
}

/// Sets up the log of a command, whose standard output is its answer.
pub(super) fn of_command() {
    let filter = with_audit(EnvFilter::default().add_directive(LevelFilter::OFF.into()));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).json().flatten_event(true).init();
}
