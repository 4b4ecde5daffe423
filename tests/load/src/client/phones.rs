//! The phones that scan: each is logged in, and logs in again before its session ends.

use std::sync::Arc;
use std::time::Duration;

use guard_protocol::Secret;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::client::{CallError, Client, Patience, Site};

/// The accounts that the server's demo mode seeds, which need no set-up.
const ACCOUNTS: [&str; 2] = ["lin", "chen"];
/// Their password.
const PASSWORD: &str = "shanlan-tea-2026";

/// A phone whose user is logged in.
#[derive(Clone, Debug)]
pub(crate) struct Phone {
    pub(crate) user_id: String,
    pub(crate) token: Secret,
    since: Instant,
}

/// One phone for each account.
#[derive(Debug)]
pub(crate) struct Phones {
    site: Arc<Site>,
    /// After how long a phone logs in again.
    fresh_for: Duration,
    patience: Patience,
    logged_in: Mutex<[Option<Phone>; ACCOUNTS.len()]>,
}

impl Phones {
    /// How many there are.
    pub(crate) const COUNT: usize = ACCOUNTS.len();

    /// Phones of a server whose sessions live for `lifetime`.
    pub(crate) fn new(site: &Arc<Site>, lifetime: Duration, patience: Patience) -> Self {
        Self { site: Arc::clone(site), fresh_for: lifetime / 2, patience, logged_in: Mutex::default() }
    }

    /// Any of them.
    pub(crate) async fn any(&self) -> Result<Phone, CallError> {
        self.nth(rand::random_range(0..Self::COUNT)).await
    }

    /// The phone of the `n`-th account.
    pub(crate) async fn nth(&self, n: usize) -> Result<Phone, CallError> {
        let mut logged_in = self.logged_in.lock().await;
        let n = n % Self::COUNT;
        if let Some(phone) = logged_in[n].as_ref().filter(|phone| phone.since.elapsed() < self.fresh_for) {
            return Ok(phone.clone());
        }
        let phone = log_in(&self.site, ACCOUNTS[n], self.patience).await?;
        logged_in[n] = Some(phone.clone());
        Ok(phone)
    }

    /// A new session by password, as a person at a computer opens it.
    pub(crate) async fn by_password(&self) -> Result<Phone, CallError> {
        log_in(&self.site, ACCOUNTS[rand::random_range(0..Self::COUNT)], self.patience).await
    }
}

async fn log_in(site: &Arc<Site>, account: &str, patience: Patience) -> Result<Phone, CallError> {
    let mut client = Client::new(site, patience);
    let password = client.password_key().await?.encrypt(PASSWORD)?;
    let since = Instant::now();
    let user = client.log_in(account, &password).await?;
    let token = user.token.ok_or(CallError::Odd("a password login gave no token"))?;
    Ok(Phone { user_id: user.id, token, since })
}
