//! A code as it is kept, and what time makes of it.

use crate::clock::Millis;
use crate::store::{VerifiedNumber, WeChatPerson};
use crate::tokens::Hash;

/// How long a redeem may be repeated with the same answer, in ms.
pub const REPEAT_MS: Millis = 30_000;
/// How long a code is kept after its end, in ms, so that the browser and the phone hear how it ended. Ids are 128
/// random bits: none comes twice, so none must be remembered.
pub const KEPT_MS: Millis = 60_000;

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

impl CodeState {
    const ALL: [Self; 6] =
        [Self::Created, Self::Scanned, Self::Confirmed, Self::Consumed, Self::Cancelled, Self::Expired];

    /// The word that stands in a database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Scanned => "scanned",
            Self::Confirmed => "confirmed",
            Self::Consumed => "consumed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// The state with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// A code.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Stand-in for the address of the browser that asked for it.
    pub address_ref: Option<Hash>,
    /// Who scanned, or who agreed. Of a person of WeChat whom nobody knows there is no account before they agree.
    pub user_id: Option<String>,
    /// The person of WeChat who scanned.
    pub person: Option<WeChatPerson>,
    /// The number that this person shared.
    pub shared: Option<VerifiedNumber>,
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
