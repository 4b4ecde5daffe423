//! What the widget asks of a login server, as one small trait, and the backends that come with the crate.
//!
//! Implement [`Backend`] to put the widget in front of a server that speaks another protocol; each answer is a future,
//! and dropping the future cancels the request.

mod authing;
mod demo;
#[cfg(feature = "element")]
pub(crate) mod host_object;

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::rc::Rc;

use guard_protocol::Secret;

#[cfg(feature = "element")]
pub(crate) use self::authing::EarlyConfig;
pub use self::authing::{AuthingBackend, CodeRequest};
pub use self::demo::{DemoBackend, DemoPassword, DemoState};
use crate::failure::Failure;
use crate::grant::Grant;
use crate::lang::Lang;
use crate::qr::{Check, QrCode};
use crate::tab::Tab;

/// A backend's answer. Dropping it cancels the request.
pub type Answer<T> = Pin<Box<dyn Future<Output = Result<T, Failure>>>>;

/// A login server.
pub trait Backend {
    /// What the application lets its login box know.
    fn config(&self) -> Answer<AppConfig>;

    /// Logs in with an account and a password.
    fn login(&self, credentials: Credentials) -> Answer<Grant>;

    /// Makes a QR code.
    fn create_code(&self) -> Answer<QrCode>;

    /// Tells how far a code has come. `seq` is the last counter seen; with a `wait` (s) above 0 the answer may take
    /// that long to come, unless there is a change.
    fn check(&self, code: Rc<QrCode>, seq: u64, wait: u32) -> Answer<Check>;

    /// Exchanges a ticket for the login.
    fn redeem(&self, code: Rc<QrCode>, ticket: Secret) -> Answer<Grant>;

    /// Exchanges a ticket for a host that asked for just that: a refusal is an error, whatever [`Backend::redeem`] makes
    /// of it within a login.
    fn exchange(&self, code: Rc<QrCode>, ticket: Secret) -> Answer<Grant> {
        self.redeem(code, ticket)
    }

    /// Ends the session of `token` at the server; without a token that of the browser's cookies.
    fn logout(&self, token: Option<Secret>) -> Answer<()> {
        drop(token);
        Box::pin(ready(Ok(())))
    }

    /// Is told that a code is given up. There is no answer; the page may be going away.
    fn abandon(&self, code: Rc<QrCode>) {
        drop(code);
    }
}

/// What a person types.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Username, e-mail or phone number, trimmed.
    pub account: String,
    /// The password, as typed.
    pub password: Secret,
}

/// What an application lets its login box know.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AppConfig {
    /// Name to show.
    pub name: String,
    /// URL of the logo (https:, data: or on the same server).
    pub logo: Option<String>,
    /// A line under the title, by language.
    pub welcome: Vec<(Lang, String)>,
    /// Ways to log in, in their order.
    pub tabs: Vec<Tab>,
    /// The one to start with.
    pub default_tab: Option<Tab>,
    /// URLs that a login may continue to.
    pub redirect_uris: Vec<String>,
}

/// A shared [`Backend`], as props carry it: two handles are equal when they are the same backend.
#[derive(Clone)]
pub struct SharedBackend(Rc<dyn Backend>);

impl SharedBackend {
    /// Shares `backend`.
    pub fn new(backend: impl Backend + 'static) -> Self {
        Self(Rc::new(backend))
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
