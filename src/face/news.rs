//! Everything that a widget tells whoever mounted it.

use std::rc::Rc;

use guard_core::Method;
use guard_core::login::SessionChange;
use guard_core::qr::{Check, QrCode, Status, StatusChange};

use super::{BeforeLogin, LoginError, LoginSuccess, MfaRequired, WidgetError};

/// News of a widget. [`GuardWidget`](crate::GuardWidget) turns them into callbacks, the element into DOM events.
#[derive(Clone, Debug)]
pub enum News {
    /// The widget can be used; carries its methods.
    Ready(Vec<Method>),
    /// Another method is shown.
    MethodChanged(Method),
    /// The status of the QR login changed.
    QrStatus(StatusChange),
    /// A login is about to be sent or fetched; the answer `false` stops it.
    BeforeLogin(BeforeLogin),
    /// A person is logged in.
    LoggedIn(LoginSuccess),
    /// A login failed.
    LoginFailed(LoginError),
    /// A second factor is needed that the page must ask for.
    MfaRequired(MfaRequired),
    /// The widget cannot work.
    Broken(WidgetError),
    /// Somebody logged in or out in another tab.
    SessionChanged(SessionChange),
    /// The state of the box, for style hooks: the QR status while that panel is in sight, else `ready`; `loading`
    /// before there is a card, `error` where there can be none.
    State(Status),
    /// There is another QR code, or none any more. Told before it is drawn.
    Code(Option<Rc<QrCode>>),
    /// The QR code is in sight: drawn, or its picture loaded.
    CodeShown(Rc<QrCode>),
    /// A poll of the QR code was answered.
    Checked(Rc<Check>),
    /// The person asked for a new code.
    Retried,
}
