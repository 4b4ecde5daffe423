//! `check-config`: each wrong key on a line of its own, or what counts; and what WeChat says of it, if it is to be asked.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use guard_server::clock::SystemClock;
use guard_server::config::{Config, ConfigError};
use guard_server::store::sqlite::{IN_MEMORY, Sqlite};
use guard_server::wechat::{Client, WeChat as _, WeChatApp};

use super::context::runtime;
use super::error::CommandError;

/// A scene that no code has: WeChat makes its picture, and nobody shows it.
const SCENE: &str = "check-config";

/// What is checked.
#[derive(Args, Debug)]
pub(crate) struct CheckArgs {
    /// Ask WeChat, too, whether it takes AppID, AppSecret, this machine's address and the page of each mini program.
    #[arg(long)]
    wechat: bool,
}

/// Prints what is wrong with the configuration, or `ok` and the most important of it. No secret is among it.
pub(super) fn run(args: &CheckArgs, config: Result<Config, ConfigError>) -> Result<ExitCode, CommandError> {
    let mut out = io::stdout().lock();
    match config {
        Ok(config) => {
            summary(&mut out, &config)?;
            for warning in config.warnings() {
                writeln!(out, "warning: {warning}")?;
            }
            if args.wechat { runtime()?.block_on(ask_wechat(&mut out, &config)) } else { Ok(ExitCode::SUCCESS) }
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
    for app in config.all_apps() {
        if let Some(wechat) = &app.wechat {
            writeln!(out, "  mini program  {} of {}, page {}", wechat.app_id, app.id, wechat.page)?;
        }
    }
    Ok(())
}

/// Prints what WeChat says of each mini program.
async fn ask_wechat(out: &mut impl Write, config: &Config) -> Result<ExitCode, CommandError> {
    // A store of its own: what other servers know of WeChat is not what is asked here.
    let client = Client::new(&config.wechat_api, Arc::new(Sqlite::open(IN_MEMORY)?), Arc::new(SystemClock))?;
    let mut code = ExitCode::SUCCESS;
    for app in config.all_apps() {
        let Some(wechat) = &app.wechat else { continue };
        match client.code_picture(&WeChatApp::from(wechat), SCENE).await {
            Ok(_) => writeln!(out, "  WeChat        ok: it makes codes of {}", wechat.app_id)?,
            Err(error) => {
                writeln!(out, "  WeChat        {}: {error}", app.id)?;
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}
