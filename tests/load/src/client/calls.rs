//! The calls that visitors make, by their names.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guard_protocol::config::PublicConfig;
use guard_protocol::login::AccountLogin;
use guard_protocol::phone::{CancelRequest, ConfirmRequest, PhoneReply, ScannedRequest};
use guard_protocol::qrcode::{AbandonRequest, CheckReply, CheckRequest, GeneReply, GeneRequest, RedeemRequest};
use guard_protocol::{Secret, User, challenge, paths};
use hyper::Method;

use crate::client::{Answer, Call, CallError, Client, PasswordKey};

/// A code as the browser that made it knows it.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) random: String,
    pub(crate) verifier: Secret,
    /// What the browser draws; without it, it shows the server's picture.
    pub(crate) text: Option<String>,
}

const fn get(path: &str) -> Call<'_> {
    Call { method: Method::GET, path, token: None, body: None, wait: 0 }
}

const fn post(path: &str, body: String) -> Call<'_> {
    Call { method: Method::POST, path, token: None, body: Some(body), wait: 0 }
}

impl Client {
    /// Makes a code with a challenge.
    pub(crate) async fn create(&mut self) -> Result<Code, CallError> {
        let verifier = Secret::new(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()));
        let request = GeneRequest { challenge: Some(challenge::of(&verifier)), ..GeneRequest::default() };
        let reply: GeneReply = self.call(post(paths::QRCODE_GENE, request.to_json())).await?;
        Ok(Code { random: reply.random, verifier, text: reply.text })
    }

    /// The long poll: answers when the code's `seq` is another, or after `wait` s.
    pub(crate) async fn check(&mut self, code: &Code, seq: u64, wait: u32) -> Result<CheckReply, CallError> {
        let (random, verifier) = (code.random.clone(), code.verifier.clone());
        let body = CheckRequest { random, verifier, seq, wait }.to_json();
        self.call(Call { wait, ..post(paths::QRCODE_CHECK, body) }).await
    }

    /// The plain poll.
    pub(crate) async fn plain_check(&mut self, random: &str) -> Result<CheckReply, CallError> {
        self.call(get(&format!("{}?random={random}", paths::QRCODE_CHECK))).await
    }

    /// Exchanges a ticket for the user and its token.
    pub(crate) async fn redeem(&mut self, ticket: &Secret, verifier: &Secret) -> Result<User, CallError> {
        let request = RedeemRequest { ticket: ticket.clone(), verifier: Some(verifier.clone()) };
        self.call(post(paths::QRCODE_USERINFO, request.to_json())).await
    }

    /// Gives a code up.
    pub(crate) async fn abandon(&mut self, code: &Code) -> Result<(), CallError> {
        let request = AbandonRequest { random: code.random.clone(), verifier: code.verifier.clone() };
        self.call::<Nothing>(post(paths::QRCODE_ABANDON, request.to_json())).await.map(drop)
    }

    /// A phone whose user has `token` reads a code.
    pub(crate) async fn scanned(&mut self, random: &str, token: &Secret) -> Result<PhoneReply, CallError> {
        let body = ScannedRequest { random: random.to_owned(), handshake: None }.to_json();
        self.call(Call { token: Some(token), ..post(paths::QRCODE_SCANNED, body) }).await
    }

    /// The person agrees.
    pub(crate) async fn confirm(
        &mut self,
        handshake: &Secret,
        number: Option<String>,
    ) -> Result<PhoneReply, CallError> {
        let request = ConfirmRequest { random: None, handshake: Some(handshake.clone()), number };
        self.call(post(paths::QRCODE_CONFIRM, request.to_json())).await
    }

    /// The person declines.
    pub(crate) async fn cancel(&mut self, handshake: &Secret) -> Result<PhoneReply, CallError> {
        let request = CancelRequest { random: None, handshake: Some(handshake.clone()) };
        self.call(post(paths::QRCODE_CANCEL, request.to_json())).await
    }

    /// Whose token it is.
    pub(crate) async fn me(&mut self, token: &Secret) -> Result<User, CallError> {
        self.call(Call { token: Some(token), ..get(paths::USERS_ME) }).await
    }

    /// Ends a session.
    pub(crate) async fn logout(&mut self, token: &Secret) -> Result<(), CallError> {
        let call = Call { token: Some(token), ..post(paths::LOGOUT, "{}".to_owned()) };
        self.call::<Nothing>(call).await.map(drop)
    }

    /// Logs in with an account and an encrypted password.
    pub(crate) async fn log_in(&mut self, account: &str, password: &Secret) -> Result<User, CallError> {
        let (account, password) = (account.to_owned(), password.clone());
        let request = AccountLogin { account, password, captcha_code: None, auto_register: false };
        self.call(post(paths::LOGIN_ACCOUNT, request.to_json())).await
    }

    /// The key that passwords are encrypted with.
    pub(crate) async fn password_key(&mut self) -> Result<PasswordKey, CallError> {
        let path = [paths::PUBLIC_CONFIG.0, self.site.app_id, paths::PUBLIC_CONFIG.1].concat();
        let config: PublicConfig = self.call(get(&path)).await?;
        PasswordKey::read(&config.public_key.unwrap_or_default())
    }

    /// Whether the node and its database answer.
    pub(crate) async fn health(&mut self) -> Result<(), CallError> {
        let Answer { status, retry_after, .. } = self.patiently(&get("/healthz")).await?;
        if status == 200 { Ok(()) } else { Err(CallError::Status { status, retry_after }) }
    }
}

/// Data that nobody reads.
struct Nothing;

impl guard_protocol::json::Decode for Nothing {
    fn decode<J: guard_protocol::json::Json>(_: &guard_protocol::json::Node<'_, J>) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn data_that_nobody_reads_may_be_anything() {
        for data in [Value::Null, serde_json::json!({ "a": 1 }), serde_json::json!("text")] {
            assert!(guard_protocol::json::decode::<Nothing>("data", data).is_ok());
        }
    }
}
