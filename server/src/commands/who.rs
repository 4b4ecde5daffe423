//! Who a command is about.

use clap::Args;
use guard_server::store::{Account, Store};

use super::error::CommandError;

/// A user.
#[derive(Args, Debug)]
pub(crate) struct Who {
    /// Id, username, e-mail address or phone number of the user.
    user: String,
}

impl Who {
    /// The user's account.
    pub(super) async fn find(&self, store: &dyn Store) -> Result<Account, CommandError> {
        find(&self.user, store).await
    }
}

/// The account that `name` names: an id, or what its user logs in with.
pub(super) async fn find(name: &str, store: &dyn Store) -> Result<Account, CommandError> {
    if let Some(account) = store.account(name).await? {
        return Ok(account);
    }
    let known = store.credentials(name.trim()).await?.ok_or(CommandError::NoSuchUser)?;
    store.account(&known.user.id).await?.ok_or(CommandError::NoSuchUser)
}
