//! The backend of an element, a session or a call: an Authing v2 server, the page's own functions, or both.
//!
//! It lies in the base and carries nothing itself: each capability is a part that is loaded when it is asked for.

use std::cell::{Cell, OnceCell};
use std::fmt;
use std::rc::Rc;

use guard_core::{AppConfig, BackendError, Lang, Outcome};
use guard_widget::backend::{Answer, AuthingBackend, Backend, Credentials, PasswordBackend, SharedBackend, server_url};
use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue};

use crate::options::Options;
use crate::page_backend::PageBackend;
use crate::parts;

/// A server, and maybe functions of the page's own that answer in its place.
#[derive(Clone)]
pub(crate) struct ElementBackend {
    inner: Rc<Inner>,
}

struct Inner {
    app_id: String,
    host: String,
    /// The page's functions, as it gave them.
    object: JsValue,
    server: Result<AuthingBackend, BackendError>,
    lang: Rc<Cell<Lang>>,
    page: OnceCell<Rc<dyn PageBackend>>,
}

impl fmt::Debug for ElementBackend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ElementBackend").field("app_id", &self.inner.app_id).finish_non_exhaustive()
    }
}

impl ElementBackend {
    /// The backend that `options` stand for.
    pub(crate) fn new(options: &Options) -> Self {
        let lang = options.lang;
        let server = server_url(&options.host)
            .map(|server| AuthingBackend::new(options.app_id.as_str(), server.clone(), lang))
            .map_err(|error| BackendError::Setup(error.to_string()));
        if let Ok(server) = &server {
            server.set_code_request(options.code_request());
            if let Some(prefetch) = options.prefetch() {
                server.expect(prefetch);
            }
        }
        Self {
            inner: Rc::new(Inner {
                app_id: options.app_id.to_string(),
                host: options.host.to_string(),
                object: options.backend.clone(),
                server,
                lang: Rc::new(Cell::new(lang)),
                page: OnceCell::new(),
            }),
        }
    }

    /// Whether `options` still stand for this one: another backend starts everything over.
    pub(crate) fn is_of(&self, options: &Options) -> bool {
        let inner = &self.inner;
        *inner.app_id == *options.app_id && *inner.host == *options.host && Object::is(&inner.object, &options.backend)
    }

    /// The server.
    pub(crate) fn server(&self) -> Result<&AuthingBackend, BackendError> {
        self.inner.server.as_ref().map_err(Clone::clone)
    }

    /// The page's functions; none where the page has none.
    pub(crate) async fn page(&self) -> Result<Option<Rc<dyn PageBackend>>, BackendError> {
        let Some(object) = self.inner.object.dyn_ref::<Object>() else { return Ok(None) };
        if let Some(page) = self.inner.page.get() {
            return Ok(Some(page.clone()));
        }
        let new = parts::adapters().await?;
        let page = self.inner.page.get_or_init(|| new(object.clone(), self.inner.lang.clone()));
        Ok(Some(page.clone()))
    }

    /// The page's functions, if they are here by now.
    pub(crate) fn loaded_page(&self) -> Option<Rc<dyn PageBackend>> {
        self.inner.page.get().cloned()
    }

    /// As props carry it.
    pub(crate) fn shared(&self) -> SharedBackend {
        SharedBackend::new(self.clone())
    }

    async fn configure(self) -> Result<AppConfig, BackendError> {
        let own = self.page().await?.and_then(|page| page.config());
        match own {
            Some(own) => own.await,
            None => {
                let server = self.server()?;
                // The shim has asked already; who asks anew sends requests, which come with another part.
                match server.expected_config().await? {
                    Some(config) => Ok(config),
                    None => (parts::submit().await?.configure)(server).await,
                }
            }
        }
    }

    /// Logs in with a password, by the page's function or at the server.
    pub(crate) async fn log_in_with(self, typed: Credentials) -> Result<Outcome, BackendError> {
        let own = self.page().await?.and_then(|page| page.log_in(&typed));
        match own {
            Some(own) => own.await,
            None => (parts::submit().await?.log_in)(self.server()?, typed).await,
        }
    }
}

impl Backend for ElementBackend {
    fn config(&self) -> Answer<AppConfig> {
        Box::pin(self.clone().configure())
    }

    fn set_lang(&self, lang: Lang) {
        self.inner.lang.set(lang);
        if let Ok(server) = &self.inner.server {
            server.set_lang(lang);
        }
    }

    fn password(&self) -> Option<&dyn PasswordBackend> {
        Some(self)
    }
}

impl PasswordBackend for ElementBackend {
    fn log_in(&self, typed: Credentials) -> Answer<Outcome> {
        Box::pin(self.clone().log_in_with(typed))
    }
}
