//! How often something may be done. Limits per address are counted by each node for itself, in memory
//! ([`AddressLimits`]); those per account and per phone by the store, so that every node counts the same.

mod addresses;
mod network;

use std::time::Duration;

use thiserror::Error;

pub use addresses::{Action, AddressLimits};
pub use network::Network;

/// Something was done too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("too often; try again in {} s, or raise the key under [limits]", retry_after.as_secs())]
pub struct TooFrequent {
    /// How long to wait before the next try.
    pub retry_after: Duration,
}
