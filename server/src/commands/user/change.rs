//! `user disable`, `enable`, `set-password` and `remove`.

use std::io::Write as _;
use std::sync::Arc;

use guard_protocol::Secret;
use guard_server::clock::{Clock as _, SystemClock};
use guard_server::config::Config;
use guard_server::passwords::Passwords;
use guard_server::pool::{Capacity, Pool};
use guard_server::services::audit::{AuditEvent, Event};

use crate::commands::context::open_store;
use crate::commands::error::CommandError;
use crate::commands::who::Who;

/// What happens to a user.
#[derive(Debug)]
pub(super) enum Change {
    /// It may not log in any more.
    Disable,
    /// It may again.
    Enable,
    /// It gets another password.
    SetPassword(Secret),
    /// It is gone.
    Remove,
}

impl Change {
    fn event(&self) -> Event {
        match self {
            Self::Disable => Event::UserDisabled,
            Self::Enable => Event::UserEnabled,
            Self::SetPassword(_) => Event::PasswordSet,
            Self::Remove => Event::UserRemoved,
        }
    }
}

/// Makes the change and prints the user's id.
pub(super) async fn run(who: Who, change: Change, config: &Config) -> Result<(), CommandError> {
    let store = open_store(config).await?;
    let id = who.find(store.as_ref()).await?.user.id;
    let event = change.event();
    let found = match change {
        Change::Disable => store.disable_user(&id, SystemClock.now()).await?,
        Change::Enable => store.enable_user(&id).await?,
        Change::Remove => store.remove_user(&id).await?,
        Change::SetPassword(password) => {
            let passwords = Passwords::new(Arc::clone(&store), Pool::new("passwords", Capacity::default())?);
            let hash = passwords.hash(password.expose()).await?;
            store.set_password(&id, hash).await?
        }
    };
    if !found {
        return Err(CommandError::NoSuchUser);
    }
    AuditEvent::new(event).user(&id).record();
    writeln!(std::io::stdout(), "{id}")?;
    Ok(())
}
