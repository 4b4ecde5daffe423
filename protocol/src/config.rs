//! `GET /api/v2/applications/{appId}/public-config`: what an application lets its login UI know.
//!
//! Of the many fields of the reply these are the ones that a login UI acts on; all others are ignored.

use serde::Serialize;

use crate::json::{Decode, Json, Node};
pub use crate::map::Map;

/// Texts by language tag (`zh-CN`, `en-US`, …).
pub type Texts = Map<String>;

/// The name of the password method in [`LoginTabs::list`].
pub const METHOD_PASSWORD: &str = "password";
/// The name of the mini-program QR method in [`LoginTabs::list`] and [`PublicConfig::qrcode_tabs_settings`].
pub const METHOD_MINI_PROGRAM_QR: &str = "wechat-miniprogram-qrcode";

/// The public configuration of an application.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicConfig {
    /// Id of the application.
    pub id: String,
    /// Id of the user pool; echoed in the header `x-authing-userpool-id`.
    pub user_pool_id: String,
    /// Name to show.
    pub name: String,
    /// URL of the logo.
    pub logo: Option<String>,
    /// Host that takes the requests when the widget was pointed at the shared host `core.authing.cn`.
    pub request_hostname: Option<String>,
    /// RSA key for passwords: PEM, SubjectPublicKeyInfo.
    pub public_key: Option<String>,
    /// Origins that may embed the widget (with `*` as a wildcard); empty means all.
    pub allowed_origins: Vec<String>,
    /// Which ways to log in there are.
    pub login_tabs: LoginTabs,
    /// Which kinds of account the password tab takes.
    pub password_tab_config: PasswordTab,
    /// The QR connections by method.
    pub qrcode_tabs_settings: Map<Vec<QrConnection>>,
    /// What the console lets the login page show.
    pub sso_page_component_display: Display,
    /// Nobody can register.
    pub register_disabled: bool,
    /// URLs that a login may continue to.
    pub redirect_uris: Vec<String>,
    /// A line under the title, by language.
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

impl Decode for PublicConfig {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        node.expect_object();
        Self {
            id: node.or_default("id"),
            user_pool_id: node.or_default("userPoolId"),
            name: node.or_default("name"),
            logo: node.optional("logo"),
            request_hostname: node.optional("requestHostname"),
            public_key: node.optional("publicKey"),
            allowed_origins: node.or_default("allowedOrigins"),
            login_tabs: node.or_default("loginTabs"),
            password_tab_config: node.or_default("passwordTabConfig"),
            qrcode_tabs_settings: node.or_default("qrcodeTabsSettings"),
            sso_page_component_display: node.or_default("ssoPageComponentDisplay"),
            register_disabled: node.or_default("registerDisabled"),
            redirect_uris: node.or_default("redirectUris"),
            welcome_message: node.or_default("welcomeMessage"),
            qrcode: node.optional("qrcode"),
        }
    }
}

/// Tabs of the login page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginTabs {
    /// Methods in the order to show; those that the widget does not know are passed over.
    pub list: Vec<String>,
    /// The method to start with.
    pub default: Option<String>,
    /// Titles by method.
    pub title: Texts,
}

impl Decode for LoginTabs {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        node.expect_object();
        Self { list: node.or_default("list"), default: node.optional("default"), title: node.or_default("title") }
    }
}

/// Settings of the password tab.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PasswordTab {
    /// `username-password`, `email-password`, `phone-password`; empty means all.
    pub enabled_login_methods: Vec<String>,
}

impl Decode for PasswordTab {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        node.expect_object();
        Self { enabled_login_methods: node.or_default("enabledLoginMethods") }
    }
}

/// One QR connection: a mini program that can scan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QrConnection {
    /// Id, sent back as `extIdpConnId`.
    pub id: String,
    /// Title of its tab.
    pub title: Option<String>,
    /// Show this one first.
    pub is_default: bool,
}

impl Decode for QrConnection {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        node.expect_object();
        Self { id: node.or_default("id"), title: node.optional("title"), is_default: node.or_default("isDefault") }
    }
}

/// What the login page may show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Display {
    /// A link to recover a forgotten password.
    pub forget_password_btn: bool,
    /// A link to register.
    pub register_btn: bool,
}

impl Decode for Display {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        node.expect_object();
        Self { forget_password_btn: node.or_default("forgetPasswordBtn"), register_btn: node.or_default("registerBtn") }
    }
}

/// What the server can do for QR codes beyond plain v2 (hardened extension).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QrExtension {
    /// A challenge is taken on create; polls and redeems must prove its verifier.
    pub verifier: bool,
    /// A poll may wait for a change.
    pub long_poll: bool,
    /// A number is shown on the screen and chosen on the phone.
    pub number_match: bool,
}

impl Decode for QrExtension {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        node.expect_object();
        Self {
            verifier: node.or_default("verifier"),
            long_poll: node.or_default("longPoll"),
            number_match: node.or_default("numberMatch"),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::json;

    fn config(text: &str) -> PublicConfig {
        json::decode("data", <Value as Json>::parse(text).unwrap()).unwrap()
    }

    #[test]
    fn missing_and_null_fields_have_defaults() {
        let config = config(
            r#"{"id":"a","name":null,"loginTabs":{"list":["password","sms"],"title":null},"allowedOrigins":null,"websocket":"wss://x"}"#,
        );
        assert_eq!(config.login_tabs.list, ["password", "sms"]);
        assert_eq!((config.name.as_str(), config.qrcode), ("", None));
    }

    #[test]
    fn the_default_connection_wins() {
        let config = config(
            r#"{"qrcodeTabsSettings":{"wechat-miniprogram-qrcode":[{"id":"1"},{"id":"2","isDefault":true,"QRConfig":{}}]}}"#,
        );
        assert_eq!(config.mini_program_connection().unwrap().id, "2");
    }
}
