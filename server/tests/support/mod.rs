//! A server in this process on a free port with a clock that the test sets, and clients for its two sides: the
//! browser that shows a code and the phone that scans it.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "a module of test files, each of which uses a part of it"
)]

use std::io::Write as _;
use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use guard_protocol::{AppId, Secret, challenge, paths};
use guard_server::clock::{Clock, ManualClock};
use guard_server::config::{Config, Database, Limits};
use guard_server::state::Parts;
use guard_server::wake::LocalWake;
use guard_server::{serve_with, tokens};
use reqwest::{Client, RequestBuilder};
use rsa::pkcs8::DecodePublicKey as _;
use rsa::{Pkcs1v15Encrypt, RsaPublicKey};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The time at which every test starts, in ms.
pub const START: i64 = 1_800_000_000_000;

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
}

impl Answer {
    pub fn code(&self) -> i64 {
        self.body["code"].as_i64().unwrap_or_else(|| panic!("no code in {self:?}"))
    }

    /// A header; empty when it is missing.
    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    #[track_caller]
    pub fn data(&self) -> &Value {
        assert_eq!((self.status, self.code()), (200, 200), "{self:?}");
        &self.body["data"]
    }

    #[track_caller]
    pub fn text(&self, field: &str) -> String {
        self.data()[field].as_str().unwrap_or_else(|| panic!("no {field} in {self:?}")).to_owned()
    }

    #[track_caller]
    pub fn refused(&self, status: u16, code: i64) {
        assert_eq!((self.status, self.code()), (status, code), "{self:?}");
    }

    /// The `status` of a QR code in it.
    #[track_caller]
    pub fn qr_status(&self) -> i64 {
        self.data()["status"].as_i64().unwrap()
    }
}

pub async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.unwrap();
    Answer { status, headers, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) }
}

pub struct Server {
    pub url: String,
    pub http: Client,
    pub clock: ManualClock,
    pub wake: LocalWake,
    stop: Option<oneshot::Sender<()>>,
    task: Option<JoinHandle<()>>,
}

/// The demo with limits out of the way: a test sends all that it sends from one address, in no time.
pub fn demo_config() -> Config {
    Config { demo: true, database: Database::Memory, limits: raised(), ..Config::default() }
}

fn raised() -> Limits {
    const MANY: u32 = 1_000_000;
    Limits {
        codes_per_minute: MANY,
        logins_per_minute: MANY,
        scans_per_minute: MANY,
        confirms_per_minute: MANY,
        redeems_per_minute: MANY,
        authorizations_per_minute: MANY,
        tokens_per_minute: MANY,
        ..Limits::default()
    }
}

/// The demo with plain clients allowed.
pub fn plain_config() -> Config {
    let mut app = guard_server::demo::app("http://login.example");
    app.extension.allow_plain = true;
    Config { app: Some(app), ..demo_config() }
}

impl Server {
    pub async fn start() -> Self {
        Self::with(demo_config()).await
    }

    pub async fn with(config: Config) -> Self {
        Self::at(config, ManualClock::new(START)).await
    }

    pub async fn at(config: Config, clock: ManualClock) -> Self {
        Self::of(config, clock, Parts::default()).await
    }

    /// A server of these parts; clock and wake-ups are the test's.
    pub async fn of(config: Config, clock: ManualClock, parts: Parts) -> Self {
        let parts = Parts { clock: Arc::new(clock.clone()), ..parts };
        Self::of_parts(config, clock, parts).await
    }

    /// A server with a clock of another kind; moving the test's moves nothing.
    pub async fn with_clock(config: Config, clock: Arc<dyn Clock>) -> Self {
        Self::of_parts(config, ManualClock::new(START), Parts { clock, ..Parts::default() }).await
    }

