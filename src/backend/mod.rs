//! The login server as the widget sees it: a small trait, capabilities beside it, and the backends of this crate.
//!
//! [`Backend`] has one thing to answer, the configuration. All else is a capability that a backend offers or not:
//! [`PasswordBackend`], [`QrBackend`], [`FactorBackend`], [`SessionBackend`]. Every answer is a future, and dropping it
//! cancels the request. Backends only carry: when to ask again, and what a refusal means, is decided in `guard_core`.

mod authing;
mod demo;
mod factors;
mod password;
mod qr;
mod sessions;

use std::any::Any;
use std::fmt;
use std::future::ready;
use std::rc::Rc;

pub use futures_util::future::LocalBoxFuture;
use guard_core::{AppConfig, BackendError, Lang};

pub use self::authing::{AuthingBackend, CodeRequest, EarlyCode, Prefetch, server_url};
pub use self::demo::{DemoBackend, DemoPassword, DemoState};
pub use self::factors::FactorBackend;
pub use self::password::{Credentials, PasswordBackend};
pub use self::qr::QrBackend;
pub use self::sessions::SessionBackend;
use crate::browser::http::SendError;

/// An answer to come. Dropping it cancels the request.
pub type Answer<T> = LocalBoxFuture<'static, Result<T, BackendError>>;

/// A login server.
///
/// ```
/// use guard_widget::backend::{Answer, Backend, Credentials, PasswordBackend};
/// use guard_widget::{AppConfig, BackendError, Method, Outcome};
///
/// struct MyBackend;
///
/// impl Backend for MyBackend {
///     fn config(&self) -> Answer<AppConfig> {
///         let config = AppConfig { name: "My shop".into(), methods: vec![Method::Password], ..AppConfig::default() };
///         Box::pin(async { Ok(config) })
///     }
///     fn password(&self) -> Option<&dyn PasswordBackend> {
///         Some(self)
///     }
/// }
///
/// impl PasswordBackend for MyBackend {
///     fn log_in(&self, _typed: Credentials) -> Answer<Outcome> {
///         Box::pin(async { Err(BackendError::Network) }) // ask your server here
///     }
/// }
/// ```
pub trait Backend: Any {
    /// The application's settings for its login box.
    fn config(&self) -> Answer<AppConfig>;

    /// Has messages come in `lang` from now on.
    fn set_lang(&self, lang: Lang) {
        let _ = lang;
    }

    /// The login with a password, if there is one.
    fn password(&self) -> Option<&dyn PasswordBackend> {
        None
    }

    /// The login with a QR code, if there is one.
    fn qr(&self) -> Option<Rc<dyn QrBackend>> {
        None
    }

    /// The check of further steps, if there is one. Without it the page must ask for them.
    fn factors(&self) -> Option<&dyn FactorBackend> {
        None
    }

    /// The sessions at the server, if they can be ended.
    fn sessions(&self) -> Option<&dyn SessionBackend> {
        None
    }
}

/// A shared [`Backend`], as props carry it: two handles are equal when they are the same backend.
#[derive(Clone)]
pub struct SharedBackend(Rc<dyn Backend>);

impl SharedBackend {
    /// Shares `backend`.
    pub fn new(backend: impl Backend) -> Self {
        Self(Rc::new(backend))
    }

    /// The backend as the type that it is, where it is a `T`.
    pub fn downcast<T: Backend>(&self) -> Option<&T> {
        (&*self.0 as &dyn Any).downcast_ref()
    }
}

impl std::ops::Deref for SharedBackend {
    type Target = dyn Backend;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl PartialEq for SharedBackend {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for SharedBackend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedBackend")
    }
}

/// An answer that is there already.
pub fn answered<T: 'static>(result: Result<T, BackendError>) -> Answer<T> {
    Box::pin(ready(result))
}

impl From<SendError> for BackendError {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Network => Self::Network,
            SendError::Timeout => Self::Timeout,
        }
    }
}
