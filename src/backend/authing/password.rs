//! Login with a password, under the application's key where it has one.

use guard_core::{Authentication, BackendError, Outcome};
use guard_protocol::login::AccountLogin;
use guard_protocol::paths;

use super::password_key::{PasswordKey, PasswordKeyError};
use super::{AuthingBackend, Client, exchange};
use crate::backend::{Answer, Credentials, PasswordBackend};
use crate::browser::random;

impl PasswordBackend for AuthingBackend {
    fn log_in(&self, typed: Credentials) -> Answer<Outcome> {
        let client = self.client.clone();
        Box::pin(async move { Outcome::of(client.log_in(typed).await) })
    }
}

impl Client {
    async fn log_in(&self, typed: Credentials) -> Result<Authentication, BackendError> {
        let config = self.config().await?;
        let password = match config.public_key.as_deref().filter(|key| !key.trim().is_empty()) {
            None => typed.password,
            Some(pem) => PasswordKey::from_pem(pem)
                .and_then(|key| key.encrypt(typed.password.expose(), random::fill))
                .map_err(|error| match error {
                    PasswordKeyError::TooLong { .. } => BackendError::PasswordTooLong,
                    PasswordKeyError::BadKey => BackendError::Setup(error.to_string()),
                })?
                .into(),
        };
        let request = AccountLogin { account: typed.account, password, captcha_code: None, auto_register: false };
        let user = self.post(self.url(&config, paths::LOGIN_ACCOUNT), request.to_json(), 0).await?;
        Ok(Authentication { user: Some(Box::new(exchange::decode(user)?)), ticket: None })
    }
}
