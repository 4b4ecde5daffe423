//! The backend that speaks Authing v2, and its hardened extension when the server offers it.
//!
//! Requests go over `fetch` with a timeout. The rules of the wire are in `exchange` (the configuration) and
//! `qr_exchange` (codes), without the network; each capability is a file.

mod early_code;
mod exchange;
mod password;
mod password_key;
mod prefetch;
mod qr;
mod qr_exchange;
mod sessions;
mod verifier;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use guard_core::{AppConfig, AppId, AppIdError, BackendError, Lang, ServerUrl, ServerUrlError};
use guard_protocol::config::PublicConfig;
use guard_protocol::origins::{is_allowed, origin_of};
use guard_protocol::{headers, paths};

pub use self::early_code::EarlyCode;
pub use self::prefetch::Prefetch;
use super::{Answer, Backend, PasswordBackend, QrBackend, SessionBackend};
use crate::Tree;
use crate::browser::http::{self, Reply, Request};
use crate::browser::{page, url};

/// How long a request may take, in ms; a long poll has its wait on top.
const TIMEOUT: u32 = 10_000;

/// A client of one application of an Authing v2 server. Clones share what they know.
#[derive(Clone, Debug)]
pub struct AuthingBackend {
    client: Rc<Client>,
}

#[derive(Debug)]
struct Client {
    app_id: Result<AppId, AppIdError>,
    server: ServerUrl,
    lang: Cell<Lang>,
    /// Data that goes into every request for a code.
    codes: RefCell<CodeRequest>,
    /// A configuration that was asked for before this client was there.
    prefetch: RefCell<Option<Prefetch>>,
    /// A code that was asked for before this client was there.
    early_code: RefCell<Option<EarlyCode>>,
    /// The server's settings of the application.
    config: RefCell<Option<Rc<PublicConfig>>>,
}

/// Data that a page may send along when a QR code is made (`gene`, Authing v2). All of it is optional.
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

impl AuthingBackend {
    /// A client of the application `app_id` at `server`; messages come in `lang`. With an `app_id` that is none every
    /// request answers [`BackendError::Setup`].
    pub fn new(app_id: &str, server: ServerUrl, lang: Lang) -> Self {
        Self {
            client: Rc::new(Client {
                app_id: AppId::parse(app_id),
                server,
                lang: Cell::new(lang),
                codes: RefCell::default(),
                prefetch: RefCell::default(),
                early_code: RefCell::default(),
                config: RefCell::default(),
            }),
        }
    }

    /// Sends `request` along with every request for a code from now on.
    pub fn set_code_request(&self, request: CodeRequest) {
        self.client.codes.replace(request);
    }

    /// The configuration, if it is here or on its way already; none when the server is still to be asked.
    pub fn expected_config(&self) -> Answer<Option<AppConfig>> {
        let client = self.client.clone();
        Box::pin(async move { Ok(client.expected().await?.map(|config| client.app_config(&config))) })
    }

    /// Takes a configuration that is on its way already, and a code, if they are of this server and application.
    pub fn expect(&self, mut prefetch: Prefetch) {
        let client = &self.client;
        if client.app_id().is_ok_and(|id| prefetch.is_of(&client.server, id.as_str())) {
            client.early_code.replace(prefetch.code.take());
            client.prefetch.replace(Some(prefetch));
        }
    }
}

/// The login server that `host` stands for on this page, as the attribute has it: a URL, a path, or nothing for Authing's
/// cloud.
///
/// # Errors
/// [`ServerUrlError`] says what to write instead.
pub fn server_url(host: &str) -> Result<ServerUrl, ServerUrlError> {
    ServerUrl::parse(host, &page::origin(), url::parse)
}

/// The data of an answer of the server.
fn data_of(reply: &Reply) -> Result<Tree, BackendError> {
    exchange::data(reply.status, &reply.body, reply.retry_after)
}

/// Two clients are equal when they are the same one.
impl PartialEq for AuthingBackend {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.client, &other.client)
    }
}

impl Client {
    /// The configuration, asked for once. Answers `BackendError::Setup` for what the site must set right.
    async fn config(&self) -> Result<Rc<PublicConfig>, BackendError> {
        if let Some(config) = self.expected().await? {
            return Ok(config);
        }
        let url = self.server.url(&paths::public_config(self.app_id()?));
        self.keep(self.send(Request::get(url)).await?)
    }

    /// The configuration that is here, or on its way; none when nobody has asked for it yet.
    async fn expected(&self) -> Result<Option<Rc<PublicConfig>>, BackendError> {
        if let Some(config) = self.config.borrow().clone() {
            return Ok(Some(config));
        }
        let prefetch = self.prefetch.take();
        match prefetch {
            Some(prefetch) => self.keep(data_of(&prefetch.reply.await?)?).map(Some),
            None => Ok(None),
        }
    }

    fn keep(&self, data: Tree) -> Result<Rc<PublicConfig>, BackendError> {
        let config: PublicConfig = exchange::decode(data)?;
        let origin = page::sending_origin();
        if !is_allowed(&config.allowed_origins, &origin, origin_of(&self.server.to_string()).as_deref()) {
            return Err(BackendError::Setup(format!("`{origin}` is not among the application's allowed origins")));
        }
        let config = Rc::new(config);
        *self.config.borrow_mut() = Some(config.clone());
        Ok(config)
    }

    fn app_id(&self) -> Result<&AppId, BackendError> {
        self.app_id.as_ref().map_err(|error| BackendError::Setup(error.to_string()))
    }

    fn app_config(&self, config: &PublicConfig) -> AppConfig {
        exchange::app_config(config, &self.request_server(config).to_string())
    }

    /// The server that takes the requests, once the configuration is known.
    fn request_server(&self, config: &PublicConfig) -> ServerUrl {
        self.server.for_requests(config.request_hostname.as_deref())
    }

    fn url(&self, config: &PublicConfig, path: &str) -> String {
        self.request_server(config).url(path)
    }

    async fn post(&self, url: String, body: String, wait: u32) -> Result<Tree, BackendError> {
        self.send(Request::post(url, body).with_timeout(TIMEOUT + wait * 1_000)).await
    }

    /// The data of the reply. Not generic: the caller decodes it, and this is there but once.
    async fn send(&self, mut request: Request) -> Result<Tree, BackendError> {
        if request.timeout == 0 {
            request.timeout = TIMEOUT;
        }
        let pool = self.config.borrow().as_ref().map(|config| config.user_pool_id.clone()).unwrap_or_default();
        request.headers.extend([
            (headers::APP_ID, self.app_id()?.to_string()),
            (headers::USERPOOL_ID, pool),
            (headers::REQUEST_FROM, "guard-widget".to_owned()),
            (headers::SDK_VERSION, env!("CARGO_PKG_VERSION").to_owned()),
            (headers::LANG, self.lang.get().tag().to_owned()),
        ]);
        data_of(&http::send(request).await?)
    }
}

impl Backend for AuthingBackend {
    fn config(&self) -> Answer<AppConfig> {
        let client = self.client.clone();
        Box::pin(async move {
            let config = client.config().await?;
            Ok(client.app_config(&config))
        })
    }

    fn set_lang(&self, lang: Lang) {
        self.client.lang.set(lang);
    }

    fn password(&self) -> Option<&dyn PasswordBackend> {
        Some(self)
    }

    fn qr(&self) -> Option<Rc<dyn QrBackend>> {
        Some(Rc::new(self.clone()))
    }

    fn sessions(&self) -> Option<&dyn SessionBackend> {
        Some(self)
    }
}
