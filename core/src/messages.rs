//! Texts by key: every word that the login box shows or speaks.
//!
//! A part of the box declares its keys with [`texts!`](crate::texts) beside the code that uses them; the texts lie in
//! `locales/` folders, a file a language. `{n}` and `{app}` in a text are filled in where it is used.

use std::fmt;
use std::rc::Rc;

use crate::Text;

/// The name of a text.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(pub &'static str);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Declares the keys of a part: a constant for each, and all of them as `KEYS`.
///
/// ```
/// mod texts {
///     guard_core::texts! {
///         /// Button that logs in.
///         SUBMIT = "submit",
///     }
/// }
/// assert_eq!(texts::SUBMIT.0, "submit");
/// assert_eq!(texts::KEYS, [texts::SUBMIT]);
/// ```
#[macro_export]
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        $($(#[$doc])* pub const $name: $crate::Key = $crate::Key($text);)*

        /// Every key of this part.
        pub const KEYS: &[$crate::Key] = &[$($name,)*];
    };
}

/// Texts of one language, with what the page has put in their place. Clones share them.
#[derive(Clone, Default)]
pub struct Messages(Rc<Vec<(Text, Text)>>);

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Messages").field(&self.0.len()).finish()
    }
}

/// Two are equal when they are the same ones.
impl PartialEq for Messages {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Messages {
    /// The text of `key`; empty when there is none.
    pub fn get(&self, key: Key) -> Text {
        // The last one of a name counts: what the page replaces comes after the catalogue's.
        self.0.iter().rev().find(|(name, _)| *name == *key.0).map(|(_, text)| text.clone()).unwrap_or_default()
    }

    /// The text of `key` with `{placeholder}` filled in.
    pub fn fill(&self, key: Key, placeholder: &str, value: &str) -> Text {
        fill(&self.get(key), placeholder, value).into()
    }

    /// Names and texts, those of the catalogue first.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

/// `text` with `{placeholder}` filled in. By hand, since the search of the standard library weighs 1.5 KB.
fn fill(text: &str, placeholder: &str, value: &str) -> String {
    let mut filled = String::with_capacity(text.len() + value.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        match from.strip_prefix(placeholder) {
            Some(after) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = &from[1..];
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// Pairs of name and text; of two with one name the later counts.
impl FromIterator<(Text, Text)> for Messages {
    fn from_iter<I: IntoIterator<Item = (Text, Text)>>(pairs: I) -> Self {
        Self(Rc::new(pairs.into_iter().collect()))
    }
}

/// Texts of errors, which every part may show.
pub mod errors {
    crate::texts! {
        /// The password is too long for the server's key.
        PASSWORD_TOO_LONG = "password_too_long",
        /// Account or password wrong.
        BAD_CREDENTIALS = "bad_credentials",
        /// Account or password wrong; `{n}` attempts are left.
        BAD_CREDENTIALS_LEFT = "bad_credentials_left",
        /// The account is locked.
        ACCOUNT_LOCKED = "account_locked",
        /// A second factor is needed.
        MFA_NEEDED = "mfa_needed",
        /// The application does not exist.
        NO_SUCH_APP = "no_such_app",
        /// No QR code to be had.
        QR_ERROR = "qr_error",
        /// No network.
        NETWORK = "error_network",
        /// No answer in time.
        TIMEOUT = "error_timeout",
        /// Too many requests.
        BUSY = "error_busy",
        /// Too many requests; the next may come in `{n}` seconds.
        BUSY_FOR = "error_busy_for",
        /// The server failed.
        SERVER = "error_server",
        /// The code is gone.
        GONE = "error_gone",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_text_takes_the_place_of_an_earlier_one() {
        let pairs = [("submit", "Log in"), ("n", "{n} left"), ("submit", "Enter")];
        let messages: Messages = pairs.into_iter().map(|(name, text)| (name.into(), text.into())).collect();
        assert_eq!(messages.get(Key("submit")), "Enter");
        assert_eq!(messages.fill(Key("n"), "{n}", "3"), "3 left");
        assert_eq!(messages.get(Key("no_such_key")), "");
    }

    #[test]
    fn every_placeholder_is_filled_in_and_nothing_else() {
        for (text, filled) in [("{n} of {n}", "3 of 3"), ("{", "{"), ("{{n}}", "{3}"), ("{m}", "{m}"), ("", "")] {
            assert_eq!(fill(text, "{n}", "3"), filled);
        }
    }
}
