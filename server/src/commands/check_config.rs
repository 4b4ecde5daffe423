//! `check-config`: each wrong key on a line of its own, or what counts.

use std::io::{self, Write};
use std::process::ExitCode;

use guard_server::config::{Config, ConfigError};

use super::error::CommandError;

/// Prints what is wrong with the configuration, or `ok` and the most important of it. No secret is among it.
pub(super) fn run(config: Result<Config, ConfigError>) -> Result<ExitCode, CommandError> {
    let mut out = io::stdout().lock();
    match config {
        Ok(config) => {
            summary(&mut out, &config)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(ConfigError::Wrong(faults)) => {
            for fault in faults {
                writeln!(out, "{fault}")?;
            }
            Ok(ExitCode::FAILURE)
        }
        Err(error @ ConfigError::Read { .. }) => Err(error.into()),
    }
}

fn summary(out: &mut impl Write, config: &Config) -> io::Result<()> {
    let mut apps: Vec<_> = config.all_apps().map(|app| app.id.as_str()).collect();
    if config.demo && !apps.contains(&guard_server::demo::APP_ID) {
        apps.push(guard_server::demo::APP_ID);
    }
    let metrics = config.metrics_listen.map_or_else(|| "none".to_owned(), |address| address.to_string());
    writeln!(out, "ok")?;
    writeln!(out, "  listen        {}", config.listen)?;
    writeln!(out, "  public_url    {}", config.public_url.as_deref().unwrap_or("the address listened on"))?;
    writeln!(out, "  metrics       {metrics}")?;
    writeln!(out, "  database      {}", config.database)?;
    writeln!(out, "  applications  {}", apps.join(", "))?;
    if config.demo {
        writeln!(out, "  demo          on: accounts without a password")?;
    }
    Ok(())
}
