//! What came of a move, decided from the rows that it met and nothing else.
//!
//! A move that may be followed by another answers `None` when that one is to be made. A row can only go on between
//! two moves, and each has its whole condition in its own update, so nothing has to be held in between.

use crate::clock::Millis;
use crate::store::{Code, CodeState, Confirm, Met, Redeem, RedeemMet, VerifiedNumber};

/// Result of a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// Result of a consent.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// Result of sharing a phone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The caller is to ask for it, and nobody else does.
    Ask,
    /// It is there.
    There(VerifiedNumber),
    /// Somebody asks for it now.
    Waits,
    /// The code was agreed to before.
    Done {
        /// Id of the code.
        id: String,
    },
    /// The number on the screen is another one.
    WrongNumber,
    /// The number on the screen is needed.
    NumberMissing,
    /// The handshake is not (or no longer) that of a scan by a person of WeChat.
    Taken,
    /// It is over.
    Gone,
}

/// Result of a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// Result of an exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redeemed {
    /// The session is there. Repeating it until the end of the redeem window, and for
    /// [`REPEAT_MS`](crate::store::REPEAT_MS) at least, gives the same.
    Done {
        /// Whose it is.
        user_id: String,
        /// When it ends.
        session_ends: Millis,
        /// Whether the code had a challenge.
        bound: bool,
        /// Id of the code, when this call changed it.
        changed: Option<String>,
    },
    /// The verifier is missing or wrong.
    WrongVerifier,
    /// It is over, or there is none.
    Gone,
}

/// After a claim, and after the renewal that follows it. `None`: some phone has the code; find out whether it is this
/// one, and if not, count it as a stranger.
pub fn scanned(met: Met, now: Millis) -> Option<Scanned> {
    let Met { changed, code: Some(code) } = met else { return Some(Scanned::Unknown) };
    if changed {
        return Some(Scanned::Won(Box::new(code)));
    }
    match code.state_at(now) {
        CodeState::Scanned => None,
        CodeState::Confirmed | CodeState::Consumed => Some(Scanned::Taken { killed: false }),
        CodeState::Created | CodeState::Cancelled | CodeState::Expired => Some(Scanned::Gone),
    }
}

/// After a stranger was counted.
pub fn stranger(met: &Met, now: Millis) -> Scanned {
    let Some(code) = &met.code else { return Scanned::Unknown };
    if met.changed {
        return Scanned::Taken { killed: code.state == CodeState::Expired };
    }
    match code.state_at(now) {
        CodeState::Scanned | CodeState::Confirmed | CodeState::Consumed => Scanned::Taken { killed: false },
        CodeState::Created | CodeState::Cancelled | CodeState::Expired => Scanned::Gone,
    }
}

/// After a consent with or without a number. `None`: it came with a number that is not the code's.
pub fn confirmed(met: Met, confirm: &Confirm) -> Option<Confirmed> {
    let Met { changed, code: Some(code) } = met else { return Some(Confirmed::Taken) };
    match code.state_at(confirm.now) {
        _ if changed => Some(Confirmed::Done { id: code.id, changed }),
        // Of the other kind of phone: it does not have this code.
        _ if code.person.is_some() != confirm.user_id.is_some() => Some(Confirmed::Taken),
        CodeState::Confirmed | CodeState::Consumed => Some(Confirmed::Done { id: code.id, changed }),
        CodeState::Scanned if code.match_number.is_none() || code.match_number == confirm.number => {
            Some(Confirmed::Gone)
        }
        CodeState::Scanned if confirm.number.is_none() => Some(Confirmed::NumberMissing),
        CodeState::Scanned => None,
        CodeState::Created | CodeState::Cancelled | CodeState::Expired => Some(Confirmed::Gone),
    }
}

/// After a person of WeChat shared a phone number, or before they agree without one.
pub fn asked(met: Met, number: Option<&str>, now: Millis) -> Asked {
    let Met { changed, code: Some(code) } = met else { return Asked::Taken };
    if code.person.is_none() {
        return Asked::Taken;
    }
    let is_right = code.match_number.is_none() || code.match_number.as_deref() == number;
    match code.state_at(now) {
        _ if changed => Asked::Ask,
        CodeState::Confirmed | CodeState::Consumed => Asked::Done { id: code.id },
        CodeState::Scanned if !is_right && number.is_none() => Asked::NumberMissing,
        CodeState::Scanned if !is_right => Asked::WrongNumber,
        CodeState::Scanned => code.shared.map_or(Asked::Waits, Asked::There),
        CodeState::Created | CodeState::Cancelled | CodeState::Expired => Asked::Gone,
    }
}

/// After a code was stopped for a wrong number.
pub fn mismatched(met: Met, now: Millis) -> Confirmed {
    let Met { changed, code: Some(code) } = met else { return Confirmed::Taken };
    match code.state_at(now) {
        _ if changed => Confirmed::WrongNumber { id: code.id },
        // The right number came in between.
        CodeState::Confirmed | CodeState::Consumed => Confirmed::Done { id: code.id, changed },
        CodeState::Created | CodeState::Scanned | CodeState::Cancelled | CodeState::Expired => Confirmed::Gone,
    }
}

/// After a refusal.
pub fn cancelled(met: Met, now: Millis) -> Cancelled {
    let Met { changed, code: Some(code) } = met else { return Cancelled::Taken };
    match code.state_at(now) {
        _ if changed => Cancelled::Done { id: code.id },
        CodeState::Cancelled => Cancelled::Done { id: code.id },
        CodeState::Confirmed | CodeState::Consumed => Cancelled::Taken,
        CodeState::Created | CodeState::Scanned | CodeState::Expired => Cancelled::Gone,
    }
}

/// After an exchange.
pub fn redeemed(met: RedeemMet, redeem: &Redeem) -> Redeemed {
    let RedeemMet { met: Met { changed, code: Some(code) }, session_ends } = met else { return Redeemed::Gone };
    // Before anything else, so that whoever lacks the verifier learns nothing of the state.
    if code.challenge.is_some() && code.challenge != redeem.challenge {
        return Redeemed::WrongVerifier;
    }
    let had = changed || code.state_at(redeem.session.now) == CodeState::Consumed;
    let bound = code.challenge.is_some();
    match (had, code.user_id, session_ends) {
        (true, Some(user_id), Some(session_ends)) => {
            Redeemed::Done { user_id, session_ends, bound, changed: changed.then_some(code.id) }
        }
        _ => Redeemed::Gone,
    }
}

#[cfg(test)]
#[path = "outcome_tests.rs"]
mod tests;
