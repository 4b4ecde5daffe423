//! A QR login that draws nothing, for pages that draw it themselves.

use guard_core::qr::Policy;
use guard_core::{Messages, Method};
use guard_widget::methods::qr::{QrNews, QrRunner};
use guard_widget::{BeforeLogin, LoginError, LoginSuccess, MfaRequired};

use super::{backend, details};
use crate::backend::ElementBackend;
use crate::emit::{Emit, LastCode};

/// A running QR login, as a session holds it. Dropping it stops the login.
pub(crate) trait Headless {
    /// Makes a new code.
    fn refresh(&self);
    /// The code cannot be shown.
    fn unshowable(&self);
    /// The page's timer beats.
    fn beat(&self);
}

/// Starts a login of the application with this id.
pub(crate) type Start = fn(&str, ElementBackend, Policy, Emit, LastCode, Messages) -> Box<dyn Headless>;

struct Running(QrRunner);

impl Headless for Running {
    fn refresh(&self) {
        self.0.refresh();
    }

    fn unshowable(&self) {
        self.0.unshowable();
    }

    fn beat(&self) {
        self.0.beat();
    }
}

pub(super) fn start(
    app_id: &str,
    backend: ElementBackend,
    policy: Policy,
    emit: Emit,
    codes: LastCode,
    messages: Messages,
) -> Box<dyn Headless> {
    let method = Method::Qr;
    let hear = move |news| match news {
        QrNews::View(_) | QrNews::Checked(_) => true,
        QrNews::Code(code) => {
            if let Some(code) = &code {
                codes.keep(code);
            }
            emit.call("code", &crate::details::optional(code.as_deref().map(details::code)))
        }
        QrNews::Status(change) => emit.call("status", &details::qr_status(&change)),
        QrNews::AskPage => {
            emit.call("before-login", &crate::details::before_login(&BeforeLogin { method, account: None }))
        }
        QrNews::Finished(authentication) => {
            emit.call("login", &crate::details::login(&LoginSuccess { method, authentication }))
        }
        QrNews::NeedsFactor(needed) => {
            emit.call("mfa-required", &crate::details::mfa_required(&MfaRequired { method, refusal: needed.refusal }))
        }
        QrNews::Failed(error) => {
            let message = error.message(&messages).to_string();
            emit.call("login-error", &crate::details::login_error(&LoginError { method, error, message }))
        }
    };
    Box::new(Running(QrRunner::start(app_id, backend::of(backend), policy, hear)))
}
