//! `POST /api/v2/login/account`: log in with an account and a password.

use crate::json::wire::request;
use crate::secret::Secret;

request! {
    /// The request. The reply's data is a [`User`](crate::User).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AccountLogin {
        /// Username, e-mail or phone number, trimmed.
        pub account: String = field("account"),
        /// The password, never trimmed: RSA (PKCS#1 v1.5) with the application's public key and then Base64; as it is
        /// when the application publishes no key.
        pub password: Secret = field("password"),
        /// The letters that the person read in the captcha's picture.
        pub captcha_code: Option<String> = field("captchaCode"),
        /// Make an account if there is none.
        pub auto_register: bool = field("autoRegister", default),
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
