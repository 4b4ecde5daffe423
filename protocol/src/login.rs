//! `POST /api/v2/login/account`: log in with an account and a password.

use serde::Deserialize;

use crate::json::ObjectWriter;
use crate::secret::Secret;

/// The request. The reply's data is a [`User`](crate::User).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountLogin {
    /// Username, e-mail or phone number, trimmed.
    pub account: String,
    /// The password, never trimmed: RSA (PKCS#1 v1.5) with the application's public key and then Base64; as it is
    /// when the application publishes no key.
    pub password: Secret,
    /// What the person read in the captcha's picture.
    #[serde(default)]
    pub captcha_code: Option<String>,
    /// Make an account if there is none.
    #[serde(default)]
    pub auto_register: bool,
}

impl AccountLogin {
    /// The body as JSON.
    pub fn to_json(&self) -> String {
        let mut body = ObjectWriter::new();
        body.text("account", &self.account);
        body.text("password", self.password.expose());
        body.optional_text("captchaCode", self.captcha_code.as_deref());
        body.flag("autoRegister", self.auto_register);
        body.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_written_can_be_read() {
        let login = AccountLogin {
            account: "lin".into(),
            password: Secret::new("\"pass\\word\n密码"),
            captcha_code: Some("x".into()),
            auto_register: false,
        };
        assert_eq!(serde_json::from_str::<AccountLogin>(&login.to_json()).unwrap(), login);
    }
}
