//! Persons and what is kept of them. Debug output hides what tells who it is.

use std::fmt;

use crate::clock::Millis;

/// A person as WeChat names them.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct WeChatPerson {
    /// AppID of the mini program.
    pub app_id: String,
    /// The person in this mini program.
    pub openid: String,
    /// The person in all that belongs to one account of WeChat's open platform.
    pub unionid: Option<String>,
}

impl fmt::Debug for WeChatPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WeChatPerson({} …)", self.app_id)
    }
}

/// A phone number that was verified.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct VerifiedNumber {
    /// The code of its country, digits alone, as in `86`.
    pub country: String,
    /// The number in that country, digits alone.
    pub number: String,
}

impl VerifiedNumber {
    /// The number as it is called from anywhere, as in `+8613800138000`.
    pub fn e164(&self) -> String {
        format!("+{}{}", self.country, self.number)
    }

    /// The number that is called from anywhere by `phone`, in the country `country`; `None` when it is in another one.
    pub fn of_e164(phone: &str, country: &str) -> Option<Self> {
        let number = phone.strip_prefix('+')?.strip_prefix(country)?;
        Some(Self { country: country.to_owned(), number: number.to_owned() })
    }
}

impl fmt::Debug for VerifiedNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifiedNumber(+{} …)", self.country)
    }
}

/// A person who wants in.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// As WeChat names them.
    pub person: WeChatPerson,
    /// The number that they shared, which WeChat has verified.
    pub number: Option<VerifiedNumber>,
    /// Whether an account may be made.
    pub may_make: bool,
    /// The id of an account that is made.
    pub user_id: String,
    /// Its nickname.
    pub nickname: Option<String>,
    /// Now.
    pub now: Millis,
}

/// The account that a row leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Its id.
    pub user_id: String,
    /// Whether it is shut out.
    pub disabled: bool,
    /// Whether a number of its own was verified.
    pub has_number: bool,
    /// Whether an openid of the same mini program leads to it that is not the person's.
    pub other_openid: bool,
    /// Whether a unionid leads to it that is not the person's.
    pub other_unionid: bool,
}

impl Owner {
    /// Whether another person of WeChat has the account.
    pub fn is_of_another(&self) -> bool {
        self.other_openid || self.other_unionid
    }
}

/// The rows that a person met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonMet {
    /// That of the unionid.
    pub by_unionid: Option<Owner>,
    /// That of the openid.
    pub by_openid: Option<Owner>,
    /// That of the verified number.
    pub by_number: Option<Owner>,
}

impl PersonMet {
    /// The account that WeChat's names lead to: the unionid, unless another person of the same mini program has that
    /// account, and then the openid.
    pub fn known(&self) -> Option<&Owner> {
        self.by_unionid.as_ref().filter(|owner| !owner.other_openid).or(self.by_openid.as_ref())
    }
}

/// Rows to add, all of them or none.
#[derive(Clone, PartialEq, Eq)]
pub struct Change {
    /// The account that the others lead to.
    pub user_id: String,
    /// Make the account, with this nickname.
    pub make: Option<Option<String>>,
    /// AppID and openid of a new identity.
    pub openid: Option<(String, String)>,
    /// Unionid of a new identity.
    pub unionid: Option<String>,
    /// A number that is verified now.
    pub number: Option<VerifiedNumber>,
    /// Now.
    pub now: Millis,
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Change")
            .field("make", &self.make.is_some())
            .field("openid", &self.openid.is_some())
            .field("unionid", &self.unionid.is_some())
            .field("number", &self.number.is_some())
            .finish_non_exhaustive()
    }
}

impl Change {
    /// Whether there is nothing to add.
    pub fn is_empty(&self) -> bool {
        self.make.is_none() && self.openid.is_none() && self.unionid.is_none() && self.number.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_written_and_read() {
        let number = VerifiedNumber { country: "86".into(), number: "13800138000".into() };
        assert_eq!(number.e164(), "+8613800138000");
        assert_eq!(VerifiedNumber::of_e164("+8613800138000", "86"), Some(number));
        assert_eq!(VerifiedNumber::of_e164("+15550100", "86"), None);
    }

    #[test]
    fn debug_output_tells_nobody_s_number_or_name() {
        let person = WeChatPerson { app_id: "wx1".into(), openid: "oAbc".into(), unionid: Some("uDef".into()) };
        let number = VerifiedNumber { country: "86".into(), number: "13800138000".into() };
        let shown = format!("{person:?}{number:?}");
        assert!(["oAbc", "uDef", "138"].iter().all(|secret| !shown.contains(secret)), "{shown}");
    }
}
