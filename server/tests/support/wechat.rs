//! WeChat in this process: persons, whose codes count once, and errors on demand.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "a module of test files, each of which uses a part of it"
)]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use guard_protocol::{Secret, paths};
use guard_server::clock::ManualClock;
use guard_server::config::{AppConfig, Config, WeChatConfig};
use guard_server::state::Parts;
use guard_server::wechat::{Identity, PhoneNumber, Picture, WeChat, WeChatApp, WeChatError};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use crate::support::{Answer, START, Server, demo_config, send};

/// A camera has read a mini-program code.
pub const CAMERA: u32 = 1047;
/// A picture out of an album.
pub const ALBUM: u32 = 1049;

#[derive(Debug, Default)]
struct Known {
    /// Login codes that nobody has used, with whose they are.
    logins: HashMap<String, Identity>,
    /// Phone codes that nobody has used, with openid and number.
    phones: HashMap<String, (String, String)>,
    next: u32,
    asked: u32,
    error: Option<WeChatError>,
}

/// A WeChat that knows the persons of a test.
#[derive(Clone, Debug)]
pub struct FakeWeChat {
    known: Arc<Mutex<Known>>,
    /// Answers about numbers wait for a permit.
    pub gate: Arc<Semaphore>,
}

impl Default for FakeWeChat {
    fn default() -> Self {
        Self { known: Arc::default(), gate: Arc::new(Semaphore::new(Semaphore::MAX_PERMITS)) }
    }
}

impl FakeWeChat {
    /// A WeChat that answers about numbers only as often as its gate lets it.
    pub fn gated() -> Self {
        Self { gate: Arc::new(Semaphore::new(0)), ..Self::default() }
    }

    fn code(known: &mut Known, kind: &str) -> String {
        known.next += 1;
        format!("{kind}-c0de-{:04}", known.next)
    }

    /// A code of `wx.login` of this person.
    pub fn login(&self, openid: &str, unionid: Option<&str>) -> String {
        let mut known = self.known.lock().unwrap();
        let code = Self::code(&mut known, "login");
        let identity = Identity { openid: openid.to_owned(), unionid: unionid.map(str::to_owned) };
        known.logins.insert(code.clone(), identity);
        code
    }

    /// A phone code of this person, who shares this number of China.
    pub fn phone(&self, openid: &str, number: &str) -> String {
        let mut known = self.known.lock().unwrap();
        let code = Self::code(&mut known, "phone");
        known.phones.insert(code.clone(), (openid.to_owned(), number.to_owned()));
        code
    }

    /// How often a number was asked for.
    pub fn asked(&self) -> u32 {
        self.known.lock().unwrap().asked
    }

    /// Answers this error until told otherwise.
    pub fn fail(&self, error: Option<WeChatError>) {
        self.known.lock().unwrap().error = error;
    }

    fn failing(&self) -> Result<(), WeChatError> {
        self.known.lock().unwrap().error.clone().map_or(Ok(()), Err)
    }
}

#[async_trait]
impl WeChat for FakeWeChat {
    async fn identity(&self, _: &WeChatApp, code: &Secret) -> Result<Identity, WeChatError> {
        self.failing()?;
        self.known.lock().unwrap().logins.remove(code.expose()).ok_or(WeChatError::CodeRefused)
    }

    async fn phone_number(&self, _: &WeChatApp, code: &Secret, openid: &str) -> Result<PhoneNumber, WeChatError> {
        self.known.lock().unwrap().asked += 1;
        self.failing()?;
        self.gate.acquire().await.unwrap().forget();
        let mut known = self.known.lock().unwrap();
        let (whose, number) = known.phones.remove(code.expose()).ok_or(WeChatError::PhoneCodeRefused)?;
        if whose != openid {
            return Err(WeChatError::PhoneCodeRefused);
        }
        Ok(PhoneNumber { country: "86".to_owned(), number })
    }

    async fn code_picture(&self, _: &WeChatApp, _: &str) -> Result<Picture, WeChatError> {
        Ok(Picture { media_type: "image/png", bytes: Bytes::new() })
    }
}

/// The demo with a mini program, as `change` makes it.
pub fn wechat_config(change: impl FnOnce(&mut WeChatConfig)) -> Config {
    let mut wechat = WeChatConfig {
        app_id: "wx0123456789abcdef".to_owned(),
        app_secret: Secret::new("0123456789abcdef0123456789abcdef"),
        ..WeChatConfig::default()
    };
    change(&mut wechat);
    let app = AppConfig { wechat: Some(wechat), ..guard_server::demo::app("http://login.example") };
    Config { app: Some(app), ..demo_config() }
}

/// The parts of a server that asks this WeChat.
pub fn parts(wechat: &FakeWeChat) -> Parts {
    Parts { wechat: Some(Arc::new(wechat.clone())), ..Parts::default() }
}

/// A server whose demo has a mini program.
pub async fn server(wechat: &FakeWeChat, change: impl FnOnce(&mut WeChatConfig)) -> Server {
    Server::of(wechat_config(change), ManualClock::new(START), parts(wechat)).await
}

/// The mini program on a person's phone.
#[derive(Clone)]
pub struct MiniProgram<'a> {
    pub server: &'a Server,
    pub wechat: &'a FakeWeChat,
    pub openid: &'static str,
    pub unionid: Option<&'static str>,
}

impl<'a> MiniProgram<'a> {
    pub fn of(server: &'a Server, wechat: &'a FakeWeChat, openid: &'static str) -> Self {
        Self { server, wechat, openid, unionid: None }
    }

    /// A request as WeChat sends it: without `Origin`, cookie and application.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        send(self.server.http.post(format!("{}{path}", self.server.url)).json(body)).await
    }

    /// Opens the code with `more` in the request.
    pub async fn open_with(&self, random: &str, more: Value) -> Answer {
        let mut body =
            json!({ "code": self.wechat.login(self.openid, self.unionid), "scene": random, "entry": CAMERA });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.post(paths::MINI_PROGRAM_OPEN, &body).await
    }

    pub async fn open(&self, random: &str) -> Answer {
        self.open_with(random, json!({})).await
    }

    /// Agrees with `more` in the request.
    pub async fn confirm(&self, handshake: &str, number: &str, more: Value) -> Answer {
        let mut body = json!({ "handshake": handshake, "number": number, "agreed": true });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.post(paths::MINI_PROGRAM_CONFIRM, &body).await
    }

    /// A new code of this person's number.
    pub fn phone(&self, number: &str) -> Value {
        json!({ "phoneCode": self.wechat.phone(self.openid, number) })
    }

    /// Logs in on a new page, with `more` in the consent; answers the consent, and the user if there is one.
    pub async fn log_in(&self, more: Value) -> (Answer, Option<Value>) {
        let browser = self.server.browser().await;
        let handshake = self.open(&browser.random).await.text("handshake");
        let number = browser.number().await;
        let answer = self.confirm(&handshake, &number, more).await;
        if answer.status != 200 {
            return (answer, None);
        }
        let user = browser.redeem(&browser.poll().await.text("ticket")).await.data().clone();
        (answer, Some(user))
    }
}
