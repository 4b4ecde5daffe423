//! A browser in front of the provider: it keeps cookies, follows no redirect by itself, and says who sends a form.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "a module of test files, each of which uses a part of it"
)]

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guard_server::config::{AppConfig, Config};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use sha2::{Digest as _, Sha256};
use url::{Url, form_urlencoded};

use crate::support::{Answer, Server, demo_config, send};

pub const PASSWORD: &str = "shanlan-tea-2026";
pub const VERIFIER: &str = "a-verifier-of-one-application-that-is-long-enough";
pub const REDIRECT: &str = "https://shop.example/cb";

/// A server with the application `shop` beside a second one, `blog`, and the users of the demo.
pub fn config() -> Config {
    config_with(|_| {})
}

pub fn config_with(change: impl FnOnce(&mut AppConfig)) -> Config {
    let mut shop = guard_server::demo::app("http://login.example");
    shop.redirect_uris = vec![REDIRECT.to_owned(), "http://127.0.0.1:3000/cb?a=1".to_owned()];
    change(&mut shop);
    Config { app: Some(shop), ..demo_config() }
}

/// A browser.
pub struct Person<'a> {
    pub server: &'a Server,
    http: Client,
    pub cookies: BTreeMap<String, String>,
}

impl<'a> Person<'a> {
    pub fn new(server: &'a Server) -> Self {
        let http = Client::builder().redirect(Policy::none()).build().unwrap();
        Self { server, http, cookies: BTreeMap::new() }
    }

    async fn send(&mut self, request: RequestBuilder) -> Answer {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = if cookies.is_empty() { request } else { request.header("cookie", cookies.join("; ")) };
        let answer = send(request).await;
        for set in answer.headers.get_all("set-cookie") {
            let (name, value) = set.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    /// Follows a link of this server's: a path, or its whole URL.
    pub async fn open(&mut self, url: &str) -> Answer {
        let url = if url.starts_with('/') { format!("{}{url}", self.server.url) } else { url.to_owned() };
        let request = self.http.get(url);
        self.send(request).await
    }

    /// Sends a form of a page of this server's.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.submit_from(path, fields, &[("sec-fetch-site", "same-origin")]).await
    }

    /// Sends a form with these headers.
    pub async fn submit_from(&mut self, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut request = self.http.post(format!("{}{path}", self.server.url)).body(body);
        request = request.header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request).await
    }

    /// Asks for a code as the demo application, with `changes` to the request; answers what the server says first.
    pub async fn authorize(&mut self, changes: &[(&str, &str)]) -> Answer {
        self.open(&format!("/oidc/auth?{}", request(changes))).await
    }

    /// [`authorize`](Self::authorize), up to the page, a second later than whatever was before.
    pub async fn page(&mut self, changes: &[(&str, &str)]) -> Shown {
        self.server.pass(1);
        let first = self.authorize(changes).await;
        let url = location(&first);
        assert!(url.starts_with("/login?"), "{first:?}");
        let page = self.open(&url).await;
        assert_eq!(page.status, 200, "{page:?}");
        Shown::of(&url, &page)
    }

    /// Types an account and its password into the page.
    pub async fn log_in(&mut self, shown: &Shown, account: &str, password: &str) -> Answer {
        let fields = [("csrf", shown.csrf.as_str()), ("account", account), ("password", password)];
        self.submit(&shown.action("password"), &fields).await
    }

    /// From nothing to the answer that the application gets.
    pub async fn log_in_as(&mut self, account: &str, changes: &[(&str, &str)]) -> Url {
        let shown = self.page(changes).await;
        let back = self.log_in(&shown, account, PASSWORD).await;
        let answer = self.open(&location(&back)).await;
        Url::parse(&location(&answer)).unwrap()
    }
}

/// A page of an interaction.
#[derive(Debug)]
pub struct Shown {
    pub id: String,
    pub csrf: String,
    pub html: String,
}

impl Shown {
    pub fn of(url: &str, page: &Answer) -> Self {
        let html = page.body.as_str().unwrap().to_owned();
        let csrf = html.split("name=\"csrf\" value=\"").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
        let id = url.split("interaction=").nth(1).unwrap().split('&').next().unwrap().to_owned();
        Self { id, csrf: csrf.unwrap_or_default(), html }
    }

    pub fn action(&self, what: &str) -> String {
        format!("/login/interaction/{}/{what}", self.id)
    }
}

/// The query of a good request, with `changes`; an empty value takes one out.
pub fn request(changes: &[(&str, &str)]) -> String {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    let good = [
        ("client_id", "demo"),
        ("redirect_uri", REDIRECT),
        ("response_type", "code"),
        ("scope", "openid profile"),
        ("state", "st4te"),
        ("nonce", "n0nce"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    let kept = good.iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    form_urlencoded::Serializer::new(String::new()).extend_pairs(kept.chain(changes)).finish()
}

/// Where an answer leads.
#[track_caller]
pub fn location(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{answer:?}");
    answer.header("location")
}

/// A parameter of a URL's query.
pub fn param(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
}
