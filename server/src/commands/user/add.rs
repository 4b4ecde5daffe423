//! `user add`.

use std::io::Write as _;
use std::sync::Arc;

use clap::Args;
use guard_protocol::Secret;
use guard_server::clock::{Clock as _, SystemClock};
use guard_server::config::Config;
use guard_server::passwords::Passwords;
use guard_server::pool::{Capacity, Pool};
use guard_server::services::audit::{AuditEvent, Event};
use guard_server::store::UserRow;
use guard_server::tokens;

use crate::commands::context::open_store;
use crate::commands::error::CommandError;

/// A new user. Any of username, e-mail and phone is a name to log in with.
#[derive(Args, Debug)]
pub(crate) struct AddArgs {
    /// Login name.
    #[arg(long)]
    username: Option<String>,
    /// E-mail address.
    #[arg(long)]
    email: Option<String>,
    /// Phone number.
    #[arg(long)]
    phone: Option<String>,
    /// Name to show.
    #[arg(long)]
    nickname: Option<String>,
    /// Picture: URL, or path on this server.
    #[arg(long)]
    photo: Option<String>,
}

impl AddArgs {
    /// The names to log in with, each with what it is.
    fn names(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let names = [("username", &self.username), ("e-mail address", &self.email), ("phone number", &self.phone)];
        names.into_iter().filter_map(|(what, name)| Some((what, name.as_deref()?.trim())))
    }

    /// Checks what can be checked before the password is asked for.
    pub(super) fn check(&self) -> Result<(), CommandError> {
        if self.names().next().is_none() || self.names().any(|(_, name)| name.is_empty()) {
            return Err(CommandError::Nameless);
        }
        Ok(())
    }
}

/// Adds the user and prints its id.
pub(super) async fn run(args: AddArgs, password: Secret, config: &Config) -> Result<(), CommandError> {
    let store = open_store(config).await?;
    for (what, name) in args.names() {
        if store.credentials(name).await?.is_some() {
            return Err(CommandError::Taken(what));
        }
    }
    let hash = Passwords::new(Arc::clone(&store), Pool::new("passwords", Capacity::default())?)
        .hash(password.expose())
        .await?;
    let id = tokens::random_text::<16>();
    let trimmed = |text: &Option<String>| text.as_deref().map(|text| text.trim().to_owned());
    let user = UserRow {
        id: id.clone(),
        username: trimmed(&args.username),
        email: trimmed(&args.email),
        phone: trimmed(&args.phone),
        nickname: trimmed(&args.nickname),
        photo: trimmed(&args.photo),
    };
    store.add_user(user, Some(hash), SystemClock.now()).await?;
    // The store keeps nobody twice: whoever came in between has the name.
    if store.user(&id).await?.is_none() {
        return Err(CommandError::Taken("name"));
    }
    AuditEvent::new(Event::UserAdded).user(&id).record();
    writeln!(std::io::stdout(), "{id}")?;
    Ok(())
}
