//! `session list`.

use std::io;

use clap::Args;
use guard_server::clock::{Clock as _, SystemClock, rfc3339};
use guard_server::config::Config;
use guard_server::store::{SLICE, SessionEntry, SessionKind, SessionRef, Store};
use serde::Serialize;

use crate::commands::context::open_store;
use crate::commands::error::CommandError;
use crate::commands::table::{self, Listed, cell};
use crate::commands::who;

/// Whose sessions, and how the list is to look.
#[derive(Args, Debug)]
pub(crate) struct ListArgs {
    /// Of this user only: id, username, e-mail address or phone number.
    #[arg(long)]
    user: Option<String>,
    /// One JSON array instead of a table.
    #[arg(long)]
    json: bool,
}

/// A line of the list.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    id: String,
    user: String,
    /// The application; none for a browser's session at this server.
    app: Option<String>,
    method: Option<String>,
    created_at: String,
    expires_at: String,
}

impl From<SessionEntry> for Entry {
    fn from(session: SessionEntry) -> Self {
        Self {
            id: session.reference.to_string(),
            user: session.user_id,
            app: session.app_id,
            method: session.method,
            created_at: rfc3339(session.created_at).unwrap_or_default(),
            expires_at: rfc3339(session.expires_at).unwrap_or_default(),
        }
    }
}

impl Listed for Entry {
    const HEADS: &'static [&'static str] = &["ID", "USER", "APP", "METHOD", "SINCE", "UNTIL"];

    fn cells(&self) -> Vec<String> {
        let Self { id, user, app, method, created_at, expires_at } = self;
        vec![
            id.clone(),
            cell(Some(user)),
            cell(app.as_deref()),
            cell(method.as_deref()),
            created_at.clone(),
            expires_at.clone(),
        ]
    }
}

/// Prints the valid sessions.
pub(super) async fn run(args: ListArgs, config: &Config) -> Result<(), CommandError> {
    let store = open_store(config).await?;
    let user = match &args.user {
        Some(name) => Some(who::find(name, store.as_ref()).await?.user.id),
        None => None,
    };
    let mut entries = Vec::new();
    for kind in [SessionKind::Browser, SessionKind::Application] {
        entries.extend(all(store.as_ref(), kind, user.as_deref()).await?.into_iter().map(Entry::from));
    }
    Ok(table::write(&mut io::stdout().lock(), &entries, args.json)?)
}

async fn all(store: &dyn Store, kind: SessionKind, user: Option<&str>) -> Result<Vec<SessionEntry>, CommandError> {
    let now = SystemClock.now();
    let mut sessions: Vec<SessionEntry> = Vec::new();
    loop {
        let after: Option<SessionRef> = sessions.last().map(|session| session.reference);
        let slice = store.sessions(kind, user, after, now).await?;
        let is_last = slice.len() < SLICE as usize;
        sessions.extend(slice);
        if is_last {
            return Ok(sessions);
        }
    }
}
