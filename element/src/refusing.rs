//! The backend of a host that must not be asked: every answer says what the site has to set right.

use std::rc::Rc;

use guard_protocol::Secret;

use crate::backend::{Answer, AppConfig, Backend, Credentials};
use crate::failure::Failure;
use crate::grant::Grant;
use crate::qr::{Check, QrCode};

/// A backend that cannot be asked, for the reason that it gives.
#[derive(Debug)]
pub(super) struct Refusing(pub(super) Failure);

impl Refusing {
    fn answer<T: 'static>(&self) -> Answer<T> {
        let failure = self.0.clone();
        Box::pin(async move { Err(failure) })
    }
}

impl Backend for Refusing {
    fn config(&self) -> Answer<AppConfig> {
        self.answer()
    }

    fn login(&self, _: Credentials) -> Answer<Grant> {
        self.answer()
    }

    fn create_code(&self) -> Answer<QrCode> {
        self.answer()
    }

    fn check(&self, _: Rc<QrCode>, _: u64, _: u32) -> Answer<Check> {
        self.answer()
    }

    fn redeem(&self, _: Rc<QrCode>, _: Secret) -> Answer<Grant> {
        self.answer()
    }
}
