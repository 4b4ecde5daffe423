//! What a store does for codes: raw moves, each one conditional update, and what is made of them.

use async_trait::async_trait;

use super::outcome::{self, Asked, Cancelled, Confirmed, Redeemed, Scanned};
use super::{AskNumber, Cancel, Code, Confirm, KeepNumber, Met, NewCode, Redeem, RedeemMet, Scan};
use crate::store::StoreError;
use crate::tokens::Hash;

/// How many other phones may try a scanned code; at the last of them the code dies.
pub const MAX_STRANGERS: u32 = 3;

/// Keeps QR codes.
///
/// An implementation writes the reads and the raw moves. The condition of a raw move stands whole in one update,
/// deadline included, whatever was looked at before; a move that met nothing reads the row once more and answers it as
/// it is then. Callers use [`scan`](Self::scan), [`confirm`](Self::confirm), [`cancel`](Self::cancel),
/// [`redeem`](Self::redeem) and [`abandon`](Self::abandon).
#[async_trait]
pub trait CodeStore: Send + Sync {
    /// Keeps a new code.
    async fn create_code(&self, code: NewCode) -> Result<(), StoreError>;
    /// The code with this id, whatever its state.
    async fn code(&self, id: &str) -> Result<Option<Code>, StoreError>;
    /// The code that the phone with this handshake has read last, whatever its state.
    async fn code_of_phone(&self, handshake_hash: Hash) -> Result<Option<Code>, StoreError>;

    /// Makes a created, living code this phone's: its user or person of WeChat, handshake and numbers, and time to confirm.
    async fn claim(&self, scan: &Scan) -> Result<Met, StoreError>;
    /// Gives a scanned, living code that this phone has (or had under `earlier`) the new handshake, and user or
    /// person of WeChat. Numbers and deadline stay: otherwise a phone could keep a code alive for ever. A phone number
    /// that another person shared goes.
    async fn renew(&self, scan: &Scan) -> Result<Met, StoreError>;
    /// Counts a phone that a scanned, living code does not belong to, once however often it tries. The last of
    /// [`MAX_STRANGERS`] ends the code.
    async fn count_stranger(&self, scan: &Scan) -> Result<Met, StoreError>;
    /// Lets one ask for the phone number of the person of WeChat who has scanned a living code that has no number or this
    /// one, unless the phone number is there or somebody asks already.
    async fn ask(&self, ask: &AskNumber) -> Result<Met, StoreError>;
    /// Keeps the phone number that was asked for, unless one is there; without one lets others ask.
    async fn keep_number(&self, keep: &KeepNumber) -> Result<Met, StoreError>;
    /// Confirms a scanned, living code that has no number or this one, for whoever scanned, or for the account of the
    /// person of WeChat who did. An account that is shut out confirms nothing.
    async fn agree(&self, confirm: &Confirm) -> Result<Met, StoreError>;
    /// Cancels a scanned, living code that has another number than this one.
    async fn stop_mismatch(&self, confirm: &Confirm) -> Result<Met, StoreError>;
    /// Cancels a scanned, living code.
    async fn decline(&self, cancel: &Cancel) -> Result<Met, StoreError>;
    /// Consumes a confirmed code within its redeem window, if it has no challenge or this one, and keeps the session in
    /// the same transaction, with the right of a person of WeChat to end it by phone.
    async fn consume(&self, redeem: &Redeem) -> Result<RedeemMet, StoreError>;
    /// The browser gives a code up; answers whether it was still of use.
    async fn abandon(&self, id: &str, challenge: &str) -> Result<bool, StoreError>;

    /// A phone has read a code.
    async fn scan(&self, scan: Scan) -> Result<Scanned, StoreError> {
        if let Some(outcome) = outcome::scanned(self.claim(&scan).await?, scan.now) {
            return Ok(outcome);
        }
        if let Some(outcome) = outcome::scanned(self.renew(&scan).await?, scan.now) {
            return Ok(outcome);
        }
        Ok(outcome::stranger(&self.count_stranger(&scan).await?, scan.now))
    }

    /// The person agrees.
    async fn confirm(&self, confirm: Confirm) -> Result<Confirmed, StoreError> {
        let met = self.agree(&confirm).await?;
        match outcome::confirmed(met, &confirm) {
            Some(outcome) => Ok(outcome),
            None => self.mismatch(confirm).await,
        }
    }

    /// The number that the person chose is wrong.
    async fn mismatch(&self, confirm: Confirm) -> Result<Confirmed, StoreError> {
        Ok(outcome::mismatched(self.stop_mismatch(&confirm).await?, confirm.now))
    }

    /// The person shares their phone number, by a phone code that counts once.
    async fn ask_number(&self, ask: AskNumber) -> Result<Asked, StoreError> {
        Ok(outcome::asked(self.ask(&ask).await?, ask.number.as_deref(), ask.now))
    }

    /// The person declines.
    async fn cancel(&self, cancel: Cancel) -> Result<Cancelled, StoreError> {
        Ok(outcome::cancelled(self.decline(&cancel).await?, cancel.now))
    }

    /// A ticket is exchanged for a session.
    async fn redeem(&self, redeem: Redeem) -> Result<Redeemed, StoreError> {
        Ok(outcome::redeemed(self.consume(&redeem).await?, &redeem))
    }
}
