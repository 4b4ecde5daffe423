//! Where a login may continue to. Used by the hosted page, whose address anybody may write.

use thiserror::Error;

use crate::web_url::has_trap;

/// Why a page is not continued to.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is not among the application's redirect URIs: add it there, exactly as it is written here")]
pub struct RedirectError(pub String);

/// The URL to continue to: `wanted`, when it is one of `allowed` to the letter (RFC 9700 §2.1), or a path on the
/// page's own server.
///
/// # Errors
/// [`RedirectError`] for everything else; nothing is repaired or guessed.
pub fn checked<'a>(wanted: &'a str, allowed: &[String]) -> Result<&'a str, RedirectError> {
    let listed = allowed.iter().any(|uri| uri == wanted) && is_web(wanted);
    if listed || is_own_path(wanted) { Ok(wanted) } else { Err(RedirectError(wanted.to_owned())) }
}

/// Whether it is an http: or https: URL: a list that names a `javascript:` one is a mistake, not a wish.
fn is_web(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://")) && !has_trap(url)
}

/// Whether it is a path, and cannot be read as anything else by a browser.
fn is_own_path(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !has_trap(path)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn allowed() -> Vec<String> {
        ["https://shop.example/callback", "javascript:alert(1)"].map(str::to_owned).to_vec()
    }

    #[test]
    fn listed_urls_and_own_paths_pass() {
        for wanted in ["https://shop.example/callback", "/", "/account?tab=1#top"] {
            assert_eq!(checked(wanted, &allowed()), Ok(wanted));
        }
    }

    #[test]
    fn everything_else_does_not() {
        for wanted in [
            "",
            "https://shop.example/callback/",
            "https://shop.example/callback?x=1",
            "HTTPS://shop.example/callback",
            "https://shop.example@evil.example/callback",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "\t//evil.example",
            " /account",
            "/account\r\nx: y",
            "https:evil.example",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "data:text/html,x",
            "account",
        ] {
            assert!(checked(wanted, &allowed()).is_err(), "{wanted:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_passes_stays_on_the_server_or_on_the_list(wanted in "[/\\\\a-z:@.\t\n ?#%]{0,20}") {
            if checked(&wanted, &[]).is_ok() {
                prop_assert!(wanted.starts_with('/'));
                prop_assert!(!wanted[1..].starts_with(['/', '\\']));
                prop_assert!(!wanted.contains(['\t', '\n', '\\']));
            }
        }
    }
}