    async fn of_parts(config: Config, clock: ManualClock, parts: Parts) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let wake = LocalWake::default();
        let parts = Parts { wake: Arc::new(wake.clone()), ..parts };
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(async move {
            let shutdown = async {
                let _ = stopped.await;
            };
            serve_with(config, listener, parts, shutdown).await.unwrap();
        });
        let http = Client::builder().timeout(Duration::from_secs(40)).build().unwrap();
        Self { url, http, clock, wake, stop: Some(stop), task: Some(task) }
    }

    /// Asks the server to end, without waiting.
    pub fn signal(&mut self) {
        drop(self.stop.take());
    }

    /// Ends the server and waits for it.
    pub async fn stop(mut self) {
        self.signal();
        self.task.take().unwrap().await.unwrap();
    }

    pub fn pass(&self, seconds: i64) {
        self.clock.advance(seconds * 1000);
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.http.get(format!("{}{path}", self.url))
    }

    pub fn post(&self, path: &str, body: &Value) -> RequestBuilder {
        self.post_from(&self.url, path, body)
    }

    /// A request of a page of `origin`.
    pub fn post_from(&self, origin: &str, path: &str, body: &Value) -> RequestBuilder {
        self.post_without_origin(path, body).header("origin", origin)
    }

    pub fn post_without_origin(&self, path: &str, body: &Value) -> RequestBuilder {
        self.http.post(format!("{}{path}", self.url)).header("x-authing-app-id", "demo").json(body)
    }

    pub async fn public_key(&self) -> RsaPublicKey {
        let config = send(self.get(&public_config("demo"))).await;
        RsaPublicKey::from_public_key_pem(&config.text("publicKey")).unwrap()
    }

    pub async fn log_in(&self, account: &str, password: &str) -> Answer {
        self.log_in_from(&self.url, account, password).await
    }

    /// Logs in on a page of `origin`.
    pub async fn log_in_from(&self, origin: &str, account: &str, password: &str) -> Answer {
        let cipher = encrypt(&self.public_key().await, password);
        send(self.post_from(origin, paths::LOGIN_ACCOUNT, &json!({ "account": account, "password": cipher }))).await
    }

    /// A try to log in by way of a trusted proxy that saw it come from `address`; the server must trust it.
    pub async fn log_in_at(&self, address: &str, account: &str, password: &str) -> Answer {
        send(self.login_at(address, account, password).await).await
    }

    /// The request of [`log_in_at`](Self::log_in_at).
    pub async fn login_at(&self, address: &str, account: &str, password: &str) -> RequestBuilder {
        let cipher = encrypt(&self.public_key().await, password);
        let body = json!({ "account": account, "password": cipher });
        self.post(paths::LOGIN_ACCOUNT, &body).header("x-forwarded-for", address)
    }

    /// A browser that shows a new code with a challenge.
    pub async fn browser(&self) -> Browser<'_> {
        let verifier = tokens::random_text::<32>();
        let challenge = challenge::of(&Secret::new(verifier.as_str()));
        let gene = send(self.post(paths::QRCODE_GENE, &json!({ "challenge": challenge }))).await;
        Browser { server: self, random: gene.text("random"), verifier, gene }
    }

    /// A plain v2 code.
    pub async fn plain_code(&self) -> String {
        send(self.post(paths::QRCODE_GENE, &json!({ "scene": "WXAPP_AUTH" }))).await.text("random")
    }

    /// A phone on which `account` is logged in.
    pub async fn phone(&self, account: &str) -> Phone<'_> {
        let token = send(self.post("/m/session", &json!({ "account": account }))).await.text("token");
        Phone { server: self, token }
    }

    pub async fn plain_check(&self, random: &str) -> Answer {
        send(self.get(&format!("{}?random={random}", paths::QRCODE_CHECK))).await
    }

    pub async fn redeem(&self, ticket: &str, verifier: Option<&str>) -> Answer {
        let mut body = json!({ "ticket": ticket });
        if let Some(verifier) = verifier {
            body["verifier"] = json!(verifier);
        }
        send(self.post(paths::QRCODE_USERINFO, &body)).await
    }

    pub async fn me(&self, token: &str) -> Answer {
        let me = self.get(paths::USERS_ME).header("x-authing-app-id", "demo");
        send(me.header("authorization", format!("Bearer {token}"))).await
    }

    pub async fn confirm(&self, handshake: &str, number: Option<&str>) -> Answer {
        let mut body = json!({ "handshake": handshake });
        if let Some(number) = number {
            body["number"] = json!(number);
        }
        send(self.post(paths::QRCODE_CONFIRM, &body)).await
    }

    pub async fn outcome(&self, handshake: &str, wait: u32) -> Answer {
        send(self.post(paths::QRCODE_OUTCOME, &json!({ "handshake": handshake, "wait": wait }))).await
    }

    pub async fn cancel(&self, handshake: &str) -> Answer {
        send(self.post(paths::QRCODE_CANCEL, &json!({ "handshake": handshake }))).await
    }
}

