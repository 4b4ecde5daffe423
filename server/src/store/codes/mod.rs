//! QR codes, in three steps: what a code is, which moves there are, and what comes of them.
//!
//! A store makes a move by one conditional update and answers what it [`Met`]. Everything after that is decided by
//! [`outcome`] from the rows alone, so that every store answers the same.

mod code;
mod moves;
pub mod outcome;
mod store;

pub use code::{Code, CodeState, KEPT_MS, REPEAT_MS};
pub use moves::{AskNumber, Cancel, Confirm, KeepNumber, Met, NewCode, Redeem, RedeemMet, Scan, Selector};
pub use outcome::{Asked, Cancelled, Confirmed, Redeemed, Scanned};
pub use store::{CodeStore, MAX_STRANGERS};
