//! What the moves of a code take, and what a store answers to each.

use crate::clock::Millis;
use crate::store::{Code, NewSession, VerifiedNumber, WeChatPerson};
use crate::tokens::Hash;

/// What a move met.
#[derive(Clone, Debug)]
pub struct Met {
    /// Whether the move's condition held, so that the row was changed.
    pub changed: bool,
    /// The row after the move, changed or not; `None`: there is none that the move means.
    pub code: Option<Code>,
}

/// What a redeem met.
#[derive(Clone, Debug)]
pub struct RedeemMet {
    /// The code.
    pub met: Met,
    /// When the session with this token ends, if there is one: this redeem's or an earlier one's.
    pub session_ends: Option<Millis>,
}

/// A code to keep.
#[derive(Clone, Debug)]
pub struct NewCode {
    /// Id.
    pub id: String,
    /// Application.
    pub app_id: String,
    /// Challenge; `None`: plain v2.
    pub challenge: Option<String>,
    /// Origin of the page.
    pub origin: Option<String>,
    /// Browser of the page.
    pub browser: String,
    /// Its operating system.
    pub os: String,
    /// Its network.
    pub network: String,
    /// Stand-in for its address.
    pub address_ref: Hash,
    /// Now.
    pub now: Millis,
    /// When it ends.
    pub expires_at: Millis,
}

/// A scan.
#[derive(Clone, Debug)]
pub struct Scan {
    /// Id of the code.
    pub id: String,
    /// The phone.
    pub phone_ref: Hash,
    /// Hash of the handshake of an earlier scan, which proves the same phone under another account.
    pub earlier: Option<Hash>,
    /// Hash of the new handshake.
    pub handshake_hash: Hash,
    /// Who scans; `None`: a person of WeChat who has no account.
    pub user_id: Option<String>,
    /// The person of WeChat who scans; `None`: somebody who is logged in on the phone.
    pub person: Option<WeChatPerson>,
    /// Numbers to choose from, the right one first; empty: nothing to match. A repeated scan keeps the old ones.
    pub numbers: Vec<String>,
    /// Where the right one goes among the choices.
    pub place: usize,
    /// Now.
    pub now: Millis,
    /// Least time left after it, in ms.
    pub extension: Millis,
}

impl Scan {
    /// The number on the screen; `None`: nothing to match.
    pub fn number(&self) -> Option<&str> {
        self.numbers.first().map(String::as_str)
    }

    /// The numbers on the phone, the right one at its place.
    pub fn choices(&self) -> Vec<&str> {
        let mut choices: Vec<&str> = self.numbers.iter().skip(1).map(String::as_str).collect();
        if let Some(number) = self.number() {
            choices.insert(self.place.min(choices.len()), number);
        }
        choices
    }
}

/// How the phone names the code.
#[derive(Clone, Debug)]
pub enum Selector {
    /// By the hash of its handshake.
    Handshake(Hash),
    /// By id (plain v2 only): the code must have no challenge, and this user must have scanned it.
    Plain {
        /// Id of the code.
        id: String,
        /// Who scanned.
        user_id: String,
    },
}

/// A consent.
#[derive(Clone, Debug)]
pub struct Confirm {
    /// Which code.
    pub code: Selector,
    /// The number chosen.
    pub number: Option<String>,
    /// The account of the person of WeChat who scanned; `None`: whoever was logged in on the phone. It must be as the
    /// code was scanned, so that neither way agrees to what the other asks for more.
    pub user_id: Option<String>,
    /// The seed of the ticket.
    pub ticket_nonce: Vec<u8>,
    /// Hash of that ticket.
    pub ticket_hash: Hash,
    /// Now.
    pub now: Millis,
    /// End of the redeem window.
    pub redeem_until: Millis,
}

/// A person of WeChat shares their phone number. It is asked for once.
#[derive(Clone, Debug)]
pub struct AskNumber {
    /// Hash of the phone's handshake.
    pub handshake_hash: Hash,
    /// The number chosen: one that is wrong must not cost a phone code.
    pub number: Option<String>,
    /// Now.
    pub now: Millis,
    /// Until when nobody else asks.
    pub until: Millis,
}

/// What came of asking for a phone number.
#[derive(Clone, Debug)]
pub struct KeepNumber {
    /// Hash of the phone's handshake.
    pub handshake_hash: Hash,
    /// The number; `None`: there was no answer, and it may be asked for again.
    pub number: Option<VerifiedNumber>,
    /// The [`AskNumber::until`] of whoever asked.
    pub until: Millis,
}

/// A refusal by the person.
#[derive(Clone, Debug)]
pub struct Cancel {
    /// Which code.
    pub code: Selector,
    /// Now.
    pub now: Millis,
}

/// An exchange of a ticket.
#[derive(Clone, Debug)]
pub struct Redeem {
    /// Hash of the ticket.
    pub ticket_hash: Hash,
    /// Challenge of the verifier that came with it.
    pub challenge: Option<String>,
    /// The session to make. It is for the code's application, whatever this one names.
    pub session: NewSession,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_number_goes_to_its_place() {
        let scan = |numbers: &[&str], place| Scan {
            id: String::new(),
            phone_ref: [0; 32],
            earlier: None,
            handshake_hash: [0; 32],
            user_id: None,
            person: None,
            numbers: numbers.iter().map(|number| (*number).to_owned()).collect(),
            place,
            now: 0,
            extension: 0,
        };
        assert_eq!(scan(&["12", "34", "56"], 0).choices(), ["12", "34", "56"]);
        assert_eq!(scan(&["12", "34", "56"], 1).choices(), ["34", "12", "56"]);
        assert_eq!(scan(&["12", "34", "56"], 9).choices(), ["34", "56", "12"]);
        assert!(scan(&[], 1).choices().is_empty());
    }
}