pub fn encrypt(key: &RsaPublicKey, password: &str) -> String {
    STANDARD.encode(key.encrypt(&mut rand::rng(), Pkcs1v15Encrypt, password.as_bytes()).unwrap())
}

pub struct Browser<'a> {
    pub server: &'a Server,
    pub random: String,
    pub verifier: String,
    pub gene: Answer,
}

impl Browser<'_> {
    pub fn poll_request(&self, seq: u64, wait: u32) -> RequestBuilder {
        let body = json!({ "random": self.random, "verifier": self.verifier, "seq": seq, "wait": wait });
        self.server.post(paths::QRCODE_CHECK, &body)
    }

    pub async fn poll(&self) -> Answer {
        send(self.poll_request(0, 0)).await
    }

    pub async fn number(&self) -> String {
        self.poll().await.text("matchNumber")
    }

    pub async fn redeem(&self, ticket: &str) -> Answer {
        self.server.redeem(ticket, Some(&self.verifier)).await
    }

    pub async fn abandon(&self) -> Answer {
        let body = json!({ "random": self.random, "verifier": self.verifier });
        send(self.server.post(paths::QRCODE_ABANDON, &body)).await
    }

    /// Scans with `account` and confirms with the right number; answers the handshake and the ticket.
    pub async fn authorize(&self, account: &str) -> (String, String) {
        self.authorize_by(&self.server.phone(account).await).await
    }

    /// [`authorize`](Self::authorize) by a phone that is logged in already.
    pub async fn authorize_by(&self, phone: &Phone<'_>) -> (String, String) {
        let handshake = phone.scan(&self.random).await.text("handshake");
        let number = self.number().await;
        self.server.confirm(&handshake, Some(&number)).await.data();
        (handshake, self.poll().await.text("ticket"))
    }
}

pub struct Phone<'a> {
    pub server: &'a Server,
    pub token: String,
}

impl Phone<'_> {
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        send(self.server.post(path, body).header("authorization", format!("Bearer {}", self.token))).await
    }

    pub async fn scan(&self, random: &str) -> Answer {
        self.post(paths::QRCODE_SCANNED, &json!({ "random": random })).await
    }

    pub async fn scan_again(&self, random: &str, handshake: &str) -> Answer {
        self.post(paths::QRCODE_SCANNED, &json!({ "random": random, "handshake": handshake })).await
    }
}

/// The command `guard-server`, without any setting of the environment that the tests run in.
pub fn command() -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_guard-server"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GUARD_")) {
        command.env_remove(name);
    }
    command
}

/// The path of an application's public configuration.
pub fn public_config(app_id: &str) -> String {
    paths::public_config(&AppId::parse(app_id).unwrap())
}

/// Runs a command of `guard-server` with the configuration at `file`.
pub fn run(file: &Path, args: &[&str], input: &str) -> Output {
    let mut child = command()
        .args(args)
        .arg("--config")
        .arg(file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command is built with the tests");
    // A command that refuses its arguments does not wait for a password.
    let _ = child.stdin.take().expect("it is piped").write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}

/// What a command said.
pub fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
