//! The QR part: the panel on the element's backend, its details, and QR logins that draw nothing.

mod backend;
mod details;
mod headless;

use std::rc::Rc;

use guard_core::Outcome;
use guard_core::qr::QrCode;
use guard_protocol::Secret;
use guard_widget::backend::Answer;
use guard_widget::methods::{self, MethodPanel, NewMethod, Setup};

pub(crate) use self::headless::{Headless, Start};
use crate::backend::ElementBackend;
use crate::emit::QrDetail;

/// The entries of the part.
#[derive(Debug)]
pub(crate) struct QrPart {
    /// Makes the panel.
    pub(crate) new: NewMethod,
    /// Makes the details of its news.
    pub(crate) detail: QrDetail,
    /// Starts a QR login that draws nothing.
    pub(crate) start: Start,
    /// Exchanges a ticket for the login.
    pub(crate) redeem: fn(ElementBackend, Rc<QrCode>, Secret) -> Answer<Outcome>,
}

impl QrPart {
    pub(crate) const HERE: Self = Self {
        new,
        detail: details::of,
        start: headless::start,
        redeem: |backend, code, ticket| backend::of(backend).redeem(code, ticket),
    };
}

fn new(setup: Setup) -> Box<dyn MethodPanel> {
    methods::qr::with(setup, |setup| setup.backend.downcast().cloned().map(backend::of))
}
