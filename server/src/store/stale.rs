//! What time makes useless, and how it is tidied: in slices, so that nobody waits for it.

use crate::clock::Millis;

/// How long a count of wrong passwords may matter at most, in ms.
pub const FAILURES_KEPT_MS: Millis = 7 * 24 * 3600 * 1000;

/// The most rows that one slice deletes: a few milliseconds' work.
pub const SLICE: u32 = 500;

/// Rows that nobody needs any more. Correctness never depends on their being gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// Codes of which everybody has heard how they ended.
    Codes,
    /// Logins that have ended.
    Sessions,
    /// Logins that a phone may no longer end.
    PhoneLogins,
    /// Browsers' sessions that have ended.
    Browsers,
    /// Requests that nobody answered in time.
    Interactions,
    /// Wrong passwords of long ago.
    Failures,
    /// Counts whose window is over.
    Rates,
    /// WeChat's tokens that are over.
    WeChatTokens,
    /// Grants of which nothing lasts.
    Grants,
    /// Refresh tokens that are over.
    RefreshTokens,
    /// Keys whose last signature is over.
    SigningKeys,
}

impl Stale {
    /// All kinds.
    pub const ALL: [Self; 11] = [
        Self::Codes,
        Self::PhoneLogins,
        Self::Sessions,
        Self::Browsers,
        Self::Interactions,
        Self::Failures,
        Self::Rates,
        Self::WeChatTokens,
        Self::RefreshTokens,
        Self::Grants,
        Self::SigningKeys,
    ];
}
