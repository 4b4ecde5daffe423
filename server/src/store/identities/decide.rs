//! Whose account a person gets, decided from the rows that they met and nothing else.
//!
//! A person is found by unionid, then by openid, then by a number that was verified here; what the account lacks of them
//! is added. Two things are refused and never merged: a number that leads to another account than the person's own, and
//! an account that belongs to somebody else already, which another openid of the same mini program or another unionid
//! shows. A number may have moved from one person to the other.

use super::rows::{Change, Newcomer, Owner, PersonMet};

/// What is to be done for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// All is there: this is the account.
    Settled(String),
    /// Rows are missing. Once they are added the person meets others, and it is decided again.
    Add(Change),
    /// There is no account for this person.
    Refused(NoAccount),
}

/// Why there is no account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAccount {
    /// The number is another person's.
    Conflict,
    /// The account is shut out.
    Disabled,
    /// Nobody knows the person, and no accounts are made.
    LoginOnly,
}

/// Decides for `newcomer`, who met these rows.
pub fn decide(met: &PersonMet, newcomer: &Newcomer) -> Decision {
    match (met.known(), &met.by_number) {
        (Some(owner), _) if owner.disabled => Decision::Refused(NoAccount::Disabled),
        (Some(owner), Some(other)) if other.user_id != owner.user_id => Decision::Refused(NoAccount::Conflict),
        (Some(owner), _) => settle(owner, met, newcomer),
        (None, _) if met.by_unionid.is_some() => Decision::Refused(NoAccount::Conflict),
        (None, Some(owner)) if owner.is_of_another() => Decision::Refused(NoAccount::Conflict),
        (None, Some(owner)) if owner.disabled => Decision::Refused(NoAccount::Disabled),
        (None, Some(owner)) => settle(owner, met, newcomer),
        (None, None) if newcomer.may_make => Decision::Add(Change {
            make: Some(newcomer.nickname.clone()),
            number: newcomer.number.clone(),
            ..missing(&newcomer.user_id, None, met, newcomer)
        }),
        (None, None) => Decision::Refused(NoAccount::LoginOnly),
    }
}

/// The account is `owner`'s; what it lacks of the person is added. A number of its own stays the one it has.
fn settle(owner: &Owner, met: &PersonMet, newcomer: &Newcomer) -> Decision {
    let number = newcomer.number.clone().filter(|_| met.by_number.is_none() && !owner.has_number);
    let change = Change { number, ..missing(&owner.user_id, Some(owner), met, newcomer) };
    if change.is_empty() { Decision::Settled(owner.user_id.clone()) } else { Decision::Add(change) }
}

/// The identities of the person that lead nowhere yet. An account has one openid of each mini program, and one unionid:
/// it keeps those that it has.
fn missing(user_id: &str, owner: Option<&Owner>, met: &PersonMet, newcomer: &Newcomer) -> Change {
    let person = &newcomer.person;
    let lacks_openid = met.by_openid.is_none() && owner.is_none_or(|owner| !owner.other_openid);
    let lacks_unionid = met.by_unionid.is_none() && owner.is_none_or(|owner| !owner.other_unionid);
    Change {
        user_id: user_id.to_owned(),
        make: None,
        openid: lacks_openid.then(|| (person.app_id.clone(), person.openid.clone())),
        unionid: person.unionid.clone().filter(|_| lacks_unionid),
        number: None,
        now: newcomer.now,
    }
}

#[cfg(test)]
#[path = "decide_tests.rs"]
mod tests;
