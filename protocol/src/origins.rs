//! Which pages may embed the widget: the application's `allowedOrigins`. The client asks before it shows anything, the
//! server before it answers.

/// Whether a page of `origin`, as the browser writes it, may use an application that lists `patterns`. `own` is the
/// origin of the login server ([`origin_of`] its URL), whose pages always may.
///
/// * An empty list is no list: every page may.
/// * A pattern is an origin (`https://shop.example`) in which `*` stands for any part of a name, of letters, digits, `-`
///   and `.`, so that it never runs over into a port or another scheme. A bare `*` stands for every origin.
/// * Neither case nor a slash at the end nor the scheme's own port matters.
/// * What has no name (`null`, which a sandboxed page sends) is on a list only if that says `null`.
pub fn is_allowed(patterns: &[String], origin: &str, own: Option<&str>) -> bool {
    let named = !matches!(origin, "" | "null");
    let mut is_listing = false;
    for pattern in patterns {
        let pattern = pattern.trim_end_matches('/');
        is_listing |= !pattern.is_empty();
        if named && (pattern == "*" || matches(without_default_port(pattern), origin))
            || pattern == "null" && origin == "null"
        {
            return true;
        }
    }
    !is_listing || named && own.is_some_and(|own| own.eq_ignore_ascii_case(origin))
}

/// The origin of an absolute `http:` or `https:` URL, as browsers write it: in lower case, without the scheme's own
/// port. `None` for anything else, URLs with a user and names beyond ASCII included.
pub fn origin_of(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return None;
    }
    let rest = rest.strip_prefix("//")?.as_bytes();
    let host = rest.split(|byte| matches!(byte, b'/' | b'\\' | b'?' | b'#')).next()?;
    let is_of_host = |byte: &u8| is_of_name(byte) || matches!(byte, b'_' | b'[' | b']' | b':');
    if host.is_empty() || host.starts_with(b":") || !host.iter().all(is_of_host) {
        return None;
    }
    let origin = url.get(..scheme.len() + "://".len() + host.len())?;
    Some(without_default_port(origin).to_ascii_lowercase())
}

/// `origin` without the port that its scheme has anyway.
fn without_default_port(origin: &str) -> &str {
    for (scheme, port) in [("https:", ":443"), ("http:", ":80")] {
        if origin.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)) {
            return origin.strip_suffix(port).unwrap_or(origin);
        }
    }
    origin
}

/// Whether all of `origin` fits `pattern`. Where it does not, the last `*` takes one character more; those before it
/// never need to, since what they could give up is made of the same characters.
fn matches(pattern: &str, origin: &str) -> bool {
    let (pattern, origin) = (pattern.as_bytes(), origin.as_bytes());
    let (mut at, mut seen) = (0, 0);
    // Where the pattern goes on after its last `*`, and how far that `*` reaches.
    let mut star: Option<(usize, usize)> = None;
    loop {
        match (pattern.get(at), origin.get(seen)) {
            (None, None) => return true,
            (Some(b'*'), _) => {
                at += 1;
                star = Some((at, seen));
            }
            (Some(wanted), Some(byte)) if wanted.eq_ignore_ascii_case(byte) => {
                at += 1;
                seen += 1;
            }
            _ => match star {
                Some((after, reach)) if origin.get(reach).is_some_and(is_of_name) => {
                    at = after;
                    seen = reach + 1;
                    star = Some((after, seen));
                }
                _ => return false,
            },
        }
    }
}

