//! Which pictures are shown: a URL from a server or a translation must not be able to do more than be a picture.

/// The URL to load for `text`, or `None` when it is none that may be shown: https:, a picture in a data: URL, a path on
/// `base` (`https://login.example.com`), or a URL below `base` itself.
pub fn image_url(text: &str, base: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
        return None;
    }
    if let Some(path) = text.strip_prefix('/') {
        return (!path.starts_with('/')).then(|| format!("{}/{path}", origin(base)));
    }
    let starts = |prefix: &str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let below_base = text.strip_prefix(origin(base)).is_some_and(|rest| rest.starts_with('/'));
    (starts("https://") || starts("data:image/") || below_base).then(|| text.to_owned())
}

fn origin(base: &str) -> &str {
    let has_scheme = |at: &usize| base[*at..].starts_with("://");
    let after_scheme = base.find(':').filter(has_scheme).map_or(0, |at| at + 3);
    base[after_scheme..].find('/').map_or(base, |at| &base[..after_scheme + at])
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "http://127.0.0.1:8080/auth";

    #[test]
    fn pictures_pass() {
        for (text, url) in [
            ("https://cdn.example/logo.png", "https://cdn.example/logo.png"),
            ("HTTPS://cdn.example/logo.png", "HTTPS://cdn.example/logo.png"),
            ("/demo/logo.svg", "http://127.0.0.1:8080/demo/logo.svg"),
            ("http://127.0.0.1:8080/x.png", "http://127.0.0.1:8080/x.png"),
            ("data:image/png;base64,AA==", "data:image/png;base64,AA=="),
        ] {
            assert_eq!(image_url(text, BASE).as_deref(), Some(url));
        }
    }

    #[test]
    fn everything_else_does_not() {
        for text in [
            "",
            "javascript:alert(1)",
            "data:text/html,x",
            "http://cdn.example/x.png",
            "http://127.0.0.1:8080.evil.example/x.png",
            "//evil.example/x.png",
            "https://a\n.example",
            "logo.png",
            "图",
        ] {
            assert_eq!(image_url(text, BASE), None, "{text}");
        }
    }
}
