//! Where the requests go: the base URL of the login server, checked before anything is sent there.

use std::fmt;

use thiserror::Error;

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
    pub fn parse(text: &str, page_origin: &str) -> Result<Self, ServerUrlError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self(AUTHING_CLOUD.to_owned()));
        }
        let not_a_url = || ServerUrlError::NotAUrl(text.to_owned());
        if text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') {
            return Err(not_a_url());
        }
        let whole = match text.strip_prefix('/') {
            Some(rest) if rest.starts_with('/') => return Err(not_a_url()),
            Some(rest) => format!("{page_origin}/{rest}"),
            None => text.to_owned(),
        };
        if whole.contains(['?', '#']) {
            return Err(ServerUrlError::ExtraParts(text.to_owned()));
        }
        let (scheme, rest) = split_scheme(&whole).ok_or_else(not_a_url)?;
        let authority = rest.split('/').next().unwrap_or_default();
        if authority.contains('@') {
            return Err(ServerUrlError::ExtraParts(text.to_owned()));
        }
        if authority.is_empty() {
            return Err(not_a_url());
        }
        let same_origin = format!("{scheme}://{authority}").eq_ignore_ascii_case(page_origin);
        match scheme.to_ascii_lowercase().as_str() {
            "https" => {}
            "http" if same_origin || is_loopback(authority) => {}
            "http" => return Err(ServerUrlError::NotSecure(text.to_owned())),
            _ => return Err(not_a_url()),
        }
        Ok(Self(whole.trim_end_matches('/').to_owned()))
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

/// Scheme and rest of a URL.
fn split_scheme(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once(':')?;
    Some((scheme, rest.strip_prefix("//")?))
}

fn is_loopback(authority: &str) -> bool {
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    host == "localhost" || host == "::1" || host.ends_with(".localhost") || host.starts_with("127.")
}

fn is_hostname(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "http://192.168.1.5:8080";

    #[test]
    fn good_hosts() {
        for (text, expected) in [
            ("", AUTHING_CLOUD),
            ("https://login.example.com/", "https://login.example.com"),
            ("/", PAGE),
            ("/auth/", "http://192.168.1.5:8080/auth"),
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://[::1]:3000", "http://[::1]:3000"),
            (PAGE, PAGE),
        ] {
            assert_eq!(ServerUrl::parse(text, PAGE).map(|host| host.0).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn bad_hosts() {
        for text in [
            "login.example.com",
            "http://login.example.com",
            "//evil.example",
            "javascript:alert(1)",
            "ftp://x",
            "https://user@evil.example",
            "https://a.example?x=1",
            "https://a.example#x",
            "https://a b",
            "/\\evil.example",
            "https:///x",
            "http://localhost.evil.example",
        ] {
            assert!(ServerUrl::parse(text, PAGE).is_err(), "{text}");
        }
    }

    #[test]
    fn only_the_shared_host_passes_requests_on() {
        let cloud = ServerUrl::parse("", PAGE).unwrap();
        assert_eq!(cloud.for_requests(Some("shop.authing.cn")).0, "https://shop.authing.cn");
        assert_eq!(cloud.for_requests(Some("evil.example/x@")).0, AUTHING_CLOUD);
        let own = ServerUrl::parse("https://login.example.com", PAGE).unwrap();
        assert_eq!(own.for_requests(Some("shop.authing.cn")), own);
    }
}
