//! The QR capability of the element's backend: the page's functions where it has them, else the server.

use std::rc::Rc;

use guard_core::Outcome;
use guard_core::qr::{Check, Exchange, QrCode};
use guard_protocol::Secret;
use guard_widget::backend::{Answer, QrBackend};

use crate::backend::ElementBackend;

/// The QR capability of `backend`.
pub(super) fn of(backend: ElementBackend) -> Rc<dyn QrBackend> {
    Rc::new(ElementQr(backend))
}

struct ElementQr(ElementBackend);

impl QrBackend for ElementQr {
    fn create_code(&self) -> Answer<QrCode> {
        let backend = self.0.clone();
        Box::pin(async move {
            let page = backend.page().await?;
            let redeems = page.as_ref().is_some_and(|page| page.has_redeem());
            let code = match page.and_then(|page| page.create_code()) {
                Some(own) => own.await?,
                None => backend.server()?.create_code().await?,
            };
            // The page's refusal of a ticket is the end of the login, whoever made the code.
            Ok(if redeems { QrCode { exchange: Exchange::Box, ..code } } else { code })
        })
    }

    fn check(&self, code: Rc<QrCode>, seq: u64, wait: u32) -> Answer<Check> {
        let backend = self.0.clone();
        Box::pin(async move {
            match backend.page().await?.and_then(|page| page.check(&code, seq, wait)) {
                Some(own) => own.await,
                None => backend.server()?.check(code, seq, wait).await,
            }
        })
    }

    fn redeem(&self, code: Rc<QrCode>, ticket: Secret) -> Answer<Outcome> {
        let backend = self.0.clone();
        Box::pin(async move {
            match backend.page().await?.and_then(|page| page.redeem(&code, &ticket)) {
                Some(own) => own.await,
                None => backend.server()?.redeem(code, ticket).await,
            }
        })
    }

    fn abandon(&self, code: Rc<QrCode>) {
        let own = self.0.loaded_page().is_some_and(|page| page.abandon(&code));
        if let (false, Ok(server)) = (own, self.0.server()) {
            server.abandon(code);
        }
    }
}
