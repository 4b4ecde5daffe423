//! The page's settings of a widget, shared by all that is in it.

use guard_core::login;
use guard_core::{AppConfig, Lang, LinkUrl, Messages, Method};
use yew::AttrValue;

use super::Theme;
use crate::browser::{Screen, console, page, url};

/// Side of the QR code when none is asked for, in CSS px: 41 modules of 5 px.
pub const DEFAULT_QR_SIZE: u32 = 205;
/// The least side, in CSS px: below it phones cannot read the code.
const LEAST_QR_SIZE: u32 = 120;

/// Settings of a [`Widget`](crate::widget::Widget); [`GuardWidgetProps`](crate::GuardWidgetProps) documents each.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Id of the application.
    pub app_id: AttrValue,
    /// The configuration, where the page knows it.
    pub config: Option<AppConfig>,
    /// Language.
    pub lang: Lang,
    /// Texts in that language, with the page's own.
    pub messages: Messages,
    /// Colours.
    pub theme: Theme,
    /// Methods and their order; empty leaves them to the application.
    pub methods: Vec<Method>,
    /// The method to start with.
    pub default_method: Option<Method>,
    /// Title of the card.
    pub title: Option<AttrValue>,
    /// URL of a logo.
    pub logo: Option<AttrValue>,
    /// The account to fill in.
    pub account: Option<AttrValue>,
    /// Link to recover a password.
    pub forgot_password_url: Option<LinkUrl>,
    /// Link to register.
    pub register_url: Option<LinkUrl>,
    /// Where the browser goes after a login.
    pub callback_url: Option<AttrValue>,
    /// Without card and header.
    pub bare: bool,
    /// Side of the QR code in CSS px, as asked for.
    pub qr_size: u32,
    /// A code that runs out waits for the person.
    pub no_auto_refresh: bool,
    /// Polls of a QR login go out on [`Command::Beat`](super::Command::Beat).
    pub paced: bool,
    /// Tickets are exchanged here, not by the page.
    pub exchange: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            app_id: AttrValue::default(),
            config: None,
            lang: Lang::default(),
            messages: Messages::default(),
            theme: Theme::default(),
            methods: Vec::new(),
            default_method: None,
            title: None,
            logo: None,
            account: None,
            forgot_password_url: None,
            register_url: None,
            callback_url: None,
            bare: false,
            qr_size: DEFAULT_QR_SIZE,
            no_auto_refresh: false,
            paced: false,
            exchange: true,
        }
    }
}

/// The link that the page has set as `name`. One that must not be followed is said in the console, and is not there.
pub fn checked_link(name: &str, text: Option<&str>) -> Option<LinkUrl> {
    let text = text.filter(|text| !text.is_empty())?;
    match LinkUrl::parse(text, &page::base(), url::parse) {
        Ok(link) => Some(link),
        Err(error) => {
            console::error_once(&["guard-widget: `", name, "`: ", &error.to_string()].concat());
            None
        }
    }
}

impl Settings {
    /// Side of the QR code in CSS px.
    pub fn qr_size(&self) -> u32 {
        self.qr_size.max(LEAST_QR_SIZE)
    }

    /// The part of the settings that the flow decides by.
    pub(crate) fn of_login(&self) -> login::Settings {
        login::Settings {
            methods: self.methods.clone(),
            first: self.default_method,
            callback_url: self.callback_url.clone(),
            on_phone: Screen::now() == Screen::Phone,
        }
    }
}
