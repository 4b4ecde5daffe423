//! Logins by account and password.

mod device;
mod guessing;

use std::sync::Arc;
use std::time::Duration;

use guard_protocol::Secret;
use thiserror::Error;

use self::guessing::{Met, Rules, Strangers, Verdict};
use crate::clock::Millis;
use crate::config::PasswordLimits;
use crate::limits::{Network, TooFrequent};
use crate::passwords::{PasswordError, Passwords, Sent};
use crate::services::audit::{AuditEvent, Ending, Event};
use crate::services::{Authentication, Context, Opened, Sessions};
use crate::store::{StoreError, UserRow};
use crate::tokens::{Hash, ServerKey};

/// The method, as sessions and the audit log name it.
const METHOD: &str = "password";

/// Why a login did not come about.
#[derive(Debug, Error)]
pub enum LoginError {
    /// The account or the password is wrong.
    #[error("the account or the password is wrong; {remaining} attempts remain")]
    Wrong {
        /// How often it may be tried again before the account is locked.
        remaining: u32,
    },
    /// Too many wrong passwords.
    #[error("the account is locked for {seconds} s")]
    Locked {
        /// How long the lock lasts, in s.
        seconds: u32,
    },
    /// Too many wrong passwords for other accounts.
    #[error(transparent)]
    TooFrequent(#[from] TooFrequent),
    /// The password could not be handled.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A password, on its way in.
#[derive(Clone, Debug)]
pub enum Password {
    /// Encrypted with the key of [`Passwords::public_key`].
    Encrypted(Secret),
    /// As it was typed.
    Typed(Secret),
}

/// Who has proved to be somebody.
#[derive(Clone, Debug)]
struct Identified {
    /// Who it is.
    user: UserRow,
    /// What the browser may keep, see [`LoggedIn::device`].
    device: Secret,
}

/// A try to log in.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The name, as it was typed.
    pub account: String,
    /// The password.
    pub password: Password,
    /// Where it comes from.
    pub network: Network,
    /// What the browser keeps of an earlier login, see [`LoggedIn::device`].
    pub device: Option<Secret>,
}

/// A login that came about.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    /// Who it is.
    pub authentication: Authentication,
    /// What the browser may keep: it is known by it from now on.
    pub device: Secret,
}

/// A login in a browser that is at this server itself.
#[derive(Clone, Debug)]
pub struct LoggedInHere {
    /// Its session.
    pub opened: Opened,
    /// As [`LoggedIn::device`].
    pub device: Secret,
}

/// Logs people in by account and password.
#[derive(Clone, Debug)]
pub struct Logins {
    context: Context,
    passwords: Arc<Passwords>,
    sessions: Sessions,
    rules: Rules,
}

impl Logins {
    /// Logins that delay guesses as `limits` say.
    pub fn new(context: Context, passwords: Arc<Passwords>, sessions: Sessions, limits: PasswordLimits) -> Self {
        Self { context, passwords, sessions, rules: limits.into() }
    }

    /// Logs in at the application `app_id`.
    ///
    /// # Errors
    /// [`LoginError`]. A name that nobody has is answered as a wrong password is, and takes as long.
    pub async fn log_in(&self, app_id: &str, attempt: Attempt) -> Result<LoggedIn, LoginError> {
        let Identified { user, device } = self.identify(app_id, attempt).await?;
        Ok(LoggedIn { authentication: self.sessions.open(user, app_id, METHOD).await?, device })
    }

    /// Logs in in a browser that is at this server itself, on behalf of the application `app_id`. The session that the
    /// browser had before, `earlier`, ends.
    ///
    /// # Errors
    /// As [`log_in`](Self::log_in).
    pub async fn log_in_here(
        &self,
        app_id: &str,
        attempt: Attempt,
        earlier: Option<&Secret>,
    ) -> Result<LoggedInHere, LoginError> {
        let Identified { user, device } = self.identify(app_id, attempt).await?;
        let opened = self.sessions.open_own_browser(&user, app_id, METHOD, earlier).await?;
        let Some(opened) = opened else { return Err(LoginError::Wrong { remaining: self.rules.remaining(0) }) };
        Ok(LoggedInHere { opened, device })
    }

