//! What a client asks for (RFC 6749, section 3.3; OpenID Connect Core, section 5.4).

use std::fmt;

/// Words of a scope that this server knows. Others are passed over, as OpenID Connect Core, section 3.1.2.1, wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// An ID token.
    pub openid: bool,
    /// Name and picture.
    pub profile: bool,
    /// E-mail address.
    pub email: bool,
    /// Phone number.
    pub phone: bool,
    /// A refresh token.
    pub offline_access: bool,
}

impl Scope {
    /// The words, in the order of discovery.
    pub const WORDS: [&'static str; 5] = ["openid", "profile", "email", "phone", "offline_access"];

    /// All that is known of a user.
    pub const USER: Self = Self { openid: true, profile: true, email: true, phone: true, offline_access: false };

    /// The known words of `text`.
    pub fn parse(text: &str) -> Self {
        let has = |word: &str| text.split(' ').any(|found| found == word);
        Self {
            openid: has("openid"),
            profile: has("profile"),
            email: has("email"),
            phone: has("phone"),
            offline_access: has("offline_access"),
        }
    }

    const fn has(self) -> [bool; 5] {
        [self.openid, self.profile, self.email, self.phone, self.offline_access]
    }

    /// Whether all of it is in `other`, too.
    pub fn is_within(self, other: Self) -> bool {
        self.has().into_iter().zip(other.has()).all(|(mine, theirs)| !mine || theirs)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = Self::WORDS.into_iter().zip(self.has()).filter_map(|(word, has)| has.then_some(word));
        f.write_str(&words.collect::<Vec<_>>().join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_words_are_kept_and_others_passed_over() {
        let scope = Scope::parse("openid roles  email Phone offline_access");
        assert_eq!(scope.to_string(), "openid email offline_access");
        assert_eq!(Scope::parse(&scope.to_string()), scope);
        assert_eq!(Scope::parse("").to_string(), "");
    }

    #[test]
    fn a_scope_is_within_one_that_has_all_its_words() {
        let (less, more) = (Scope::parse("openid"), Scope::parse("openid email"));
        assert!(less.is_within(more) && more.is_within(more) && !more.is_within(less));
    }
}
