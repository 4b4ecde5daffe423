//! What `startScanning` changes about a backend.

use std::rc::Rc;

use guard_protocol::Secret;
use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::backend::{Answer, AppConfig, Backend, Credentials, SharedBackend};
use crate::grant::Grant;
use crate::qr::{Check, QrCode};

/// A backend as `startScanning` wants it: polled on the beat of the host's timer, and without the exchange of the
/// ticket where the host does that itself.
#[derive(Debug)]
pub(super) struct Scanning {
    pub(super) inner: SharedBackend,
    /// Answers a promise that is kept on the next beat.
    pub(super) pace: Option<Function>,
    /// Whether the ticket is exchanged here.
    pub(super) exchange: bool,
}

impl Backend for Scanning {
    fn config(&self) -> Answer<AppConfig> {
        self.inner.config()
    }

    fn login(&self, credentials: Credentials) -> Answer<Grant> {
        self.inner.login(credentials)
    }

    fn create_code(&self) -> Answer<QrCode> {
        let answer = self.inner.create_code();
        let paced = self.pace.is_some();
        Box::pin(async move {
            let code = answer.await?;
            // The beat sets the pace, unless the server asks for a slower one.
            Ok(QrCode { interval: code.interval.or(paced.then_some(0)), ..code })
        })
    }

    fn check(&self, code: Rc<QrCode>, seq: u64, wait: u32) -> Answer<Check> {
        let Some(pace) = self.pace.clone() else { return self.inner.check(code, seq, wait) };
        let inner = self.inner.clone();
        Box::pin(async move {
            if let Ok(beat) = pace.call0(&JsValue::NULL) {
                // A beat that is not kept is no reason not to ask.
                let _ = JsFuture::from(js_sys::Promise::resolve(&beat)).await;
            }
            inner.check(code, seq, wait).await
        })
    }

    fn redeem(&self, code: Rc<QrCode>, ticket: Secret) -> Answer<Grant> {
        if self.exchange {
            return self.inner.redeem(code, ticket);
        }
        Box::pin(async move { Ok(Grant { user: None, ticket: Some(ticket) }) })
    }

    fn logout(&self, token: Option<Secret>) -> Answer<()> {
        self.inner.logout(token)
    }

    fn abandon(&self, code: Rc<QrCode>) {
        self.inner.abandon(code);
    }
}
