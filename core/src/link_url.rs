//! Where a link of the card may lead: the page's attributes can come from a form that somebody else has filled in.

use std::fmt;

use thiserror::Error;

use crate::Text;
use crate::web_url::UrlParser;

/// The schemes that a link may have.
const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// A checked URL of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkUrl(Text);

/// Why a link is not shown.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is no link: use a path, or an https:, http:, mailto: or tel: URL")]
pub struct LinkUrlError(pub String);

impl LinkUrl {
    /// Checks `text`, as an attribute gives it, on the page at `page` (an absolute URL).
    ///
    /// ```
    /// # use guard_core::{LinkUrl, WebUrl};
    /// # fn parser(text: &str, base: &str) -> Option<WebUrl> { None }
    /// assert!(LinkUrl::parse("javascript:alert(1)", "https://shop.example/", parser).is_err());
    /// ```
    ///
    /// # Errors
    /// [`LinkUrlError`] for what is no URL, and for schemes that run something (`javascript:`, `data:`).
    pub fn parse(text: &str, page: &str, parser: UrlParser) -> Result<Self, LinkUrlError> {
        match parser(text, page) {
            Some(url) if SCHEMES.contains(&url.scheme()) => Ok(Self(url.href.into())),
            _ => Err(LinkUrlError(text.to_owned())),
        }
    }

    /// The whole URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The whole URL, shared.
    pub fn text(&self) -> Text {
        self.0.clone()
    }
}

impl fmt::Display for LinkUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::web_url;

    const PAGE: &str = "https://shop.example/login/";

    fn parse(text: &str) -> Result<LinkUrl, LinkUrlError> {
        LinkUrl::parse(text, PAGE, web_url::parse)
    }

    #[test]
    fn links_pass() {
        for (text, url) in [
            ("/forgot?from=login#top", "https://shop.example/forgot?from=login#top"),
            ("forgot", "https://shop.example/login/forgot"),
            ("?step=2", "https://shop.example/login/?step=2"),
            ("https://other.example", "https://other.example/"),
            ("//other.example/x", "https://other.example/x"),
            (" http://other.example/ ", "http://other.example/"),
            ("mailto:help@shop.example", "mailto:help@shop.example"),
            ("tel:+8610", "tel:+8610"),
        ] {
            assert_eq!(parse(text).as_ref().map(LinkUrl::as_str), Ok(url), "{text}");
        }
    }

    #[test]
    fn what_runs_something_does_not() {
        for text in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " \u{1}javascript:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript:alert(1)",
            "javascript://shop.example/%0aalert(1)",
            "data:text/html,<script>alert(1)</script>",
            "vbscript:x",
            "blob:https://shop.example/1",
            "file:///etc/passwd",
            "view-source:https://shop.example",
            "intent://x#Intent;end",
            "https://",
            "https://[",
        ] {
            assert!(parse(text).is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_way_of_writing_it_runs_a_script(
            before in "[\\x00-\\x20]{0,3}",
            scheme in "[jJ][\t\n\r]?[aA][\t\n\r]?[vV]aScRi[\t\n\r]?pt",
            between in "[\t\n\r]{0,2}",
            rest in "\\PC{0,20}",
        ) {
            let text = [before, scheme, between, ":".into(), rest].concat();
            prop_assert!(parse(&text).is_err(), "{:?}", text);
        }

        #[test]
        fn whatever_passes_has_one_of_the_schemes(text in "\\PC{0,30}") {
            if let Ok(link) = parse(&text) {
                let (scheme, _) = link.as_str().split_once(':').unwrap_or_default();
                prop_assert!(SCHEMES.contains(&scheme), "{}", link);
            }
        }
    }
}
