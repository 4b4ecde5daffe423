//! The phone that reads a code: scans it, agrees or declines.

use std::time::Duration;

use guard_protocol::Secret;
use rand::seq::SliceRandom as _;
use thiserror::Error;
use tracing::warn;

use super::{METHOD, QrLogins};
use crate::clock::Millis;
use crate::limits::TooFrequent;
use crate::services::audit::{AuditEvent, Ending, Event};
use crate::store::{self, Cancelled, Code, CodeState, Confirmed, Selector, StoreError, WeChatPerson};
use crate::tokens::{self, Hash};

/// How many numbers the phone shows.
const CHOICES: usize = 3;
/// What scans are counted by, in ms.
const MINUTE: Millis = 60_000;

/// Why a phone may not do something with a code.
#[derive(Debug, Error)]
pub enum PhoneError {
    /// There is no such code.
    #[error("there is no such code")]
    Unknown,
    /// The phone's login is for another application than the code.
    #[error("the phone's login is for another application than the code")]
    OtherApplication,
    /// Another phone has the code, or it was used.
    #[error("another phone has the code, or it was used")]
    Taken,
    /// The code is over.
    #[error("the code is over")]
    Gone,
    /// Not the number on the screen: the login was stopped.
    #[error("not the number on the screen, so the login was stopped")]
    WrongNumber,
    /// The number on the screen must be sent.
    #[error("the number on the screen is missing")]
    NumberMissing,
    /// The phone scans too often.
    #[error(transparent)]
    TooFrequent(#[from] TooFrequent),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The login of a phone.
#[derive(Clone, Debug)]
pub struct PhoneLogin {
    /// Who it is.
    pub user_id: String,
    /// The application that it is for. It counts for codes of that one alone.
    pub app_id: String,
}

/// A phone that has read a code.
#[derive(Clone, Debug)]
pub struct Scan {
    /// What the code says.
    pub id: String,
    /// Who is logged in on the phone.
    pub login: PhoneLogin,
    /// The handshake of an earlier scan, which proves the same phone under another account.
    pub earlier: Option<Secret>,
}

/// Whose a code is to become.
#[derive(Clone, Debug)]
pub(in crate::services) struct Claimant {
    /// Stand-in for the phone.
    pub(in crate::services) phone_ref: Hash,
    /// The account, if there is one yet.
    pub(in crate::services) user_id: Option<String>,
    /// The person of WeChat.
    pub(in crate::services) person: Option<WeChatPerson>,
    /// The handshake of an earlier scan.
    pub(in crate::services) earlier: Option<Secret>,
}

/// A code that is this phone's now.
#[derive(Clone, Debug)]
pub struct Scanned {
    /// The code.
    pub code: Code,
    /// What agrees and declines.
    pub handshake: Secret,
    /// Name of the application.
    pub app_name: String,
    /// Age of the code, in ms.
    pub age: Millis,
    /// Time left, in ms.
    pub left: Millis,
}

/// What the phone names the code by.
#[derive(Clone, Debug)]
pub enum Confirmation {
    /// The handshake of its scan, which is proof enough.
    Handshake(Secret),
    /// The id (plain v2), which is not: it counts for whoever scanned.
    Plain {
        /// Id of the code.
        id: String,
        /// Who is logged in on the phone.
        login: PhoneLogin,
    },
}

impl QrLogins {
    /// What a phone names, for the store's move, and the code as it is before the move. One that is not there is told as
    /// one that the phone does not have.
    async fn named(&self, code: Confirmation) -> Result<(Selector, Option<Code>), PhoneError> {
        match code {
            Confirmation::Handshake(handshake) => {
                let hash = tokens::hash(&handshake);
                Ok((Selector::Handshake(hash), self.context.store.code_of_phone(hash).await?))
            }
            Confirmation::Plain { id, login } => {
                let code = self.context.store.code(&id).await?;
                if code.as_ref().is_some_and(|code| code.app_id != login.app_id) {
                    return Err(PhoneError::OtherApplication);
                }
                Ok((Selector::Plain { id, user_id: login.user_id }, code))
            }
        }
    }

    /// Refuses the phone of a user who was disabled after its scan: the handshake alone would still be proof.
    async fn refuse_disabled(&self, code: Option<&Code>) -> Result<(), PhoneError> {
        let Some(user_id) = code.and_then(|code| code.user_id.as_deref()) else { return Ok(()) };
        match self.context.store.account(user_id).await? {
            Some(account) if account.disabled_at.is_some() => Err(PhoneError::Gone),
            _ => Ok(()),
        }
    }

    /// Makes a code that nobody has read this phone's.
    ///
    /// # Errors
    /// [`PhoneError`] but for those of numbers.
    pub async fn scan(&self, scan: Scan) -> Result<Scanned, PhoneError> {
        self.count_scan(&[&scan.login.user_id]).await?;
        let code = self.context.store.code(&scan.id).await?.ok_or(PhoneError::Unknown)?;
        let PhoneLogin { user_id, app_id } = scan.login;
        if app_id != code.app_id {
            return Err(PhoneError::OtherApplication);
        }
        let phone_ref = self.context.key.phone_ref(&user_id);
        self.claim(&code, Claimant { phone_ref, user_id: Some(user_id), person: None, earlier: scan.earlier }).await
    }

    /// Makes a code that nobody has read this claimant's.
    ///
    /// # Errors
    /// [`PhoneError::Unknown`], [`PhoneError::Taken`], [`PhoneError::Gone`] and [`PhoneError::Store`].
    pub(in crate::services) async fn claim(&self, code: &Code, claimant: Claimant) -> Result<Scanned, PhoneError> {
        let Claimant { phone_ref, user_id, person, earlier } = claimant;
        let app = self.context.apps.get(&code.app_id).ok_or(PhoneError::Unknown)?;
        let matching = code.challenge.is_some() && app.extension.number_match;
        let handshake = Secret::new(tokens::random_text::<32>());
        let now = self.context.now();
        let met = store::Scan {
            id: code.id.clone(),
            phone_ref,
            earlier: earlier.as_ref().map(tokens::hash),
            handshake_hash: tokens::hash(&handshake),
            user_id: user_id.clone(),
            person,
            numbers: if matching { numbers() } else { Vec::new() },
            place: rand::random_range(0..CHOICES),
            now,
            extension: Millis::from(self.times.scan_extension_s) * 1000,
        };
        let user = user_id.as_deref().unwrap_or_default();
        let attempt = AuditEvent::new(Event::QrScanned).user(user).app(&app.id).method(METHOD).code(&code.id);
        match self.context.store.scan(met).await? {
            store::Scanned::Won(code) => {
                attempt.record();
                self.context.wake.publish(&code.id);
                let (age, left) = ((now - code.created_at).max(0), code.left_at(now));
                Ok(Scanned { handshake, app_name: app.name.clone(), age, left, code: *code })
            }
            store::Scanned::Taken { killed } => {
                attempt.ended(if killed { Ending::Killed } else { Ending::Taken }).record();
                if killed {
                    self.context.wake.publish(&code.id);
                }
                Err(PhoneError::Taken)
            }
            store::Scanned::Gone => Err(PhoneError::Gone),
            store::Scanned::Unknown => Err(PhoneError::Unknown),
        }
    }

    /// Counts a scan of the phones of whom `who` names together, however many addresses they have.
    pub(in crate::services) async fn count_scan(&self, who: &[&str]) -> Result<(), PhoneError> {
        let now = self.context.now();
        let counter = self.context.key.counter("scans", who);
        let rate = self.context.store.count(counter, now, now + MINUTE).await?;
        if rate.count <= self.limits.scans_per_minute {
            return Ok(());
        }
        warn!("a phone scans too often");
        let left = u64::try_from(rate.ends_at - now).unwrap_or_default();
        Err(TooFrequent { retry_after: Duration::from_millis(left) }.into())
    }

    /// Agrees to the login; answers the id of the code. Repeating it gives the same.
    ///
    /// # Errors
    /// [`PhoneError`] but for [`PhoneError::Unknown`].
    pub async fn confirm(&self, code: Confirmation, number: Option<String>) -> Result<String, PhoneError> {
        let (code, named) = self.named(code).await?;
        self.refuse_disabled(named.as_ref()).await?;
        let outcome = self.context.store.confirm(self.consent(code, number, None)).await?;
        self.conclude(outcome, named.as_ref(), None)
    }

    /// A consent now: of whoever scanned, or of the person of WeChat who did, whose account is `user_id`.
    pub(in crate::services) fn consent(
        &self,
        code: Selector,
        number: Option<String>,
        user_id: Option<String>,
    ) -> store::Confirm {
        let ticket_nonce = tokens::random_bytes::<32>().to_vec();
        let now = self.context.now();
        store::Confirm {
            code,
            number,
            user_id,
            ticket_hash: tokens::hash(&self.context.key.ticket(&ticket_nonce)),
            ticket_nonce,
            now,
            redeem_until: now + Millis::from(self.times.redeem_s) * 1000,
        }
    }

    /// Tells whoever waits for the code `named`, and the audit log, what came of a consent; `user_id` is who agreed, where
    /// it is not who scanned.
    pub(in crate::services) fn conclude(
        &self,
        outcome: Confirmed,
        named: Option<&Code>,
        user_id: Option<&str>,
    ) -> Result<String, PhoneError> {
        let event = || {
            let event = event(Event::QrConfirmed, named);
            user_id.map_or(event.clone(), |id| event.user(id))
        };
        match outcome {
            Confirmed::Done { id, changed } => {
                if changed {
                    self.context.wake.publish(&id);
                    event().record();
                }
                Ok(id)
            }
            Confirmed::WrongNumber { id } => {
                self.context.wake.publish(&id);
                event().ended(Ending::Wrong).record();
                Err(PhoneError::WrongNumber)
            }
            Confirmed::NumberMissing => Err(PhoneError::NumberMissing),
            Confirmed::Taken => Err(PhoneError::Taken),
            Confirmed::Gone => Err(PhoneError::Gone),
        }
    }

    /// Declines the login; answers the id of the code. Repeating it gives the same.
    ///
    /// # Errors
    /// [`PhoneError::OtherApplication`], [`PhoneError::Taken`], [`PhoneError::Gone`] and [`PhoneError::Store`].
    pub async fn cancel(&self, code: Confirmation) -> Result<String, PhoneError> {
        let (code, named) = self.named(code).await?;
        let cancel = store::Cancel { code, now: self.context.now() };
        match self.context.store.cancel(cancel).await? {
            Cancelled::Done { id } => {
                self.context.wake.publish(&id);
                // Declining again changes nothing, and is no event.
                if named.as_ref().is_some_and(|code| code.state == CodeState::Scanned) {
                    event(Event::QrDeclined, named.as_ref()).record();
                }
                Ok(id)
            }
            Cancelled::Taken => Err(PhoneError::Taken),
            Cancelled::Gone => Err(PhoneError::Gone),
        }
    }
}

/// What a phone did to a code that it had scanned.
fn event(event: Event, code: Option<&Code>) -> AuditEvent<'_> {
    let event = AuditEvent::new(event).method(METHOD);
    match code {
        Some(code) => event.user(code.user_id.as_deref().unwrap_or_default()).app(&code.app_id).code(&code.id),
        None => event,
    }
}

/// Different numbers of two digits, the right one first.
fn numbers() -> Vec<String> {
    let mut all: Vec<u8> = (10..=99).collect();
    let (chosen, _) = all.partial_shuffle(&mut rand::rng(), CHOICES);
    chosen.iter().map(u8::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_three_different_ones_of_two_digits() {
        for _ in 0..200 {
            let mut numbers = numbers();
            assert!(numbers.iter().all(|number| number.len() == 2));
            numbers.sort();
            numbers.dedup();
            assert_eq!(numbers.len(), CHOICES);
        }
    }
}
