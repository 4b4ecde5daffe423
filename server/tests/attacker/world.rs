//! A server with a hardened application, one that takes plain codes, one whose phone is a mini program, and one where the
//! victim is logged in already.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use guard_protocol::Secret;
use guard_server::clock::ManualClock;
use guard_server::config::{AppConfig, Config, Database, Extension, Limits, WeChatConfig};
use guard_server::state::Parts;
use guard_server::store::sqlite::Sqlite;
use guard_server::store::{Change, NewSession, Store, UserRow, VerifiedNumber};
use guard_server::tokens::{self, ServerKey};
use guard_server::wechat::{Identity, PhoneNumber, Picture, WeChat, WeChatApp, WeChatError};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::request::Request;
use crate::support::{Answer, START, Server, send};

/// The application whose codes have a challenge.
pub(crate) const SHOP: &str = "shop";
/// The application that takes plain codes.
pub(crate) const KIOSK: &str = "kiosk";
/// The application whose phone is a mini program of WeChat.
pub(crate) const PROGRAM: &str = "program";
/// The application that has the victim's token, and the attacker among its operators.
pub(crate) const OTHER: &str = "other";

pub(crate) const VICTIM: &str = "user-of-the-victim-0001";
pub(crate) const ATTACKER: &str = "user-of-the-attacker-01";

/// The phone number that the victim has shared.
pub(crate) const VICTIMS_NUMBER: &str = "13800138000";

/// AppID of the mini program.
const WECHAT_APP: &str = "wx0123456789abcdef";

/// The code by which WeChat knows the user: of a login, and of the phone number. An attacker who holds one could ask for
/// the next, so these count again and again.
pub(crate) fn wechat_code(user_id: &str) -> String {
    format!("wechat-code-of-{user_id}")
}

/// A WeChat that knows the two of them.
#[derive(Debug)]
struct TwoPersons;

impl TwoPersons {
    fn known(code: &Secret) -> Result<&'static str, WeChatError> {
        let known = [VICTIM, ATTACKER].into_iter().find(|id| wechat_code(id) == code.expose());
        known.ok_or(WeChatError::CodeRefused)
    }
}

#[async_trait]
impl WeChat for TwoPersons {
    async fn identity(&self, _: &WeChatApp, code: &Secret) -> Result<Identity, WeChatError> {
        Self::known(code).map(|id| Identity { openid: id.to_owned(), unionid: None })
    }

    async fn phone_number(&self, _: &WeChatApp, code: &Secret, openid: &str) -> Result<PhoneNumber, WeChatError> {
        let number = match Self::known(code)? {
            id if id != openid => return Err(WeChatError::PhoneCodeRefused),
            VICTIM => VICTIMS_NUMBER,
            _ => "13900139000",
        };
        Ok(PhoneNumber { country: "86".to_owned(), number: number.to_owned() })
    }

    async fn code_picture(&self, _: &WeChatApp, _: &str) -> Result<Picture, WeChatError> {
        Ok(Picture { media_type: "image/png", bytes: Bytes::from_static(b"a picture") })
    }
}

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
    let wechat = WeChatConfig {
        app_id: WECHAT_APP.to_owned(),
        app_secret: Secret::new("0123456789abcdef0123456789abcdef"),
        ..WeChatConfig::default()
    };
    let program = AppConfig { wechat: Some(wechat), ..app(PROGRAM, false) };
    let apps = vec![app(SHOP, false), app(KIOSK, true), app(OTHER, false), program];
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
            let number = VerifiedNumber { country: "86".to_owned(), number: VICTIMS_NUMBER.to_owned() };
            let change = Change {
                user_id: id.to_owned(),
                make: None,
                openid: Some((WECHAT_APP.to_owned(), id.to_owned())),
                unionid: None,
                number: (id == VICTIM).then_some(number),
                now: START,
            };
            assert!(store.add(&change).await.unwrap());
        }
        let wechat: Arc<dyn WeChat> = Arc::new(TwoPersons);
        let parts = Parts { store: Some(Arc::clone(&store)), wechat: Some(wechat), ..Parts::default() };
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
