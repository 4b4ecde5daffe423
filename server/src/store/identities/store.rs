//! What a store does for identities.

use async_trait::async_trait;

use super::decide::{Decision, NoAccount, decide};
use super::rows::{Change, Newcomer, PersonMet, VerifiedNumber, WeChatPerson};
use crate::store::StoreError;

/// How often it is decided anew at most. Each time somebody else was quicker to add a row of the person; of these there
/// are three.
const TRIES: usize = 8;

/// The account of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Its id.
    pub user_id: String,
    /// What this call added to it.
    pub added: Option<Change>,
}

/// Keeps identities and verified phone numbers.
///
/// Callers use [`find_or_make`](Self::find_or_make).
#[async_trait]
pub trait IdentityStore: Send + Sync {
    /// The accounts that the person's unionid, their openid and this number lead to.
    async fn meet(&self, person: &WeChatPerson, number: Option<&VerifiedNumber>) -> Result<PersonMet, StoreError>;
    /// Adds these rows in one transaction; answers whether it did. When one of them is there already, or the account is
    /// gone, it adds none.
    async fn add(&self, change: &Change) -> Result<bool, StoreError>;
    /// The number of a user that was verified.
    async fn verified_number(&self, user_id: &str) -> Result<Option<VerifiedNumber>, StoreError>;

    /// The account of a person, which is made if there is none and that is in order.
    async fn find_or_make(&self, newcomer: &Newcomer) -> Result<Result<Settled, NoAccount>, StoreError> {
        let mut added = None;
        for _ in 0..TRIES {
            let met = self.meet(&newcomer.person, newcomer.number.as_ref()).await?;
            match decide(&met, newcomer) {
                Decision::Settled(user_id) => return Ok(Ok(Settled { user_id, added })),
                Decision::Refused(why) => return Ok(Err(why)),
                Decision::Add(change) => {
                    if self.add(&change).await? {
                        added = Some(change);
                    }
                }
            }
        }
        Err(StoreError::Failed("a person's rows changed again and again".to_owned()))
    }
}
