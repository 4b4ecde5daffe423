//! A server with a hardened application, one that takes plain codes, and one where the victim is logged in already.

use std::sync::Arc;

use guard_protocol::Secret;
use guard_server::clock::ManualClock;
use guard_server::config::{AppConfig, Config, Database, Extension, Limits};
use guard_server::state::Parts;
use guard_server::store::sqlite::Sqlite;
use guard_server::store::{NewSession, Store, UserRow};
use guard_server::tokens::{self, ServerKey};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::request::Request;
use crate::support::{Answer, START, Server, send};

/// The application whose codes have a challenge.
pub(crate) const SHOP: &str = "shop";
/// The application that takes plain codes.
pub(crate) const KIOSK: &str = "kiosk";
/// The application that has the victim's token, and the attacker among its operators.
pub(crate) const OTHER: &str = "other";

pub(crate) const VICTIM: &str = "user-of-the-victim-0001";
pub(crate) const ATTACKER: &str = "user-of-the-attacker-01";

pub(crate) struct World {
    pub(crate) server: Server,
    pub(crate) store: Arc<dyn Store>,
    /// The server's own key: what it derives must not be seen.
    pub(crate) key: ServerKey,
}

fn app(id: &str, allow_plain: bool) -> AppConfig {
    let extension = Extension { allow_plain, ..Extension::default() };
    AppConfig { id: id.to_owned(), name: id.to_owned(), extension, ..AppConfig::default() }
}

fn config() -> Config {
    const MANY: u32 = 1_000_000;
    let limits = Limits {
        codes_per_minute: MANY,
        logins_per_minute: MANY,
        scans_per_minute: MANY,
        confirms_per_minute: MANY,
        redeems_per_minute: MANY,
        ..Limits::default()
    };
    let apps = vec![app(SHOP, false), app(KIOSK, true), app(OTHER, false)];
    Config { database: Database::Memory, limits, apps, ..Config::default() }
}

impl World {
    pub(crate) async fn start() -> Self {
        let store: Arc<dyn Store> = Arc::new(Sqlite::open(":memory:").unwrap());
        for id in [VICTIM, ATTACKER] {
            let name = Some(format!("name of {id}"));
            let user =
                UserRow { id: id.to_owned(), username: name, email: None, phone: None, nickname: None, photo: None };
            store.add_user(user, None, START).await.unwrap();
        }
        let parts = Parts { store: Some(Arc::clone(&store)), ..Parts::default() };
        let server = Server::of(config(), ManualClock::new(START), parts).await;
        // The server makes its key before it answers.
        send(server.get("/healthz")).await;
        let key = store.key("derive").await.unwrap().unwrap();
        Self { server, store, key: ServerKey::new(key.try_into().unwrap()) }
    }

    pub(crate) fn now(&self) -> i64 {
        guard_server::clock::Clock::now(&self.server.clock)
    }

    /// A login at `app_id`, as a password gives it.
    pub(crate) async fn log_in(&self, user_id: &str, app_id: &str) -> String {
        let token = tokens::random_text::<32>();
        let now = self.now();
        let session = NewSession {
            token_hash: tokens::hash(&Secret::new(token.as_str())),
            app_id: app_id.to_owned(),
            method: "password",
            now,
            expires_at: now + 1_000_000_000,
        };
        self.store.add_session(user_id, session).await.unwrap();
        token
    }

    /// Sends a request as it is; `None`: HTTP cannot say it.
    pub(crate) async fn send(&self, request: &Request) -> Option<Answer> {
        let mut headers = HeaderMap::new();
        let cookies: Vec<_> = request.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookie = (!cookies.is_empty()).then(|| ("cookie".to_owned(), cookies.join("; ")));
        for (name, value) in request.headers.iter().chain(&cookie) {
            let name: HeaderName = name.parse().unwrap();
            headers.append(name, HeaderValue::from_bytes(value.as_bytes()).ok()?);
        }
        let mut url = Url::parse(&format!("{}{}", self.server.url, request.path)).ok()?;
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&request.query);
        }
        let mut builder = self.server.http.request(request.method.clone(), url).headers(headers);
        if let Some(body) = &request.body {
            builder = builder.body(body.text());
        }
        Some(send(builder).await)
    }
}
