//! `session revoke`.

use std::io::Write as _;

use clap::Args;
use guard_server::config::Config;
use guard_server::services::audit::{AuditEvent, Event};
use guard_server::store::SessionRef;

use crate::commands::context::open_store;
use crate::commands::error::CommandError;
use crate::commands::who;

/// Which sessions.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub(crate) struct RevokeArgs {
    /// A session's id, as `list` prints it.
    session: Option<SessionRef>,
    /// All sessions of this user: id, username, e-mail address or phone number.
    #[arg(long)]
    user: Option<String>,
}

/// Ends them and prints how many.
pub(super) async fn run(args: RevokeArgs, config: &Config) -> Result<(), CommandError> {
    let store = open_store(config).await?;
    let (user, ended) = match (args.session, &args.user) {
        (Some(session), _) => (store.revoke(session).await?.ok_or(CommandError::NoSuchSession)?, 1),
        (None, Some(name)) => {
            let id = who::find(name, store.as_ref()).await?.user.id;
            let ended = store.revoke_all(&id).await?;
            (id, ended)
        }
        // The arguments name one of them.
        (None, None) => return Err(CommandError::NoSuchSession),
    };
    AuditEvent::new(Event::SessionRevoked).user(&user).record();
    writeln!(std::io::stdout(), "{ended}")?;
    Ok(())
}
