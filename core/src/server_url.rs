//! Where the requests go: the base URL of the login server, checked before anything is sent there.

use std::fmt;

use thiserror::Error;

use crate::web_url::{UrlParser, has_trap};

/// The shared host of Authing's cloud, used when no host is given.
pub const AUTHING_CLOUD: &str = "https://core.authing.cn";

/// A checked base URL: scheme, host, port and maybe a path, with no slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerUrl(String);

/// Why a host is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ServerUrlError {
    /// It is neither `https://…`, `http://…` nor a path.
    #[error("`host` must be an https: URL, or `/` for the page's own server, not `{0}`")]
    NotAUrl(String),
    /// Passwords would go over the wire in the clear.
    #[error(
        "`host` must be https:, since passwords and tokens go there; http: is for localhost and the page's own server only (`{0}`)"
    )]
    NotSecure(String),
    /// It has a part that a base URL must not have.
    #[error("`host` must have no user, query or fragment (`{0}`)")]
    ExtraParts(String),
}

impl ServerUrl {
    /// Checks `text`, as an attribute gives it; `page_origin` is the origin of the page (`https://shop.example`).
    ///
    /// Empty text is [`AUTHING_CLOUD`]; a path, as in `/` or `/auth`, is on the page's own server.
    ///
    /// # Errors
    /// [`ServerUrlError`] says what to write instead.
    pub fn parse(text: &str, page_origin: &str, parser: UrlParser) -> Result<Self, ServerUrlError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self(AUTHING_CLOUD.to_owned()));
        }
        let not_a_url = || ServerUrlError::NotAUrl(text.to_owned());
        let is_path = text.starts_with('/') && !text.starts_with("//");
        if has_trap(text) || !(is_path || has_scheme(text)) {
            return Err(not_a_url());
        }
        let url = parser(text, page_origin).ok_or_else(not_a_url)?;
        if text.contains(['?', '#', '@']) {
            return Err(ServerUrlError::ExtraParts(text.to_owned()));
        }
        match url.scheme() {
            "https" => {}
            "http" if url.is_on(page_origin) || url.is_loopback() => {}
            "http" => return Err(ServerUrlError::NotSecure(text.to_owned())),
            _ => return Err(not_a_url()),
        }
        Ok(Self(url.href.trim_end_matches('/').to_owned()))
    }

    /// The URL of `path`, which starts with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// The host that takes the requests once the configuration is known: the shared host of the cloud passes an
    /// application on to its own, every other host stays.
    pub fn for_requests(&self, request_hostname: Option<&str>) -> Self {
        match request_hostname {
            Some(name) if self.0 == AUTHING_CLOUD && is_hostname(name) => Self(format!("https://{name}")),
            _ => self.clone(),
        }
    }
}

impl fmt::Display for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether it starts with a scheme and two slashes.
fn has_scheme(text: &str) -> bool {
    text.find(':').is_some_and(|end| text[end..].starts_with("://"))
}

fn is_hostname(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::web_url;

    const PAGE: &str = "http://192.168.1.5:8080";

    fn parse(text: &str) -> Result<ServerUrl, ServerUrlError> {
        ServerUrl::parse(text, PAGE, web_url::parse)
    }

    #[test]
    fn good_hosts() {
        for (text, expected) in [
            ("", AUTHING_CLOUD),
            ("https://login.example.com/", "https://login.example.com"),
            ("HTTPS://Login.Example.com:443//", "https://login.example.com"),
            ("https://login.example.com/a/../b/", "https://login.example.com/b"),
            ("/", PAGE),
            ("/auth/", "http://192.168.1.5:8080/auth"),
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://shop.localhost:3000", "http://shop.localhost:3000"),
            ("http://[::1]:3000", "http://[::1]:3000"),
            ("http://[0:0::1]", "http://[::1]"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://127.1", "http://127.0.0.1"),
            ("http://0x7f000001", "http://127.0.0.1"),
            (PAGE, PAGE),
        ] {
            assert_eq!(parse(text).map(|host| host.0).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn bad_hosts() {
        for text in [
            "login.example.com",
            "http://login.example.com",
            "//evil.example",
            "javascript:alert(1)",
            "javascript://localhost/%0aalert(1)",
            "ftp://x",
            "file:///x",
            "blob:https://a.example/x",
            "https://user@evil.example",
            "https://user:password@evil.example",
            "https://a.example?",
            "https://a.example?x=1",
            "https://a.example#x",
            "https://a b",
            "https://a\n.example",
            "/\\evil.example",
            "https:\\\\evil.example",
            "https://",
            "https://a.example:99999",
            "https://256.1.1.1",
        ] {
            assert!(parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn what_only_looks_like_this_machine_gets_no_password_in_the_clear() {
        for text in [
            "http://127.0.0.1.evil.test",
            "http://127.evil.test",
            "http://127.0.0.1.evil.test:8080",
            "http://127.0.0.1@evil.test",
            "http://localhost@evil.test",
            "http://localhost.evil.example",
            "http://localhost:80@evil.test",
            "http://evillocalhost",
            "http://localhost.",
            "http://[::2]",
            "http://[::ffff:8.8.8.8]",
            "http://0177.evil.test",
            "http://192.168.1.5:8081",
            "http://192.168.1.5.evil.test:8080",
            "http://①27.0.0.2.evil.test",
            "http://128.0.0.1",
        ] {
            assert!(parse(text).is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_passes_is_safe_as_the_standard_reads_it(
            scheme in "(https?|HTTP|ftp|javascript)?:?/{0,3}",
            host in "(127\\.0\\.0\\.1|localhost|\\[::1\\]|192\\.168\\.1\\.5)?[-a-z0-9.:@/?#%\\\\]{0,14}",
        ) {
            if let Ok(server) = parse(&format!("{scheme}{host}")) {
                let url = url::Url::parse(&server.0).unwrap();
                let is_loopback = match url.host() {
                    Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
                    Some(url::Host::Ipv4(address)) => address.is_loopback(),
                    Some(url::Host::Ipv6(address)) => address.is_loopback(),
                    None => false,
                };
                let is_page = url.origin().ascii_serialization() == PAGE;
                prop_assert!(url.scheme() == "https" || (url.scheme() == "http" && (is_loopback || is_page)), "{}", server);
                prop_assert!(url.username().is_empty() && url.password().is_none());
                prop_assert!(url.query().is_none() && url.fragment().is_none());
                // What is asked below it stays there.
                let below = url::Url::parse(&server.url("/api/x")).unwrap();
                prop_assert_eq!(below.origin(), url.origin());
                prop_assert!(below.path().ends_with("/api/x"));
            }
        }
    }

    #[test]
    fn only_the_shared_host_passes_requests_on() {
        let cloud = parse("").unwrap();
        assert_eq!(cloud.for_requests(Some("shop.authing.cn")).0, "https://shop.authing.cn");
        assert_eq!(cloud.for_requests(Some("evil.example/x@")).0, AUTHING_CLOUD);
        let own = parse("https://login.example.com").unwrap();
        assert_eq!(own.for_requests(Some("shop.authing.cn")), own);
    }
}
