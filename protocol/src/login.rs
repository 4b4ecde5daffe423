//! `POST /api/v2/login/account`: log in with an account and a password.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::secret::Secret;

/// The request. The reply's data is a [`User`](crate::User).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountLogin {
    /// Username, e-mail or phone number, trimmed.
    pub account: String,
    /// The password, never trimmed: RSA (PKCS#1 v1.5) with the application's public key and then Base64; as it is
    /// when the application publishes no key.
    pub password: Secret,
    /// What the person read in the captcha's picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captcha_code: Option<String>,
    /// Make an account if there is none.
    #[serde(default)]
    pub auto_register: bool,
    /// Custom data of the login page's context.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<Value>,
}
