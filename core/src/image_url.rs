//! Which pictures are shown: a URL from a server or a translation must not be able to do more than be a picture.

use crate::web_url::{UrlParser, has_trap};

/// The URL to load for `text`, or `None` when it is none that may be shown: https:, a picture in a data: URL, a path on
/// `base` (`https://login.example.com`), or a URL on the server of `base`.
pub fn image_url(text: &str, base: &str, parser: UrlParser) -> Option<String> {
    let text = text.trim();
    let is_path = text.starts_with('/') && !text.starts_with("//");
    if has_trap(text) || !(is_path || text.contains(':')) {
        return None;
    }
    let url = parser(text, base)?;
    let may_be_shown = match url.scheme() {
        "https" => true,
        "http" => url.is_on(origin(base)),
        "data" => url.href.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("data:image/")),
        _ => false,
    };
    may_be_shown.then_some(url.href)
}

/// The origin of the server at `base`.
pub(crate) fn origin(base: &str) -> &str {
    let after_scheme = base.find(':').map_or(0, |end| end + 3);
    base.get(after_scheme..).and_then(|rest| rest.find('/')).map_or(base, |at| &base[..after_scheme + at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web_url;

    const BASE: &str = "http://127.0.0.1:8080/auth";

    #[test]
    fn pictures_pass() {
        for (text, url) in [
            ("https://cdn.example/logo.png", "https://cdn.example/logo.png"),
            ("HTTPS://CDN.example/logo.png", "https://cdn.example/logo.png"),
            ("/demo/logo.svg", "http://127.0.0.1:8080/demo/logo.svg"),
            ("http://127.0.0.1:8080/x.png", "http://127.0.0.1:8080/x.png"),
            ("data:image/png;base64,AA==", "data:image/png;base64,AA=="),
        ] {
            assert_eq!(image_url(text, BASE, web_url::parse).as_deref(), Some(url));
        }
    }

    #[test]
    fn everything_else_does_not() {
        for text in [
            "",
            "javascript:alert(1)",
            "data:text/html,x",
            "data:text/html,image/png",
            "data:,image/png",
            "blob:https://a.example/1",
            "file:///x.png",
            "http://127.0.0.1:8080@evil.example/x.png",
            "http://127.0.0.1:8081/x.png",
            "/\\evil.example/x.png",
            "http://cdn.example/x.png",
            "http://127.0.0.1:8080.evil.example/x.png",
            "//evil.example/x.png",
            "https://a\n.example",
            "logo.png",
            "图",
        ] {
            assert_eq!(image_url(text, BASE, web_url::parse), None, "{text}");
        }
    }
}
