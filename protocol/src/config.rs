//! `GET /api/v2/applications/{appId}/public-config`: what an application lets its login UI know.
//!
//! Of the many fields of the reply these are the ones that a login UI acts on; all others are ignored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::lenient::null_as_default;

/// Texts by language tag (`zh-CN`, `en-US`, …).
pub type Texts = BTreeMap<String, String>;

/// The name of the password method in [`LoginTabs::list`].
pub const METHOD_PASSWORD: &str = "password";
/// The name of the mini-program QR method in [`LoginTabs::list`] and [`PublicConfig::qrcode_tabs_settings`].
pub const METHOD_MINI_PROGRAM_QR: &str = "wechat-miniprogram-qrcode";

/// The public configuration of an application.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PublicConfig {
    /// Id of the application.
    #[serde(deserialize_with = "null_as_default")]
    pub id: String,
    /// Id of the user pool; echoed in the header `x-authing-userpool-id`.
    #[serde(deserialize_with = "null_as_default")]
    pub user_pool_id: String,
    /// Name to show.
    #[serde(deserialize_with = "null_as_default")]
    pub name: String,
    /// URL of the logo.
    pub logo: Option<String>,
    /// Host that takes the requests when the widget was pointed at the shared host `core.authing.cn`.
    pub request_hostname: Option<String>,
    /// RSA key for passwords: PEM, SubjectPublicKeyInfo.
    pub public_key: Option<String>,
    /// Origins that may embed the widget (with `*` as a wildcard); empty means all.
    #[serde(deserialize_with = "null_as_default")]
    pub allowed_origins: Vec<String>,
    /// Which ways to log in there are.
    #[serde(deserialize_with = "null_as_default")]
    pub login_tabs: LoginTabs,
    /// Which kinds of account the password tab takes.
    #[serde(deserialize_with = "null_as_default")]
    pub password_tab_config: PasswordTab,
    /// The QR connections by method.
    #[serde(deserialize_with = "null_as_default")]
    pub qrcode_tabs_settings: BTreeMap<String, Vec<QrConnection>>,
    /// What the console lets the login page show.
    #[serde(deserialize_with = "null_as_default")]
    pub sso_page_component_display: Display,
    /// Nobody can register.
    #[serde(deserialize_with = "null_as_default")]
    pub register_disabled: bool,
    /// URLs that a login may continue to.
    #[serde(deserialize_with = "null_as_default")]
    pub redirect_uris: Vec<String>,
    /// A line under the title, by language.
    #[serde(deserialize_with = "null_as_default")]
    pub welcome_message: Texts,
    /// Extension: what the server can do beyond plain v2 for QR codes. Absent on a stock Authing server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qrcode: Option<QrExtension>,
}

impl PublicConfig {
    /// The mini-program QR connection to use: the default one, else the first.
    pub fn mini_program_connection(&self) -> Option<&QrConnection> {
        let connections = self.qrcode_tabs_settings.get(METHOD_MINI_PROGRAM_QR)?;
        connections.iter().find(|connection| connection.is_default).or_else(|| connections.first())
    }
}

/// Tabs of the login page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LoginTabs {
    /// Methods in the order to show; those that the widget does not know are passed over.
    #[serde(deserialize_with = "null_as_default")]
    pub list: Vec<String>,
    /// The method to start with.
    pub default: Option<String>,
    /// Titles by method.
    #[serde(deserialize_with = "null_as_default")]
    pub title: Texts,
}

/// Settings of the password tab.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PasswordTab {
    /// `username-password`, `email-password`, `phone-password`; empty means all.
    #[serde(deserialize_with = "null_as_default")]
    pub enabled_login_methods: Vec<String>,
}

/// One QR connection: a mini program that can scan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct QrConnection {
    /// Id, sent back as `extIdpConnId`.
    #[serde(deserialize_with = "null_as_default")]
    pub id: String,
    /// Title of its tab.
    pub title: Option<String>,
    /// Show this one first.
    #[serde(deserialize_with = "null_as_default")]
    pub is_default: bool,
}

/// What the login page may show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Display {
    /// A link to recover a forgotten password.
    #[serde(deserialize_with = "null_as_default")]
    pub forget_password_btn: bool,
    /// A link to register.
    #[serde(deserialize_with = "null_as_default")]
    pub register_btn: bool,
}

/// What the server can do for QR codes beyond plain v2 (hardened extension).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct QrExtension {
    /// A challenge is taken on create; polls and redeems must prove its verifier.
    pub verifier: bool,
    /// A poll may wait for a change.
    pub long_poll: bool,
    /// A number is shown on the screen and chosen on the phone.
    pub number_match: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_and_null_fields_have_defaults() {
        let config: PublicConfig = serde_json::from_str(
            r#"{"id":"a","name":null,"loginTabs":{"list":["password","sms"],"title":null},"allowedOrigins":null,"websocket":"wss://x"}"#,
        )
        .unwrap();
        assert_eq!(config.login_tabs.list, ["password", "sms"]);
        assert_eq!((config.name.as_str(), config.qrcode), ("", None));
    }

    #[test]
    fn the_default_connection_wins() {
        let config: PublicConfig = serde_json::from_str(
            r#"{"qrcodeTabsSettings":{"wechat-miniprogram-qrcode":[{"id":"1"},{"id":"2","isDefault":true,"QRConfig":{}}]}}"#,
        )
        .unwrap();
        assert_eq!(config.mini_program_connection().unwrap().id, "2");
    }
}
