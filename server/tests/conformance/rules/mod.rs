//! The rules, by what they are about.

pub(crate) mod abandon;
pub(crate) mod admin;
pub(crate) mod browsers;
pub(crate) mod cancel;
pub(crate) mod confirm;
pub(crate) mod failures;
pub(crate) mod grants;
pub(crate) mod identities;
pub(crate) mod interactions;
pub(crate) mod keys;
pub(crate) mod persons;
pub(crate) mod rates;
pub(crate) mod redeem;
pub(crate) mod scan;
pub(crate) mod sessions;
pub(crate) mod signing_keys;
pub(crate) mod strangers;
pub(crate) mod sweep;
pub(crate) mod users;
pub(crate) mod wechat_tokens;
