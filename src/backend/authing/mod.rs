//! The backend that speaks Authing v2, and its hardened extension when the server offers it.
//!
//! Requests go over `fetch` with a timeout; a transient failure of the configuration is tried again here, those of a
//! QR code are the machine's to handle. The rules of the wire are in `exchange`.

mod exchange;
mod password_key;
mod verifier;

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use guard_protocol::config::PublicConfig;
use guard_protocol::json::Json;
use guard_protocol::login::AccountLogin;
use guard_protocol::qrcode::{AbandonRequest, CheckRequest, RedeemRequest};
use guard_protocol::{Secret, User, paths};

use self::password_key::{PasswordKey, PasswordKeyError};
use super::{Answer, AppConfig, Backend, Credentials};
use crate::browser::http::{self, Reply, Request};
use crate::browser::{page, random};
use crate::failure::Failure;
use crate::grant::Grant;
use crate::host::Host;
use crate::json::Tree;
use crate::lang::Lang;
use crate::qr::timing::back_off;
use crate::qr::{Check, QrCode};

/// How long a request may take, in ms; a long poll has its wait on top.
const TIMEOUT: u32 = 10_000;
/// How often the configuration is asked for before it is an error.
const CONFIG_TRIES: u32 = 3;

/// A client of one application of an Authing v2 server. Clones share what they know.
#[derive(Clone, Debug)]
pub struct AuthingBackend {
    client: Rc<Client>,
}

#[derive(Debug)]
struct Client {
    app_id: String,
    host: Host,
    lang: Cell<Lang>,
    /// What goes into every request for a code.
    codes: RefCell<CodeRequest>,
    /// An answer that was asked for before this client was there.
    early: RefCell<Option<EarlyConfig>>,
    /// What the server told of the application.
    config: RefCell<Option<Rc<PublicConfig>>>,
}

/// What a host may send along when a QR code is made (`gene`, Authing v2). All of it is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeRequest {
    /// Id of the QR connection; by default the application's.
    pub ext_idp_conn_id: Option<String>,
    /// Data for the operator's pipeline: JSON text, put into the request as it is.
    pub context: Option<String>,
    /// Custom fields of the user: JSON text, put into the request as it is.
    pub custom_data: Option<String>,
    /// Whether the user comes with its custom fields.
    pub with_custom_data: Option<bool>,
}

/// A request for the configuration that left before there was a client, so that it need not wait for the module.
pub(crate) struct EarlyConfig {
    /// Where it was sent. Counts only if the client would have asked there, too.
    pub(crate) url: String,
    /// The answer.
    pub(crate) reply: Answer<Reply>,
}

impl fmt::Debug for EarlyConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EarlyConfig").field("url", &self.url).finish_non_exhaustive()
    }
}

impl AuthingBackend {
    /// A client of the application `app_id` at `host`; messages come in `lang`.
    pub fn new(app_id: impl Into<String>, host: Host, lang: Lang) -> Self {
        Self {
            client: Rc::new(Client {
                app_id: app_id.into(),
                host,
                lang: Cell::new(lang),
                codes: RefCell::default(),
                early: RefCell::default(),
                config: RefCell::default(),
            }),
        }
    }

    /// Has messages come in `lang` from now on.
    pub fn set_lang(&self, lang: Lang) {
        self.client.lang.set(lang);
    }

    /// Sends `request` along with every request for a code from now on.
    pub fn set_code_request(&self, request: CodeRequest) {
        self.client.codes.replace(request);
    }

    /// Takes the answer to a request for the configuration that is under way already.
    #[cfg(feature = "element")]
    pub(crate) fn expect_config(&self, early: EarlyConfig) {
        self.client.early.replace(Some(early));
    }
}

/// The data of an answer of the server.
fn data_of(reply: Reply) -> Result<Tree, Failure> {
    exchange::data(reply.status, &reply.body, reply.retry_after)
}

