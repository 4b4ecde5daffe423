//! An OpenID provider with clients of each kind, whose authorizations a test makes by itself.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "a module of test files, each of which uses a part")]

use std::sync::Arc;

use guard_protocol::{Secret, challenge};
use guard_server::clock::{Clock as _, ManualClock};
use guard_server::config::{AppConfig, AppOidc, AuthMethod, Config, SigningAlg};
use guard_server::state::Parts;
use guard_server::store::sqlite::{IN_MEMORY, Sqlite};
use guard_server::store::{NewGrant, Store, UserRow};
use guard_server::tokens;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};
use reqwest::RequestBuilder;
use serde_json::Value;

use crate::support::{Answer, START, Server, demo_config, send};

pub const REDIRECT: &str = "https://shop.example/callback";
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// Of the clients `basic` and `post`; what a form would change is in it.
pub const SECRET: &str = "a secret+of %more=than&32:characters";

pub struct Provider {
    pub server: Server,
    pub store: Arc<dyn Store>,
}

/// A client of this id.
pub fn client(id: &str, oidc: AppOidc) -> AppConfig {
    AppConfig {
        id: id.to_owned(),
        name: id.to_owned(),
        redirect_uris: vec![REDIRECT.to_owned()],
        allowed_origins: vec![format!("https://{id}.example")],
        oidc,
        ..AppConfig::default()
    }
}

pub fn provider_config() -> Config {
    let with_secret =
        |auth_method| AppOidc { auth_method, client_secret: Some(Secret::new(SECRET)), ..AppOidc::default() };
    let apps = vec![
        client("shop", AppOidc::default()),
        client("es", AppOidc { signing_alg: SigningAlg::Es256, ..AppOidc::default() }),
        client("basic", with_secret(AuthMethod::ClientSecretBasic)),
        client("post", with_secret(AuthMethod::ClientSecretPost)),
    ];
    Config { demo: false, apps, ..demo_config() }
}

impl Provider {
    pub async fn start() -> Self {
        Self::with(provider_config()).await
    }

    pub async fn with(config: Config) -> Self {
        Self::on(config, Arc::new(Sqlite::open(IN_MEMORY).unwrap()), ManualClock::new(START)).await
    }

    /// One of several nodes.
    pub async fn on(config: Config, store: Arc<dyn Store>, clock: ManualClock) -> Self {
        let user = UserRow {
            id: "u-lin".to_owned(),
            username: Some("lin".to_owned()),
            email: Some("lin@shanlan.cn".to_owned()),
            phone: Some("13800000001".to_owned()),
            nickname: Some("Lin".to_owned()),
            photo: Some("/lin.svg".to_owned()),
        };
        store.add_user(user, None, START).await.unwrap();
        let parts = Parts { store: Some(Arc::clone(&store)), ..Parts::default() };
        Self { server: Server::of(config, clock, parts).await, store }
    }

    /// A code of `lin` for a client, as the authorize endpoint makes it; `change` says what is special.
    pub async fn code(&self, app_id: &str, change: impl FnOnce(&mut NewGrant)) -> String {
        let code = tokens::random_text::<32>();
        let now = self.server.clock.now();
        let mut grant = NewGrant {
            id: tokens::random_text::<16>(),
            user_id: "u-lin".to_owned(),
            app_id: app_id.to_owned(),
            sid: "browser-1".to_owned(),
            scope: "openid profile email phone offline_access".to_owned(),
            auth_time: now - 5_000,
            amr: "password".to_owned(),
            nonce: Some("n-0S6".to_owned()),
            redirect_uri: REDIRECT.to_owned(),
            challenge: Some(challenge::of(&Secret::new(VERIFIER))),
            code_hash: tokens::hash(&Secret::new(code.as_str())),
            now,
            code_expires_at: now + 60_000,
        };
        change(&mut grant);
        self.store.add_grant(grant).await.unwrap();
        code
    }

    pub fn form(&self, path: &str, parameters: &[(&str, &str)]) -> RequestBuilder {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(parameters);
        let request = self.server.http.post(format!("{}{path}", self.server.url));
        request.header("content-type", "application/x-www-form-urlencoded").body(body.finish())
    }

    pub async fn exchange(&self, app_id: &str, code: &str) -> Answer {
        let parameters = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", REDIRECT),
            ("client_id", app_id),
            ("code_verifier", VERIFIER),
        ];
        send(self.form("/oidc/token", &parameters)).await
    }

    pub async fn refresh(&self, app_id: &str, token: &str) -> Answer {
        let parameters = [("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", app_id)];
        send(self.form("/oidc/token", &parameters)).await
    }

    /// Fresh tokens of a public client.
    pub async fn tokens(&self, app_id: &str) -> Value {
        let code = self.code(app_id, |_| ()).await;
        granted(&self.exchange(app_id, &code).await)
    }

    pub async fn me(&self, token: &str) -> Answer {
        send(self.server.get("/oidc/me").bearer_auth(token)).await
    }

    /// The claims of a token of ours, verified by the published keys; none when they do not verify it.
    pub async fn verified(&self, token: &str) -> Option<Value> {
        let keys = send(self.server.get("/oidc/.well-known/jwks.json")).await;
        verified_by(&serde_json::from_value(keys.body).unwrap(), token)
    }
}

/// The claims of a token that a key of the set verifies.
pub fn verified_by(keys: &JwkSet, token: &str) -> Option<Value> {
    let header = decode_header(token).ok()?;
    let key = DecodingKey::from_jwk(keys.find(header.kid.as_deref()?)?).ok()?;
    let mut validation = Validation::new(header.alg);
    (validation.validate_exp, validation.validate_aud) = (false, false);
    validation.required_spec_claims.clear();
    decode::<Value>(token, &key, &validation).ok().map(|token| token.claims)
}

/// The tokens of an answer.
#[track_caller]
pub fn granted(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.body.clone()
}

/// A refusal of OAuth.
#[track_caller]
pub fn assert_refused(answer: &Answer, status: u16, error: &str) {
    assert_eq!((answer.status, answer.body["error"].as_str()), (status, Some(error)), "{answer:?}");
    assert_eq!(answer.header("cache-control"), "no-store", "{answer:?}");
    assert!(answer.body["error_description"].is_string(), "{answer:?}");
}

pub fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_else(|| panic!("no {field} in {value}")).to_owned()
}
