//! QR codes as the store keeps them, and what its moves take and answer. Used by the routes and by every store.

use crate::clock::Millis;
use crate::store::{NewSession, REPEAT_MS};
use crate::tokens::Hash;

/// The state that was written. What counts is [`Code::state_at`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeState {
    /// Nobody has read it.
    Created,
    /// A phone has read it.
    Scanned,
    /// The person agreed; the ticket waits.
    Confirmed,
    /// The ticket was redeemed.
    Consumed,
    /// Declined, or the wrong number was chosen.
    Cancelled,
    /// Given up, killed, or past its time.
    Expired,
}

/// A code.
#[derive(Clone, Debug)]
pub struct Code {
    /// Id: what the QR code carries.
    pub id: String,
    /// Application.
    pub app_id: String,
    /// Challenge; `None`: plain v2.
    pub challenge: Option<String>,
    /// State as written.
    pub state: CodeState,
    /// Counter of changes.
    pub seq: u64,
    /// Origin of the page, as its browser sent it.
    pub origin: Option<String>,
    /// Browser of the page.
    pub browser: String,
    /// Its operating system.
    pub os: String,
    /// Its network.
    pub network: String,
    /// Who scanned.
    pub user_id: Option<String>,
    /// The number on the screen.
    pub match_number: Option<String>,
    /// The numbers on the phone.
    pub choices: Vec<String>,
    /// The seed of the ticket.
    pub ticket_nonce: Option<Vec<u8>>,
    /// When it was made.
    pub created_at: Millis,
    /// When it ends unless confirmed.
    pub expires_at: Millis,
    /// When a confirmed one ends.
    pub redeem_until: Option<Millis>,
    /// When it was redeemed.
    pub consumed_at: Option<Millis>,
}

impl Code {
    /// The end of the state that it is in, if that has one.
    fn ends_at(&self) -> Option<Millis> {
        match self.state {
            CodeState::Created | CodeState::Scanned => Some(self.expires_at),
            CodeState::Confirmed => self.redeem_until,
            // As long as it could have been redeemed, and then some: whoever has lost the answer asks again.
            CodeState::Consumed => self.consumed_at.map(|at| (at + REPEAT_MS).max(self.redeem_until.unwrap_or(at))),
            CodeState::Cancelled | CodeState::Expired => None,
        }
    }

    /// The state at `now`: one whose time is over is expired, written or not.
    pub fn state_at(&self, now: Millis) -> CodeState {
        match self.ends_at() {
            Some(end) if end <= now => CodeState::Expired,
            _ => self.state,
        }
    }

    /// Time left at `now`, in ms; 0 when it is over.
    pub fn left_at(&self, now: Millis) -> Millis {
        self.ends_at().map_or(0, |end| (end - now).max(0))
    }
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
    /// Who scans.
    pub user_id: String,
    /// Numbers to choose from, the right one first; empty: nothing to match. A repeated scan keeps the old ones.
    pub numbers: Vec<String>,
    /// Where the right one goes among the choices.
    pub place: usize,
    /// Now.
    pub now: Millis,
    /// Least time left after it, in ms.
    pub extension: Millis,
}

/// Result of a scan.
#[derive(Clone, Debug)]
pub enum Scanned {
    /// It is this phone's now.
    Won(Box<Code>),
    /// Another phone has it.
    Taken {
        /// This was one phone too many: the code is dead.
        killed: bool,
    },
    /// It is over.
    Gone,
    /// There is none.
    Unknown,
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
    /// The seed of the ticket.
    pub ticket_nonce: Vec<u8>,
    /// Hash of that ticket.
    pub ticket_hash: Hash,
    /// Now.
    pub now: Millis,
    /// End of the redeem window.
    pub redeem_until: Millis,
}

/// Result of a consent.
#[derive(Clone, Debug)]
pub enum Confirmed {
    /// Agreed. Repeating it gives the same.
    Done {
        /// Id of the code.
        id: String,
        /// Whether this call changed it.
        changed: bool,
    },
    /// The wrong number: the code is cancelled.
    WrongNumber {
        /// Id of the code.
        id: String,
    },
    /// A number is needed.
    NumberMissing,
    /// The handshake is not (or no longer) that of a scan.
    Taken,
    /// It is over.
    Gone,
}

/// A refusal by the person.
#[derive(Clone, Debug)]
pub struct Cancel {
    /// Which code.
    pub code: Selector,
    /// Now.
    pub now: Millis,
}

/// Result of a refusal.
#[derive(Clone, Debug)]
pub enum Cancelled {
    /// Declined. Repeating it gives the same.
    Done {
        /// Id of the code.
        id: String,
    },
    /// It was already agreed to, or the handshake is that of no scan.
    Taken,
    /// It is over.
    Gone,
}

/// An exchange of a ticket.
#[derive(Clone, Debug)]
pub struct Redeem {
    /// Hash of the ticket.
    pub ticket_hash: Hash,
    /// Challenge of the verifier that came with it.
    pub challenge: Option<String>,
    /// The session to make.
    pub session: NewSession,
}

/// Result of an exchange.
#[derive(Clone, Debug)]
pub enum Redeemed {
    /// The session is there. Repeating it until the end of the redeem window, and for [`REPEAT_MS`] at least, gives the
    /// same.
    Done {
        /// Whose it is.
        user_id: String,
        /// When it ends.
        session_ends: Millis,
        /// Id of the code, when this call changed it.
        changed: Option<String>,
    },
    /// The verifier is missing or wrong.
    WrongVerifier,
    /// It is over, or there is none.
    Gone,
}