/// Two clients are equal when they are the same one.
impl PartialEq for AuthingBackend {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.client, &other.client)
    }
}

impl Client {
    /// The configuration, asked for once. Answers `Failure::Setup` for what the site must set right.
    async fn config(&self) -> Result<Rc<PublicConfig>, Failure> {
        if let Some(config) = self.config.borrow().clone() {
            return Ok(config);
        }
        if self.app_id.is_empty() {
            return Err(Failure::Setup("`app-id` is missing: set it to the id of your application".into()));
        }
        let url = self.host.url(&paths::public_config(&self.app_id));
        let mut tries = 0;
        let config: PublicConfig = loop {
            let early = self.early.take().filter(|early| early.url == url);
            let answer = match early {
                Some(early) => early.reply.await.and_then(data_of),
                None => self.send(Request::get(url.clone())).await,
            };
            match answer.and_then(exchange::decode) {
                Ok(config) => break config,
                Err(failure) => {
                    tries += 1;
                    if tries >= CONFIG_TRIES || !failure.is_transient() {
                        return Err(failure);
                    }
                    http::pause(random::jittered(back_off(tries))).await;
                }
            }
        };
        let origin = page::sending_origin();
        if !exchange::is_allowed_origin(&config, &origin) {
            return Err(Failure::Setup(format!("`{origin}` is not among the application's allowed origins")));
        }
        let config = Rc::new(config);
        *self.config.borrow_mut() = Some(config.clone());
        Ok(config)
    }

    /// The host for requests, once the configuration is known.
    fn request_host(&self, config: &PublicConfig) -> Host {
        self.host.for_requests(config.request_hostname.as_deref())
    }

    fn url(&self, config: &PublicConfig, path: &str) -> String {
        self.request_host(config).url(path)
    }

    async fn post(&self, url: String, body: String, wait: u32) -> Result<Tree, Failure> {
        self.send(Request::post(url, body).with_timeout(TIMEOUT + wait * 1_000)).await
    }

    /// The data of the reply. Not generic: what it is decoded as is the caller's, and this is there but once.
    async fn send(&self, mut request: Request) -> Result<Tree, Failure> {
        if request.timeout == 0 {
            request.timeout = TIMEOUT;
        }
        let pool = self.config.borrow().as_ref().map(|config| config.user_pool_id.clone()).unwrap_or_default();
        request.headers.extend([
            ("x-authing-app-id", self.app_id.clone()),
            ("x-authing-userpool-id", pool),
            ("x-authing-request-from", "guard-widget".to_owned()),
            ("x-authing-sdk-version", env!("CARGO_PKG_VERSION").to_owned()),
            ("x-authing-lang", self.lang.get().tag().to_owned()),
        ]);
        data_of(http::send(request).await?)
    }

    async fn login(&self, credentials: Credentials) -> Result<Grant, Failure> {
        let config = self.config().await?;
        let password = match config.public_key.as_deref().filter(|key| !key.trim().is_empty()) {
            None => credentials.password,
            Some(pem) => PasswordKey::from_pem(pem)
                .and_then(|key| key.encrypt(credentials.password.expose(), random::fill))
                .map_err(|error| match error {
                    PasswordKeyError::TooLong { .. } => Failure::PasswordTooLong,
                    PasswordKeyError::BadKey => Failure::Setup(error.to_string()),
                })?
                .into(),
        };
        let request = AccountLogin { account: credentials.account, password, captcha_code: None, auto_register: false };
        let user = self.post(self.url(&config, paths::LOGIN_ACCOUNT), request.to_json(), 0).await?;
        Ok(Grant { user: Some(exchange::decode(user)?), ticket: None })
    }

