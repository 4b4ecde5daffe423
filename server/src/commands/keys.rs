//! `keys …`: what the OpenID provider signs with.

use std::io::{self, Write as _};

use clap::{Args, Subcommand};
use guard_server::clock::{Clock as _, SystemClock, rfc3339};
use guard_server::config::Config;
use guard_server::services::audit::{AuditEvent, Event};
use guard_server::services::oidc::keys::{Rotation, role};
use guard_server::services::oidc::signer;
use serde::Serialize;

use super::context::{open_store, runtime};
use super::error::CommandError;
use super::table::{self, Listed};

/// What to do with keys.
#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// List the keys: those that sign, those that will, and those whose tokens are still about.
    List(ListArgs),
    /// Make the next key of each algorithm. It signs two hours later, so that nobody notices.
    Rotate(RotateArgs),
}

/// How the list is to look.
#[derive(Args, Debug)]
pub(crate) struct ListArgs {
    /// One JSON array instead of a table.
    #[arg(long)]
    json: bool,
}

/// How the next key takes over.
#[derive(Args, Debug)]
pub(crate) struct RotateArgs {
    /// A key has leaked: the new one signs at once, and tokens of earlier ones count no more.
    #[arg(long)]
    at_once: bool,
}

/// A line of the list.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    kid: String,
    algorithm: &'static str,
    role: &'static str,
    created_at: String,
    signs_from: String,
    published_until: Option<String>,
}

impl Listed for Entry {
    const HEADS: &'static [&'static str] = &["KID", "ALGORITHM", "ROLE", "SINCE", "SIGNS FROM", "UNTIL"];

    fn cells(&self) -> Vec<String> {
        let Self { kid, algorithm, role, created_at, signs_from, published_until } = self;
        let until = published_until.clone().unwrap_or_else(|| "-".to_owned());
        vec![kid.clone(), (*algorithm).to_owned(), (*role).to_owned(), created_at.clone(), signs_from.clone(), until]
    }
}

/// Runs a command.
pub(super) fn run(command: KeysCommand, config: &Config) -> Result<(), CommandError> {
    runtime()?.block_on(async {
        match command {
            KeysCommand::List(args) => list(&args, config).await,
            KeysCommand::Rotate(args) => rotate(&args, config).await,
        }
    })
}

async fn list(args: &ListArgs, config: &Config) -> Result<(), CommandError> {
    let keys = open_store(config).await?.signing_keys().await?;
    let now = SystemClock.now();
    let entries: Vec<_> = keys
        .iter()
        .map(|key| Entry {
            kid: key.kid.clone(),
            algorithm: key.algorithm.name(),
            role: role(&keys, key, now).name(),
            created_at: rfc3339(key.created_at).unwrap_or_default(),
            signs_from: rfc3339(key.signs_from).unwrap_or_default(),
            published_until: key.published_until.and_then(rfc3339),
        })
        .collect();
    Ok(table::write(&mut io::stdout().lock(), &entries, args.json)?)
}

async fn rotate(args: &RotateArgs, config: &Config) -> Result<(), CommandError> {
    let store = open_store(config).await?;
    let rotation = if args.at_once { Rotation::AtOnce } else { Rotation::Planned };
    let made = signer::rotate(&store, SystemClock.now(), rotation).await?;
    if made == 0 {
        return Err(CommandError::KeyWaits);
    }
    AuditEvent::new(Event::KeysRotated).record();
    Ok(writeln!(io::stdout(), "{made}")?)
}
