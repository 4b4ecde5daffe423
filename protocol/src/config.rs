//! `GET /api/v2/applications/{appId}/public-config`: what an application lets its login UI know.
//!
//! Of the many fields of the reply these are the ones that a login UI acts on; all others are ignored.

use crate::json::wire::reply;
pub use crate::map::Map;

/// Texts by language tag (`zh-CN`, `en-US`, …).
pub type Texts = Map<String>;

/// The name of the password method in [`LoginTabs::list`].
pub const METHOD_PASSWORD: &str = "password";
/// The name of the mini-program QR method in [`LoginTabs::list`] and [`PublicConfig::qrcode_tabs_settings`].
pub const METHOD_MINI_PROGRAM_QR: &str = "wechat-miniprogram-qrcode";

reply! {
    /// The public configuration of an application.
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct PublicConfig {
        /// Id of the application.
        pub id: String = written("id"),
        /// Id of the user pool; echoed in the header `x-authing-userpool-id`.
        pub user_pool_id: String = or_default("userPoolId"),
        /// Name to show.
        pub name: String = or_default("name"),
        /// URL of the logo.
        pub logo: Option<String> = nullable("logo"),
        /// Host that takes the requests when the widget was pointed at the shared host `core.authing.cn`.
        pub request_hostname: Option<String> = nullable("requestHostname"),
        /// RSA key for passwords: PEM, SubjectPublicKeyInfo.
        pub public_key: Option<String> = nullable("publicKey"),
        /// Origins that may embed the widget (with `*` as a wildcard); empty means all.
        pub allowed_origins: Vec<String> = or_default("allowedOrigins"),
        /// Which ways to log in there are.
        pub login_tabs: LoginTabs = or_default("loginTabs"),
        /// Which kinds of account the password tab takes.
        pub password_tab_config: PasswordTab = written("passwordTabConfig"),
        /// The QR connections by method.
        pub qrcode_tabs_settings: Map<Vec<QrConnection>> = or_default("qrcodeTabsSettings"),
        /// The console's settings of the login page.
        pub sso_page_component_display: Display = written("ssoPageComponentDisplay"),
        /// Nobody can register.
        pub register_disabled: bool = written("registerDisabled"),
        /// URLs that a login may continue to.
        pub redirect_uris: Vec<String> = or_default("redirectUris"),
        /// A line under the title, by language.
        pub welcome_message: Texts = or_default("welcomeMessage"),
        /// Extension: what the server can do beyond plain v2 for QR codes. Absent on a stock Authing server.
        pub qrcode: Option<QrExtension> = optional("qrcode"),
    }
}

impl PublicConfig {
    /// The mini-program QR connection to use: the default one, else the first.
    pub fn mini_program_connection(&self) -> Option<&QrConnection> {
        let connections = self.qrcode_tabs_settings.get(METHOD_MINI_PROGRAM_QR)?;
        connections.iter().find(|connection| connection.is_default).or_else(|| connections.first())
    }
}

reply! {
    /// Tabs of the login page.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct LoginTabs {
        /// Methods in the order to show; those that the widget does not know are passed over.
        pub list: Vec<String> = or_default("list"),
        /// The method to start with.
        pub default: Option<String> = nullable("default"),
        /// Titles by method.
        pub title: Texts = written("title"),
    }
}

reply! {
    /// Settings of the password tab.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct PasswordTab {
        /// `username-password`, `email-password`, `phone-password`; empty means all.
        pub enabled_login_methods: Vec<String> = or_default("enabledLoginMethods"),
    }
}

reply! {
    /// One QR connection: a mini program that can scan.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct QrConnection {
        /// Id, sent back as `extIdpConnId`.
        pub id: String = or_default("id"),
        /// Title of its tab.
        pub title: Option<String> = written("title"),
        /// Show this one first.
        pub is_default: bool = or_default("isDefault"),
    }
}

reply! {
    /// The parts that the login page may show.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Display {
        /// A link to recover a forgotten password.
        pub forget_password_btn: bool = or_default("forgetPasswordBtn"),
        /// A link to register.
        pub register_btn: bool = or_default("registerBtn"),
    }
}

reply! {
    /// Abilities of the server for QR codes beyond plain v2 (hardened extension).
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct QrExtension {
        /// A challenge is taken on create; polls and redeems must prove its verifier.
        pub verifier: bool = or_default("verifier"),
        /// A poll may wait for a change.
        pub long_poll: bool = or_default("longPoll"),
        /// A number is shown on the screen and chosen on the phone.
        pub number_match: bool = or_default("numberMatch"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::json::{self, Json};

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