fn is_of_name(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OWN: &str = "https://login.example.com";

    fn is_allowed(patterns: &[&str], origin: &str) -> bool {
        let patterns: Vec<String> = patterns.iter().map(ToString::to_string).collect();
        super::is_allowed(&patterns, origin, Some(OWN))
    }

    #[test]
    fn patterns_fit_whole_origins() {
        for (pattern, origin, fits) in [
            ("https://a.example", "https://a.example", true),
            ("https://a.example/", "https://a.example", true),
            ("https://A.example", "https://a.EXAMPLE", true),
            ("https://a.example:443", "https://a.example", true),
            ("http://a.example:80/", "http://a.example", true),
            ("https://a.example:80", "https://a.example", false),
            ("https://a.example", "https://a.example:8443", false),
            ("https://a.example", "https://a.example.evil", false),
            ("https://a.example", "http://a.example", false),
            ("null", "null", true),
            ("null", "https://a.example", false),
            ("null", "", false),
            ("*", "null", false),
            ("https://*.example", "https://shop.example", true),
            ("https://*.example", "https://a.b-1.example", true),
            ("https://*.Example", "https://shop.example", true),
            ("https://*.example", "https://example", false),
            ("https://*.example", "https://shop.example.evil", false),
            ("https://*.example", "https://evil.com/.example", false),
            ("https://*.example", "https://evil.com:1.example", false),
            ("https://*.example", "https://evil@x.example", false),
            ("https://*.example", "https://evil.com?.example", false),
            ("https://*.example", "https://shop.example:8443", false),
            ("https://*.example:*", "https://shop.example:8443", true),
            ("http://localhost:*", "http://localhost:8080", true),
            ("http://localhost:*", "http://localhost", false),
            ("https://*.a.*", "https://x.a.org", true),
            ("https://*.a.*.b", "https://x.a.a.y.b", true),
            ("https://*", "https://x", true),
            ("https://*", "http://x", false),
            ("*://x", "https://x", true),
            ("*.example", "https://shop.example", false),
            ("*", "https://x:1", true),
            ("*", "null", false),
            ("n*", "null", false),
        ] {
            assert_eq!(is_allowed(&[pattern], origin), fits, "{pattern} {origin}");
        }
    }

    #[test]
    fn an_empty_list_is_no_list() {
        for none in [&[][..], &[""], &["/", ""]] {
            assert!(is_allowed(none, "https://any.example"));
            assert!(is_allowed(none, "null"));
        }
        assert!(!is_allowed(&["", "https://a.example"], "https://any.example"));
        assert!(is_allowed(&["https://a.example", "https://b.example"], "https://b.example"));
    }

    #[test]
    fn the_login_server_is_always_allowed() {
        let patterns = ["https://shop.example.com".to_owned()];
        for own in [OWN, "https://LOGIN.example.com"] {
            assert!(super::is_allowed(&patterns, OWN, Some(own)), "{own}");
            assert!(!super::is_allowed(&patterns, "https://login.example.com.evil", Some(own)), "{own}");
            assert!(!super::is_allowed(&patterns, "http://login.example.com", Some(own)), "{own}");
        }
        assert!(!super::is_allowed(&patterns, OWN, None));
        assert!(!super::is_allowed(&patterns, "null", Some("null")));
        assert!(!super::is_allowed(&patterns, "", Some("")));
    }

    #[test]
    fn urls_have_the_origins_that_browsers_give_them() {
        for (url, origin) in [
            ("https://login.example.com", Some("https://login.example.com")),
            ("https://login.example.com/auth/?a#b", Some("https://login.example.com")),
            ("HTTPS://Login.Example.COM:443/", Some("https://login.example.com")),
            ("http://localhost:80", Some("http://localhost")),
            ("http://localhost:443", Some("http://localhost:443")),
            ("http://[::1]:3000/x", Some("http://[::1]:3000")),
            ("http://[::80]", Some("http://[::80]")),
            ("https://a.example\\@evil", Some("https://a.example")),
            ("https://user:pass@a.example", None),
            ("https:a.example", None),
            ("https://a.example?@evil", Some("https://a.example")),
            ("ftp://a.example", None),
            ("file:///etc", None),
            ("https://", None),
            ("https://:443", None),
            ("https://a b", None),
            ("https://登录.example", None),
            ("/login", None),
            ("null", None),
            ("", None),
        ] {
            assert_eq!(origin_of(url).as_deref(), origin, "{url}");
        }
    }

    /// The rule as it is said: every way to spend the stars is tried.
    fn matches_by_trial(pattern: &[u8], origin: &[u8]) -> bool {
        match pattern.split_first() {
            None => origin.is_empty(),
            Some((b'*', rest)) => {
                let reach = origin.iter().take_while(|byte| is_of_name(byte)).count();
                (0..=reach).any(|taken| matches_by_trial(rest, &origin[taken..]))
            }
            Some((byte, rest)) => {
                origin.first().is_some_and(|of| of.eq_ignore_ascii_case(byte)) && matches_by_trial(rest, &origin[1..])
            }
        }
    }

    proptest! {
        #[test]
        fn one_pass_finds_what_trying_all_ways_finds(pattern in "[ab.:/*]{0,9}", origin in "[abB.:/]{0,12}") {
            prop_assert_eq!(matches(&pattern, &origin), matches_by_trial(pattern.as_bytes(), origin.as_bytes()));
        }

        #[test]
        fn a_pattern_without_a_star_fits_itself_alone(a in "https?://[a-z.]{1,9}(:[1-9][0-9]{3})?", b in "https?://[a-z.]{1,9}") {
            prop_assert!(is_allowed(&[&a], &a.to_ascii_uppercase()));
            prop_assert_eq!(is_allowed(&[&a], &b), a == b);
        }

        #[test]
        fn a_star_covers_names_and_nothing_else(wild in "\\PC{0,12}") {
            let fits = is_allowed(&["https://*.a.example"], &format!("https://{wild}.a.example"));
            prop_assert_eq!(fits, wild.bytes().all(|byte| is_of_name(&byte)));
        }

        #[test]
        fn no_list_that_does_not_name_it_lets_null_in(patterns in prop::collection::vec("[nul*:/]{1,6}[nul*]", 1..4)) {
            let named = patterns.iter().any(|pattern| pattern == "null");
            prop_assert_eq!(super::is_allowed(&patterns, "null", Some("null")), named);
        }

        #[test]
        fn an_origin_is_its_own_origin(host in "[a-zA-Z0-9.-]{1,12}", port in prop::option::of(1u16..), path in "[/?#][a-z@:/]{0,9}") {
            let port = port.map_or(String::new(), |port| format!(":{port}"));
            let origin = origin_of(&format!("https://{host}{port}{path}")).unwrap();
            prop_assert_eq!(origin_of(&origin), Some(origin.clone()));
            prop_assert!(super::is_allowed(&["https://no.example".to_owned()], &origin, Some(&origin)));
        }
    }
}
