//! Login with a QR code, at both levels of the wire.

use std::rc::Rc;

use guard_core::qr::{Check, QrCode, Raw};
use guard_core::{Authentication, BackendError, Outcome};
use guard_protocol::qrcode::{AbandonRequest, CheckRequest, RedeemRequest};
use guard_protocol::{Secret, challenge, paths};

use super::{AuthingBackend, Client, EarlyCode, data_of, exchange, qr_exchange, verifier};
use crate::backend::{Answer, QrBackend};
use crate::browser::Turn;
use crate::browser::http::{self, Request};

impl QrBackend for AuthingBackend {
    fn create_code(&self) -> Answer<QrCode> {
        let client = self.client.clone();
        Box::pin(async move { client.create_code().await })
    }

    fn check(&self, code: Rc<QrCode>, seq: u64, wait: u32) -> Answer<Check> {
        let client = self.client.clone();
        Box::pin(async move { client.check(code, seq, wait).await })
    }

    fn redeem(&self, code: Rc<QrCode>, ticket: Secret) -> Answer<Outcome> {
        let client = self.client.clone();
        Box::pin(async move { Outcome::of(client.redeem(code, ticket).await) })
    }

    fn abandon(&self, code: Rc<QrCode>) {
        let Some(config) = self.client.config.borrow().clone() else { return };
        let Some(verifier) = code.verifier.clone() else { return };
        let request = AbandonRequest { random: code.id.to_string(), verifier };
        http::beacon(&self.client.url(&config, paths::QRCODE_ABANDON), &request.to_json());
    }
}

impl Client {
    async fn create_code(&self) -> Result<QrCode, BackendError> {
        let config = self.config().await?;
        let (reply, verifier) = match self.early_code.take().and_then(EarlyCode::take) {
            Some((answer, verifier)) => (data_of(&answer.await?)?, Some(verifier)),
            None => {
                let verifier = config.qrcode.is_some_and(|extension| extension.verifier).then(verifier::new);
                let challenge = verifier.as_ref().map(challenge::of);
                let request = qr_exchange::gene_request(&self.codes.borrow(), &config, challenge);
                (self.post(self.url(&config, paths::QRCODE_GENE), request.to_json(), 0).await?, verifier)
            }
        };
        qr_exchange::code(exchange::decode(reply)?, &config, &self.request_server(&config).to_string(), verifier)
    }

    async fn check(&self, code: Rc<QrCode>, seq: u64, wait: u32) -> Result<Check, BackendError> {
        let config = self.config().await?;
        let url = self.url(&config, paths::QRCODE_CHECK);
        let reply = match &code.verifier {
            Some(verifier) => {
                let random = code.id.to_string();
                // Who gets no turn asks at once, and again and again.
                let turn = if wait > 0 { Turn::take(&self.request_server(&config).to_string()).await } else { None };
                let wait = if turn.is_some() { wait } else { 0 };
                let request = CheckRequest { random, verifier: verifier.clone(), seq, wait };
                self.post(url, request.to_json(), wait).await?
            }
            None => {
                let random = String::from(js_sys::encode_uri_component(&code.id));
                self.send(Request::get(format!("{url}?random={random}"))).await?
            }
        };
        let raw = Raw::new(reply.clone());
        Ok(qr_exchange::check(exchange::decode(reply)?, raw, &self.request_server(&config).to_string()))
    }

    async fn redeem(&self, code: Rc<QrCode>, ticket: Secret) -> Result<Authentication, BackendError> {
        let config = self.config().await?;
        let request = RedeemRequest { ticket: ticket.clone(), verifier: code.verifier.clone() };
        let reply = self.post(self.url(&config, paths::QRCODE_USERINFO), request.to_json(), 0).await?;
        Ok(Authentication { user: Some(Box::new(exchange::decode(reply)?)), ticket: Some(ticket) })
    }
}
