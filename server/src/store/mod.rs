//! Storage, behind one trait. [`sqlite`] is the embedded default, `postgres` (a feature of this crate) serves several
//! nodes. No SQL outside this module.
//!
//! [`Store`] is the sum of one trait for each thing that is kept, which stands beside the rows it is about; each store
//! has a file for each of them. Rules for every implementation: a move of a QR code is one conditional update whose row
//! count decides; what came of it is a pure function of the rows it met ([`codes::outcome`]); "now" comes from the
//! caller, so that all nodes of a test share a clock; nothing is kept in memory that another node would miss. The
//! tests in `tests/conformance` hold every store to them.

mod admin;
mod browsers;
pub mod codes;
mod contents;
mod error;
mod failures;
mod grants;
mod identities;
mod interactions;
mod keys;
mod open;
#[cfg(feature = "postgres")]
pub mod postgres;
mod rates;
mod sessions;
mod signing_keys;
pub mod sqlite;
mod stale;
mod users;
mod wechat_tokens;

use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;

pub use admin::{Account, AdminStore, NoSessionRef, SessionEntry, SessionKind, SessionRef};
pub use browsers::{Browser, BrowserStore, NewBrowser};
pub use codes::{
    AskNumber, Asked, Cancel, Cancelled, Code, CodeState, CodeStore, Confirm, Confirmed, KEPT_MS, KeepNumber,
    MAX_STRANGERS, Met, NewCode, REPEAT_MS, Redeem, RedeemMet, Redeemed, Scan, Scanned, Selector,
};
pub use contents::{
    Contents, KeptBrowser, KeptGrant, KeptIdentity, KeptNumber, KeptPhoneLogin, KeptRefreshToken, KeptSession, KeptUser,
};
pub use error::StoreError;
pub use failures::{FailureStore, Failures};
pub use grants::{EndedGrant, Grant, GrantStore, NewGrant, NewRefreshToken, NewTokens, RefreshToken};
pub use identities::{
    Change, Decision, IdentityStore, Newcomer, NoAccount, Owner, PersonMet, Settled, VerifiedNumber, WeChatPerson,
    decide,
};
pub use interactions::{INTERACTION_MS, Interaction, InteractionStore};
pub use keys::KeyStore;
pub use open::open;
pub use rates::{Rate, RateStore};
pub use sessions::{EndedSession, NewSession, PHONE_LOGIN_MS, Session, SessionStore};
pub use signing_keys::{SigningAlgorithm, SigningKey, SigningKeyStore};
pub use stale::{FAILURES_KEPT_MS, SLICE, Stale};
pub use users::{Credentials, UserRow, UserStore};
pub use wechat_tokens::{WeChatToken, WeChatTokenStore};

use crate::clock::Millis;
use crate::wake::Wake;

/// Keeps keys, users, identities, sessions, grants, QR codes, WeChat's tokens, and counts of what was tried.
#[async_trait]
pub trait Store:
    KeyStore
    + UserStore
    + IdentityStore
    + FailureStore
    + RateStore
    + SessionStore
    + BrowserStore
    + InteractionStore
    + CodeStore
    + AdminStore
    + GrantStore
    + SigningKeyStore
    + WeChatTokenStore
    + Debug
{
    /// Whether the store answers.
    async fn ping(&self) -> Result<(), StoreError>;

    /// From now on, tells `wake` what other nodes change. A store that has no other nodes has nothing to tell.
    fn subscribe(&self, wake: Arc<dyn Wake>) {
        drop(wake);
    }

    /// Deletes up to [`SLICE`] rows of this kind that nobody needs any more, in a transaction of its own; answers how
    /// many.
    async fn sweep_slice(&self, stale: Stale, now: Millis) -> Result<u32, StoreError>;

    /// Deletes all that nobody needs any more, slice by slice, so that other work gets its turn in between; answers how
    /// many rows.
    async fn sweep(&self, now: Millis) -> Result<usize, StoreError> {
        let mut deleted = 0;
        for stale in Stale::ALL {
            loop {
                let slice = self.sweep_slice(stale, now).await?;
                deleted += slice as usize;
                if slice < SLICE {
                    break;
                }
            }
        }
        Ok(deleted)
    }
}
