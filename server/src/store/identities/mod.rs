//! Who a person of WeChat is here: identities and verified phone numbers, each of which leads to one account.
//!
//! A store answers the rows that a person [`Met`](PersonMet) and keeps a [`Change`] as a whole or not at all. What is
//! to be changed is decided by [`decide`](fn@decide) from the rows alone. Rows are only added, and whose a row is never
//! changes: so two phones at once make one account, and no two accounts ever become one.

mod decide;
mod rows;
mod store;

pub use decide::{Decision, NoAccount, decide};
pub use rows::{Change, Newcomer, Owner, PersonMet, VerifiedNumber, WeChatPerson};
pub use store::{IdentityStore, Settled};

/// The names that the providers of identities have in a database.
pub(super) mod provider {
    /// The realm is the AppID of a mini program, the subject an openid.
    pub(in crate::store) const WECHAT: &str = "wechat";
    /// The subject is a unionid; there is no realm.
    pub(in crate::store) const WECHAT_UNION: &str = "wechat_union";
}
