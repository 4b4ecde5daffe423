//! What the servers have promised so far, and whether they still keep it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use guard_protocol::Code;
use guard_protocol::qrcode::QrStatus;
use tokio::task::JoinSet;

use crate::client::{self, Client, Patience, Site};
use crate::measure::Errors;
use crate::scenarios::login::LoggedIn;

/// How many look at the same time.
const AT_ONCE: usize = 16;
/// From how long after a redeem on it need not be repeatable: 30 s are promised.
const REPEATABLE: Duration = Duration::from_secs(25);

/// Promises: each login that a browser or a phone was told of.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    logins: Mutex<Vec<LoggedIn>>,
    declined: Mutex<Vec<client::Code>>,
    /// Promises that were broken.
    pub(crate) broken: Errors,
}

impl Ledger {
    /// A browser was given a token.
    pub(crate) fn logged_in(&self, login: LoggedIn) {
        self.logins.lock().unwrap_or_else(PoisonError::into_inner).push(login);
    }

    /// A phone was told that its refusal counts.
    pub(crate) fn declined(&self, code: client::Code) {
        self.declined.lock().unwrap_or_else(PoisonError::into_inner).push(code);
    }

    /// How many logins there are.
    pub(crate) fn len(&self) -> usize {
        self.logins.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Looks at one node whether the logins from number `from` on are there, and whether no refusal became one.
    pub(crate) async fn audit(self: &Arc<Self>, site: &Arc<Site>, node: usize, from: usize, patience: Patience) {
        let logins = self.logins.lock().unwrap_or_else(PoisonError::into_inner)[from..].to_vec();
        let declined = self.declined.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut tasks = JoinSet::new();
        for lookers in 0..AT_ONCE {
            let (ledger, mut client) = (Arc::clone(self), Client::at(site, node, patience));
            let logins: Vec<_> = logins.iter().skip(lookers).step_by(AT_ONCE).cloned().collect();
            let declined: Vec<_> = declined.iter().skip(lookers).step_by(AT_ONCE).cloned().collect();
            tasks.spawn(async move {
                for login in &logins {
                    ledger.audit_login(&mut client, login).await;
                }
                for code in &declined {
                    ledger.audit_declined(&mut client, code).await;
                }
            });
        }
        tasks.join_all().await;
    }

    /// The token works, and its ticket gives no other.
    async fn audit_login(&self, client: &mut Client, login: &LoggedIn) {
        match client.me(&login.token).await {
            Ok(user) if user.id == login.user_id => {}
            Ok(_) => self.broken.add("a token is another user's"),
            Err(error) => self.broken.add(format_args!("lost: a token that was given does not work: {error}")),
        }
        let repeatable = login.at.elapsed() < REPEATABLE;
        match client.redeem(&login.ticket, &login.verifier).await {
            Ok(user) if user.token.as_ref() == Some(&login.token) => {}
            Ok(_) => self.broken.add("twice: a ticket gave a second token"),
            // It was repeatable when it was sent; the answer may have taken its time.
            Err(_) if !repeatable => {}
            Err(error) => self.broken.add(format_args!("lost: a redeem can't be repeated: {error}")),
        }
    }

    async fn audit_declined(&self, client: &mut Client, code: &client::Code) {
        match client.check(code, 0, 0).await {
            Ok(reply) if matches!(reply.status, QrStatus::Cancelled | QrStatus::Expired) && reply.ticket.is_none() => {}
            Ok(reply) => self.broken.add(format_args!("a declined code has the status {}", reply.status.number())),
            // Swept meanwhile.
            Err(error) if matches!(error.refusal(), Some(Code::NoSuchQrCode | Code::QrCodeGone)) => {}
            Err(error) => self.broken.add(format_args!("a declined code can't be looked at: {error}")),
        }
    }
}