    /// Who the attempt proves somebody to be.
    async fn identify(&self, app_id: &str, attempt: Attempt) -> Result<Identified, LoginError> {
        let Attempt { account, password, network, device } = attempt;
        let password = match password {
            Password::Encrypted(sent) => Sent::Encrypted(self.passwords.ciphertext(&sent).await?),
            Password::Typed(password) => Sent::Typed(password),
        };
        let account = account.trim();
        let known = self.context.store.credentials(account).await?;
        let device = known.as_ref().zip(device.as_ref()).and_then(|(known, cookie)| {
            let id = device::proven_id(&self.context.key, cookie, &known.user.id)?;
            Some(Device { cookie, id })
        });
        let counters = Counters::of(&self.context.key, account, network, device.as_ref());

        let id = known.as_ref().map(|known| known.user.id.clone()).unwrap_or_default();
        let attempt = AuditEvent::new(Event::Login).user(&id).app(app_id).method(METHOD);

        // Whoever is locked out takes no place in the queue; and of guesses that queued together, none passes the lock
        // that an earlier one brought about.
        self.admit(&counters, &attempt).await?;
        // Kept until the guess is counted.
        let mut turn = self.passwords.turn().await?;
        self.admit(&counters, &attempt).await?;
        let (user, hash) = known.map(|known| (known.user, known.password_hash)).unzip();
        let right = turn.verify(password, hash.flatten()).await?;
        match user {
            Some(user) if right => {
                self.context.store.clear_failures(counters.here).await?;
                let device = match device {
                    Some(device) => device.cookie.clone(),
                    None => device::cookie(&self.context.key, &user.id),
                };
                Ok(Identified { user, device })
            }
            _ => {
                let count = self.count(&counters).await?;
                attempt.ended(Ending::Wrong).record();
                Err(LoginError::Wrong { remaining: self.rules.remaining(count) })
            }
        }
    }

    /// Refuses a guess that comes too early.
    async fn admit(&self, counters: &Counters, attempt: &AuditEvent<'_>) -> Result<(), LoginError> {
        let (store, now) = (&self.context.store, self.context.now());
        let since = self.rules.since(now);
        let mut met = Met { here: store.failures(counters.here, since).await?, strangers: None };
        if let Some(strangers) = &counters.strangers {
            let everywhere = store.failures(strangers.everywhere, since).await?;
            met.strangers = Some(Strangers { everywhere, network: store.rate(strangers.network, now).await? });
        }
        match self.rules.judge(&met, now) {
            Verdict::Verify => Ok(()),
            Verdict::Locked(left) => {
                attempt.clone().ended(Ending::Locked).record();
                Err(LoginError::Locked { seconds: seconds(left) })
            }
            Verdict::Slowed(left) => {
                attempt.clone().ended(Ending::Slowed).record();
                Err(TooFrequent { retry_after: Duration::from_secs(seconds(left).into()) }.into())
            }
        }
    }

    /// Counts a wrong password; answers how many there were of this name from this place.
    async fn count(&self, counters: &Counters) -> Result<u32, StoreError> {
        let (store, now) = (&self.context.store, self.context.now());
        let since = self.rules.since(now);
        let count = store.add_failure(counters.here, since, now).await?;
        if let Some(strangers) = &counters.strangers {
            store.add_failure(strangers.everywhere, since, now).await?;
            store.count(strangers.network, now, self.rules.network_window(now)).await?;
        }
        Ok(count)
    }
}

/// A browser in which the account has logged in before.
struct Device<'a> {
    cookie: &'a Secret,
    id: &'a str,
}

/// What wrong passwords are counted under. Only what was typed goes into it, not whose name it is: else two names of one
/// account would lock each other, which would tell that they are two names of one account.
struct Counters {
    /// The name and where it is tried from.
    here: Hash,
    /// Unless the browser is known.
    strangers: Option<StrangerCounters>,
}

struct StrangerCounters {
    /// The name.
    everywhere: Hash,
    /// The network.
    network: Hash,
}

impl Counters {
    fn of(key: &ServerKey, account: &str, network: Network, device: Option<&Device<'_>>) -> Self {
        let (name, network) = (account.to_lowercase(), network.name());
        let counter = |kind: &str, parts: [&str; 2]| key.counter(kind, &parts);
        match device {
            Some(device) => Self { here: counter("login-device", [&name, device.id]), strangers: None },
            None => Self {
                here: counter("login-network", [&name, &network]),
                strangers: Some(StrangerCounters {
                    everywhere: counter("login-everywhere", [&name, ""]),
                    network: counter("logins", ["", &network]),
                }),
            },
        }
    }
}

/// `ms` in whole seconds, the begun one included.
fn seconds(ms: Millis) -> u32 {
    u32::try_from(ms.max(0).unsigned_abs().div_ceil(1000)).unwrap_or(u32::MAX)
}
