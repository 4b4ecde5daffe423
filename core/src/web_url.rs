//! A URL as the URL standard reads it (<https://url.spec.whatwg.org>).
//!
//! Rules about URLs are this crate's, reading them is not: a reader of one's own would sooner or later disagree with the
//! browser that sends the request. So the rules take a [`UrlParser`]: a browser's `URL`, or the `url` crate.

/// A URL as the standard's parser wrote it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebUrl {
    /// The whole URL.
    pub href: String,
    /// The host: a name in ASCII, an IPv4 address in dotted decimals, or an IPv6 address in brackets.
    pub host: String,
}

/// Reads a text as a URL, relative to a base if it has no scheme; `None` when it is none.
pub type UrlParser = fn(text: &str, base: &str) -> Option<WebUrl>;

impl WebUrl {
    /// The scheme in small letters, without the colon.
    pub fn scheme(&self) -> &str {
        self.href.find(':').map_or("", |end| &self.href[..end])
    }

    /// Whether it is on the server with this origin (`https://shop.example`).
    pub fn is_on(&self, origin: &str) -> bool {
        self.href.strip_prefix(origin).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Whether it leads to a server on this very machine, whose connections nobody else can read.
    pub fn is_loopback(&self) -> bool {
        let host = self.host.as_str();
        // By the standard a host whose last part is a number is an IPv4 address, written out in four of them.
        let is_ipv4 = || host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        host == "localhost"
            || host == "[::1]"
            || host.ends_with(".localhost")
            || (host.starts_with("127.") && is_ipv4())
    }
}

/// Whether browsers read `text` as something else than a person does: they drop tabs and line breaks, and take a
/// backslash for a slash.
pub(crate) fn has_trap(text: &str) -> bool {
    text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\')
}

/// The `url` crate as a parser: for tests, and for programs that are no browser.
#[cfg(not(target_arch = "wasm32"))]
pub fn parse(text: &str, base: &str) -> Option<WebUrl> {
    let url = url::Url::options().base_url(url::Url::parse(base).ok().as_ref()).parse(text).ok()?;
    Some(WebUrl { href: url.to_string(), host: url.host_str().unwrap_or_default().to_owned() })
}
