//! A QR login that draws nothing, for pages that draw it themselves.

use std::cell::OnceCell;
use std::rc::{Rc, Weak};

use guard_core::login::SessionChange;
use guard_core::qr::Policy;
use guard_core::{Messages, Method};
use guard_widget::browser::channel::SessionChannel;
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
}

/// Starts a login of the application with this id.
pub(crate) type Start = fn(&str, ElementBackend, Policy, Emit, LastCode, Messages) -> Box<dyn Headless>;

struct Running {
    runner: Rc<QrRunner>,
    /// Closes with the login.
    _channel: Rc<SessionChannel>,
}

impl Headless for Running {
    fn refresh(&self) {
        self.runner.refresh();
    }

    fn unshowable(&self) {
        self.runner.unshowable();
    }
}

/// The line to other tabs, of which `runner` hears that somebody logged in there.
fn channel(app_id: &str, runner: Rc<OnceCell<Weak<QrRunner>>>) -> Rc<SessionChannel> {
    Rc::new(SessionChannel::open(app_id, move |change| {
        if let (SessionChange::LoggedIn, Some(runner)) = (change, runner.get().and_then(Weak::upgrade)) {
            runner.logged_in_elsewhere();
        }
    }))
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
    let later = Rc::default();
    let channel = channel(app_id, Rc::clone(&later));
    let line = channel.clone();
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
            line.tell_login();
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
    let runner = Rc::new(QrRunner::start(backend::of(backend), policy, hear));
    let _ = later.set(Rc::downgrade(&runner));
    Box::new(Running { runner, _channel: channel })
}
