//! Why nothing was signed.

use thiserror::Error;

use crate::store::StoreError;

/// Why nothing was signed.
#[derive(Debug, Error)]
pub enum SignError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A key can't be made or read.
    #[error("a signing key can't be used: {0}; `guard-server keys rotate --at-once` makes new ones")]
    Key(String),
}
