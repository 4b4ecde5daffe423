//! Pages of the server's own as responses, and answers to applications.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use url::Url;

use super::headers;
use super::pages::HTML;
use crate::page::{self, FORM_SCRIPT, Look, MESSAGE_SCRIPT, Page, hash_source};
use crate::services::oidc::authorize::{Answer, ResponseMode};

/// Who may show a page in a frame.
#[derive(Clone, Copy, Debug)]
enum Framed<'a> {
    ByNobody,
    By(&'a str),
}

/// What a page may do besides being shown.
#[derive(Clone, Debug, Default)]
pub(super) struct May {
    /// Sources of its scripts, as a policy has them.
    scripts: String,
    /// Where its forms may lead, besides this server and every https page; `None`: anywhere.
    forms: Option<String>,
    /// Pages that it shows in frames.
    frames: String,
}

impl May {
    /// The login of an application that answers at `redirect_uri`. Its forms post to this server; where the answer to one
    /// leads is judged by the same rule in some browsers, hops of the application's own included.
    pub(super) fn log_in(redirect_uri: &str) -> Self {
        let origin = Url::parse(redirect_uri).map(|url| url.origin().ascii_serialization()).unwrap_or_default();
        let insecure = if origin.starts_with("http:") { origin } else { String::new() };
        Self { scripts: "'self' 'wasm-unsafe-eval'".to_owned(), forms: Some(insecure), frames: String::new() }
    }

    /// Say something, and take a form whose answer may lead to `uri`.
    pub(super) fn lead_to(uri: &str) -> Self {
        Self { scripts: String::new(), ..Self::log_in(uri) }
    }

    /// Say something, and take a form of this server's.
    pub(super) fn speak() -> Self {
        Self { scripts: String::new(), forms: Some(String::new()), frames: String::new() }
    }

    /// [`speak`](Self::speak), and show these pages in frames.
    pub(super) fn frame(urls: &[String]) -> Self {
        let origins = urls.iter().filter_map(|url| Some(Url::parse(url).ok()?.origin().ascii_serialization()));
        Self { frames: origins.collect::<Vec<_>>().join(" "), ..Self::speak() }
    }

    fn script(text: &str) -> Self {
        Self { scripts: hash_source(text), forms: None, frames: String::new() }
    }

    fn policy(&self, page: &Page, framed: Framed<'_>) -> HeaderValue {
        let or_none = |sources: &str| if sources.is_empty() { "'none'".to_owned() } else { sources.to_owned() };
        let ancestors = match framed {
            Framed::ByNobody => "'none'",
            Framed::By(origin) => origin,
        };
        let mut policy = format!(
            "default-src 'none'; script-src {}; style-src 'self' {}; img-src 'self' data: https:; connect-src 'self'; \
             frame-src {}; base-uri 'none'; frame-ancestors {ancestors}",
            or_none(&self.scripts),
            page.style_hashes,
            or_none(&self.frames),
        );
        if let Some(insecure) = &self.forms {
            policy.push_str("; form-action 'self' https: ");
            policy.push_str(insecure);
        }
        // Every part is of the alphabet of URLs; the tightest policy stands for one that is not.
        HeaderValue::try_from(policy.trim_end()).unwrap_or(HeaderValue::from_static("default-src 'none'"))
    }
}

/// The headers of all that belongs to a login at the provider. There is no `Cross-Origin-Opener-Policy`: a popup must
/// find the window that opened it.
fn common() -> [(HeaderName, HeaderValue); 3] {
    [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ]
}

fn respond(status: StatusCode, page: Page, may: &May, framed: Framed<'_>) -> Response {
    let policy = may.policy(&page, framed);
    let mut response = (status, [(header::CONTENT_TYPE, HeaderValue::from_static(HTML))], page.html).into_response();
    headers::set(response.headers_mut(), common());
    headers::set(response.headers_mut(), [(header::CONTENT_SECURITY_POLICY, policy)]);
    if matches!(framed, Framed::ByNobody) {
        headers::set(response.headers_mut(), [(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"))]);
    }
    response
}

/// A page that nobody may frame.
pub(super) fn show(status: StatusCode, page: Page, may: &May) -> Response {
    respond(status, page, may, Framed::ByNobody)
}

/// Sends the browser on. With 303 it asks by `GET` whatever it did before, so that no form and no password goes along
/// (RFC 9700, section 4.12).
pub(super) fn go_to(url: &str) -> Response {
    let location = HeaderValue::try_from(url).unwrap_or(HeaderValue::from_static("/"));
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
    headers::set(response.headers_mut(), common());
    response
}

/// The answer to an application, by the way that it asked for.
pub(super) fn to_application(answer: &Answer, issuer: &str, look: &Look<'_>) -> Response {
    match (answer.mode, answer.origin()) {
        (ResponseMode::FormPost, _) => {
            show(StatusCode::OK, page::form_post(look, answer, issuer), &May::script(FORM_SCRIPT))
        }
        (ResponseMode::WebMessage, Some(origin)) => {
            let page = page::web_message(look, answer, issuer, &origin);
            respond(StatusCode::OK, page, &May::script(MESSAGE_SCRIPT), Framed::By(&origin))
        }
        (ResponseMode::Query | ResponseMode::Fragment | ResponseMode::WebMessage, _) => go_to(&answer.url(issuer)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(may: &May, framed: Framed<'_>) -> String {
        let page = Page { html: String::new(), style_hashes: "'sha256-x'".to_owned() };
        may.policy(&page, framed).to_str().unwrap().to_owned()
    }

    #[test]
    fn the_forms_of_a_login_lead_to_https_and_to_the_applications_own_page() {
        let of = |uri| policy(&May::log_in(uri), Framed::ByNobody);
        assert!(of("https://shop.example/cb").ends_with("; form-action 'self' https:"));
        assert!(of("http://127.0.0.1:3000/cb").ends_with("; form-action 'self' https: http://127.0.0.1:3000"));
    }

    #[test]
    fn only_a_message_may_be_framed_and_by_its_target_alone() {
        assert!(policy(&May::speak(), Framed::ByNobody).contains("frame-ancestors 'none'"));
        let framed = policy(&May::script("x"), Framed::By("https://shop.example"));
        assert!(framed.contains("frame-ancestors https://shop.example") && !framed.contains("form-action"));
        assert!(framed.contains("script-src 'sha256-"));
    }

    #[test]
    fn a_redirect_is_a_303_that_nobody_keeps() {
        let response = go_to("https://shop.example/cb?code=x");
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        assert_eq!(response.headers()[header::REFERRER_POLICY], "no-referrer");
        assert!(!response.headers().contains_key("cross-origin-opener-policy"));
    }
}
