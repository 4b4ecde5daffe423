//! Whose page a request comes from, as the browser that sent it tells.

use axum::http::{HeaderMap, Method, header};

use super::extract::text_of;

/// What a browser says of who sends a request (Fetch Metadata, W3C). Scripts cannot set it.
const SEC_FETCH_SITE: &str = "sec-fetch-site";

/// Whether a page of the origin `own` sent the request. Older browsers say it by `Origin`, which they leave out of a
/// `GET` to the page's own server: nobody else can read the answer of one.
pub(super) fn is_own_page(method: &Method, headers: &HeaderMap, own: Option<&str>) -> bool {
    if headers.contains_key(SEC_FETCH_SITE) {
        return text_of(headers, SEC_FETCH_SITE) == Some("same-origin");
    }
    match headers.get(header::ORIGIN) {
        Some(_) => own.is_some() && text_of(headers, header::ORIGIN.as_str()) == own,
        None => method == Method::GET,
    }
}

/// Whether a browser says that another site's page sent the form. One that says nothing is believed for as far as the
/// proof in the form goes: a page that sends no referrer sends no origin with its forms either (Fetch, section 3.2).
pub(super) fn is_foreign(headers: &HeaderMap, own: Option<&str>) -> bool {
    if headers.contains_key(SEC_FETCH_SITE) {
        return text_of(headers, SEC_FETCH_SITE) != Some("same-origin");
    }
    match (headers.contains_key(header::ORIGIN), text_of(headers, header::ORIGIN.as_str())) {
        (false, _) | (true, Some("null")) => false,
        (true, origin) => origin.is_none() || origin != own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_own(method: Method, pairs: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        is_own_page(&method, &headers, Some("https://own.example"))
    }

    #[test]
    fn the_browser_tells_who_sends() {
        for (site, own) in [("same-origin", true), ("same-site", false), ("cross-site", false), ("none", false)] {
            assert_eq!(is_own(Method::POST, &[(SEC_FETCH_SITE, site)]), own, "{site}");
            assert_eq!(
                is_own(Method::GET, &[(SEC_FETCH_SITE, site), ("origin", "https://own.example")]),
                own,
                "{site}"
            );
        }
    }

    #[test]
    fn who_says_two_things_is_not_believed() {
        let own = ("origin", "https://own.example");
        assert!(!is_own(Method::POST, &[(SEC_FETCH_SITE, "same-origin"), (SEC_FETCH_SITE, "cross-site"), own]));
        assert!(!is_own(Method::POST, &[own, ("origin", "https://shop.example")]));
    }

    #[test]
    fn an_older_browser_tells_by_the_origin() {
        assert!(is_own(Method::POST, &[("origin", "https://own.example")]));
        for origin in ["https://shop.example", "null", "https://own.example.evil", "http://own.example"] {
            assert!(!is_own(Method::POST, &[("origin", origin)]), "{origin}");
            assert!(!is_own(Method::GET, &[("origin", origin)]), "{origin}");
        }
        assert!(is_own(Method::GET, &[]));
        assert!(!is_own(Method::POST, &[]), "a form of another site may be sent without");
    }

    #[test]
    fn another_sites_form_is_known_by_what_the_browser_says() {
        let own = Some("https://own.example");
        for (pairs, foreign) in [
            (&[][..], false),
            (&[("sec-fetch-site", "same-origin"), ("origin", "null")], false),
            (&[("sec-fetch-site", "same-site")], true),
            (&[("sec-fetch-site", "cross-site"), ("origin", "https://own.example")], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "same-origin")], true),
            (&[("origin", "https://own.example")], false),
            (&[("origin", "null")], false),
            (&[("origin", "https://evil.example")], true),
            (&[("origin", "https://own.example"), ("origin", "https://evil.example")], true),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.append(*name, value.parse().unwrap());
            }
            assert_eq!(is_foreign(&headers, own), foreign, "{pairs:?}");
        }
    }
}
