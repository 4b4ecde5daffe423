//! Ids of applications: a segment of paths, so they must not be able to lead to another path.

use std::fmt;

use thiserror::Error;

/// The id of an application: plain characters (ASCII) that make one segment of a path.
///
/// ```
/// use guard_protocol::AppId;
///
/// assert!(AppId::parse("6a1f-shop").is_ok());
/// assert!(AppId::parse("../../healthz?").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppId(String);

/// Why a text is no id.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AppIdError {
    /// There is none.
    #[error("`app-id` is missing: set it to the id of your application")]
    Missing,
    /// It has other characters.
    #[error(
        "`app-id` must be plain characters without `/`, `\\`, `?`, `#` and `%`, not `{0}`: copy it from your application's settings"
    )]
    Characters(String),
}

impl AppId {
    /// Checks `text`, as an attribute, a query or a configuration gives it.
    ///
    /// # Errors
    /// [`AppIdError`] says what to write instead.
    pub fn parse(text: &str) -> Result<Self, AppIdError> {
        if text.is_empty() {
            return Err(AppIdError::Missing);
        }
        // By the URL standard the dots would be steps, and so would be what `%2e` stands for.
        let is_step = text == "." || text == "..";
        let is_plain = |byte: u8| (b' '..=b'~').contains(&byte) && !br"/\?#%".contains(&byte);
        if !is_step && text.bytes().all(is_plain) {
            Ok(Self(text.to_owned()))
        } else {
            Err(AppIdError::Characters(text.to_owned()))
        }
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AppId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ids_pass() {
        for id in ["demo", "5f9f0c1a2b3c4d5e6f708192", "shop-1", "a_b", "A", "shop 1", "a.b", "...", "a:b"] {
            assert_eq!(AppId::parse(id).as_ref().map(AppId::as_str), Ok(id));
        }
    }

    #[test]
    fn what_could_lead_elsewhere_does_not() {
        for text in [
            "",
            "..",
            ".",
            "../../../healthz?",
            "a/b",
            "a\\b",
            "a?b",
            "a#b",
            "a%2fb",
            "a\n",
            "a\t",
            "ä",
            "a\u{200b}",
            "\u{7f}",
        ] {
            assert!(AppId::parse(text).is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_passes_is_one_segment_as_it_is(text in "[-\\w./\\\\%?#:@;\t ]{0,12}") {
            if let Ok(id) = AppId::parse(&text) {
                prop_assert_eq!(id.as_str(), &text);
                prop_assert!(!text.contains(['/', '\\', '%', '?', '#', '\t']));
                prop_assert!(text != "." && text != "..");
            }
        }
    }
}
