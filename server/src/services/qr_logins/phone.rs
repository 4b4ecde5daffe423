//! The phone that reads a code: scans it, agrees or declines.

use guard_protocol::Secret;
use rand::seq::SliceRandom as _;
use thiserror::Error;
use tracing::{info, warn};

use super::QrLogins;
use crate::clock::Millis;
use crate::store::{self, Cancelled, Code, Confirmed, Selector, StoreError};
use crate::tokens;

/// How many numbers the phone shows.
const CHOICES: usize = 3;

/// Why a phone may not do something with a code.
#[derive(Debug, Error)]
pub enum PhoneError {
    /// There is no such code.
    #[error("there is no such code")]
    Unknown,
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
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A phone that has read a code.
#[derive(Clone, Debug)]
pub struct Scan {
    /// What the code says.
    pub id: String,
    /// Who is logged in on the phone.
    pub user_id: String,
    /// The handshake of an earlier scan, which proves the same phone under another account.
    pub earlier: Option<Secret>,
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
        user_id: String,
    },
}

impl Confirmation {
    fn selector(self) -> Selector {
        match self {
            Self::Handshake(handshake) => Selector::Handshake(tokens::hash(&handshake)),
            Self::Plain { id, user_id } => Selector::Plain { id, user_id },
        }
    }
}

impl QrLogins {
    /// Makes a code that nobody has read this phone's.
    ///
    /// # Errors
    /// [`PhoneError::Unknown`], [`PhoneError::Taken`], [`PhoneError::Gone`] and [`PhoneError::Store`].
    pub async fn scan(&self, scan: Scan) -> Result<Scanned, PhoneError> {
        let code = self.context.store.code(&scan.id).await?.ok_or(PhoneError::Unknown)?;
        let app = self.context.apps.get(&code.app_id).ok_or(PhoneError::Unknown)?;
        let matching = code.challenge.is_some() && app.extension.number_match;
        let handshake = Secret::new(tokens::random_text::<32>());
        let now = self.context.now();
        let met = store::Scan {
            id: code.id.clone(),
            phone_ref: self.context.key.phone_ref(&scan.user_id),
            earlier: scan.earlier.as_ref().map(tokens::hash),
            handshake_hash: tokens::hash(&handshake),
            user_id: scan.user_id,
            numbers: if matching { numbers() } else { Vec::new() },
            place: rand::random_range(0..CHOICES),
            now,
            extension: Millis::from(self.times.scan_extension_s) * 1000,
        };
        match self.context.store.scan(met).await? {
            store::Scanned::Won(code) => {
                self.context.wake.publish(&code.id);
                let (age, left) = ((now - code.created_at).max(0), code.left_at(now));
                Ok(Scanned { handshake, app_name: app.name.clone(), age, left, code: *code })
            }
            store::Scanned::Taken { killed } => {
                warn!(killed, "a second phone tried a scanned code");
                if killed {
                    self.context.wake.publish(&code.id);
                }
                Err(PhoneError::Taken)
            }
            store::Scanned::Gone => Err(PhoneError::Gone),
            store::Scanned::Unknown => Err(PhoneError::Unknown),
        }
    }

    /// Agrees to the login; answers the id of the code. Repeating it gives the same.
    ///
    /// # Errors
    /// [`PhoneError`] but for [`PhoneError::Unknown`].
    pub async fn confirm(&self, code: Confirmation, number: Option<String>) -> Result<String, PhoneError> {
        let ticket_nonce = tokens::random_bytes::<32>().to_vec();
        let now = self.context.now();
        let confirm = store::Confirm {
            code: code.selector(),
            number,
            ticket_hash: tokens::hash(&self.context.key.ticket(&ticket_nonce)),
            ticket_nonce,
            now,
            redeem_until: now + Millis::from(self.times.redeem_s) * 1000,
        };
        match self.context.store.confirm(confirm).await? {
            Confirmed::Done { id, changed } => {
                if changed {
                    self.context.wake.publish(&id);
                    info!("a QR login was confirmed");
                }
                Ok(id)
            }
            Confirmed::WrongNumber { id } => {
                self.context.wake.publish(&id);
                warn!("a QR login was stopped: wrong number");
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
    /// [`PhoneError::Taken`], [`PhoneError::Gone`] and [`PhoneError::Store`].
    pub async fn cancel(&self, code: Confirmation) -> Result<String, PhoneError> {
        match self.context.store.cancel(store::Cancel { code: code.selector(), now: self.context.now() }).await? {
            Cancelled::Done { id } => {
                self.context.wake.publish(&id);
                Ok(id)
            }
            Cancelled::Taken => Err(PhoneError::Taken),
            Cancelled::Gone => Err(PhoneError::Gone),
        }
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