    async fn create_code(&self) -> Result<QrCode, Failure> {
        let config = self.config().await?;
        let verifier = config.qrcode.is_some_and(|extension| extension.verifier).then(verifier::new);
        let challenge = verifier.as_ref().map(verifier::challenge);
        let request = exchange::gene_request(&self.codes.borrow(), &config, challenge);
        let reply = self.post(self.url(&config, paths::QRCODE_GENE), request.to_json(), 0).await?;
        exchange::code(exchange::decode(reply)?, &config, &self.request_host(&config).to_string(), verifier)
    }

    async fn check(&self, code: Rc<QrCode>, seq: u64, wait: u32) -> Result<Check, Failure> {
        let config = self.config().await?;
        let url = self.url(&config, paths::QRCODE_CHECK);
        let reply = match &code.verifier {
            Some(verifier) => {
                let random = code.id.to_string();
                let request = CheckRequest { random, verifier: verifier.clone(), seq, wait };
                self.post(url, request.to_json(), wait).await?
            }
            None => {
                let random = String::from(js_sys::encode_uri_component(&code.id));
                self.send(Request::get(format!("{url}?random={random}"))).await?
            }
        };
        let raw = reply.to_json().into();
        Ok(exchange::check(exchange::decode(reply)?, raw, &self.request_host(&config).to_string()))
    }

    async fn logout(&self, token: Option<Secret>) -> Result<(), Failure> {
        let config = self.config().await?;
        let app_id = String::from(js_sys::encode_uri_component(&self.app_id));
        let mut request = Request::get(format!("{}?app_id={app_id}", self.url(&config, paths::LOGOUT)));
        if let Some(token) = token {
            request.headers.push(("authorization", format!("Bearer {}", token.expose())));
        }
        self.send(request).await.map(drop)
    }

    async fn exchange(&self, code: Rc<QrCode>, ticket: Secret) -> Result<User, Failure> {
        let config = self.config().await?;
        let request = RedeemRequest { ticket, verifier: code.verifier.clone() };
        let reply = self.post(self.url(&config, paths::QRCODE_USERINFO), request.to_json(), 0).await?;
        exchange::decode(reply)
    }
}

impl Backend for AuthingBackend {
    fn config(&self) -> Answer<AppConfig> {
        let client = self.client.clone();
        Box::pin(async move {
            let config = client.config().await?;
            Ok(exchange::app_config(&config, &client.request_host(&config).to_string()))
        })
    }

    fn login(&self, credentials: Credentials) -> Answer<Grant> {
        let client = self.client.clone();
        Box::pin(async move { client.login(credentials).await })
    }

    fn create_code(&self) -> Answer<QrCode> {
        let client = self.client.clone();
        Box::pin(async move { client.create_code().await })
    }

    fn check(&self, code: Rc<QrCode>, seq: u64, wait: u32) -> Answer<Check> {
        let client = self.client.clone();
        Box::pin(async move { client.check(code, seq, wait).await })
    }

    fn redeem(&self, code: Rc<QrCode>, ticket: Secret) -> Answer<Grant> {
        let client = self.client.clone();
        Box::pin(async move {
            let result = client.exchange(code.clone(), ticket.clone()).await;
            exchange::redeemed(result, ticket, code.verifier.is_some())
        })
    }

    fn exchange(&self, code: Rc<QrCode>, ticket: Secret) -> Answer<Grant> {
        let client = self.client.clone();
        Box::pin(async move {
            let user = client.exchange(code, ticket.clone()).await?;
            Ok(Grant { user: Some(user), ticket: Some(ticket) })
        })
    }

    fn logout(&self, token: Option<Secret>) -> Answer<()> {
        let client = self.client.clone();
        Box::pin(async move { client.logout(token).await })
    }

    fn abandon(&self, code: Rc<QrCode>) {
        let Some(config) = self.client.config.borrow().clone() else { return };
        let Some(verifier) = code.verifier.clone() else { return };
        let request = AbandonRequest { random: code.id.to_string(), verifier };
        http::beacon(&self.client.url(&config, paths::QRCODE_ABANDON), &request.to_json());
    }
}
