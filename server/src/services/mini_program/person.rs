//! What a person is shown of their account, and what they are to share.

use guard_protocol::mini_program::PhoneNumber;

use crate::config::PhoneNumberUse;
use crate::store::VerifiedNumber;

/// The account of a person, as they see it before they agree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Whether there is one.
    pub known: bool,
    /// Its name.
    pub nickname: Option<String>,
    /// Its picture: URL or path on this server.
    pub photo: Option<String>,
    /// Its number, the middle hidden.
    pub phone: Option<String>,
}

/// What a person is to share, whose account has a verified number or not; `None`: there is no account. Where none are
/// made, only a number can lead somebody to theirs.
pub fn needed(rule: PhoneNumberUse, has_number: Option<bool>, login_only: bool) -> PhoneNumber {
    match (rule, has_number) {
        (_, Some(true)) => PhoneNumber::Have,
        (PhoneNumberUse::Off, _) => PhoneNumber::Off,
        (PhoneNumberUse::Required, _) => PhoneNumber::Required,
        (PhoneNumberUse::Optional, None) if login_only => PhoneNumber::Required,
        (PhoneNumberUse::Optional, _) => PhoneNumber::Optional,
    }
}

/// A number as a hint to its owner: the first three and the last four digits; of a short one, the last two.
pub fn masked(number: &VerifiedNumber) -> String {
    let digits: Vec<char> = number.number.chars().collect();
    let (first, last) = if digits.len() >= 9 { (3, 4) } else { (0, 2) };
    let hidden = digits.len().saturating_sub(first + last);
    let shown = |(at, digit): (usize, &char)| if (first..first + hidden).contains(&at) { '*' } else { *digit };
    digits.iter().enumerate().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use PhoneNumberUse::{Off, Optional, Required};

    use super::*;

    #[test]
    fn a_number_is_shared_once_and_only_where_it_is_asked_for() {
        for rule in [Off, Optional, Required] {
            assert_eq!(needed(rule, Some(true), false), PhoneNumber::Have, "{rule:?}");
            assert_eq!(needed(rule, Some(true), true), PhoneNumber::Have, "{rule:?}");
        }
        for (rule, needs) in
            [(Off, PhoneNumber::Off), (Optional, PhoneNumber::Optional), (Required, PhoneNumber::Required)]
        {
            assert_eq!(needed(rule, Some(false), false), needs);
            assert_eq!(needed(rule, Some(false), true), needs);
            assert_eq!(needed(rule, None, false), needs);
        }
        assert_eq!(needed(Optional, None, true), PhoneNumber::Required, "else nobody could be found");
        assert_eq!(needed(Off, None, true), PhoneNumber::Off);
    }

    #[test]
    fn the_middle_of_a_number_is_hidden() {
        for (number, shown) in
            [("13800138000", "138****8000"), ("612345678", "612**5678"), ("12345678", "******78"), ("1", "1"), ("", "")]
        {
            let number = VerifiedNumber { country: "86".to_owned(), number: number.to_owned() };
            assert_eq!(masked(&number), shown);
        }
    }
}
