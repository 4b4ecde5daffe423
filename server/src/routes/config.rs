//! `GET /api/v2/applications/{id}/public-config`.

use axum::extract::{Path, State};
use guard_protocol::Code;
use guard_protocol::config::{
    Display, LoginTabs, METHOD_MINI_PROGRAM_QR, PasswordTab, PublicConfig, QrConnection, Texts,
};

use super::error::ApiError;
use super::messages::Text;
use super::{ApiResult, ok};
use crate::config::AppConfig;
use crate::state::{App, Shared};

pub(super) async fn public_config(State(app): State<Shared>, Path(id): Path<String>) -> ApiResult<PublicConfig> {
    let Some(settings) = app.apps().get(&id) else {
        return Err(ApiError::business(Code::NoSuchApp, Text::NoSuchApp));
    };
    let public_key = app.passwords.public_key().await?;
    Ok(ok(describe(&app, settings, public_key)))
}

fn describe(app: &App, settings: &AppConfig, public_key: String) -> PublicConfig {
    // The default comes first.
    let callback = settings.callback_url.iter();
    let others = settings.redirect_uris.iter().filter(|uri| settings.callback_url.as_ref() != Some(uri));
    let redirect_uris = callback.chain(others).cloned().collect();
    let connections = settings.tabs.iter().filter(|tab| *tab == METHOD_MINI_PROGRAM_QR).map(|tab| {
        let connection = QrConnection { id: format!("{}-miniprogram", settings.id), title: None, is_default: true };
        (tab.clone(), vec![connection])
    });
    PublicConfig {
        id: settings.id.clone(),
        user_pool_id: settings.user_pool_id.clone(),
        name: settings.name.clone(),
        logo: settings.logo.as_deref().map(|logo| app.apps().absolute(logo)),
        request_hostname: None,
        public_key: Some(public_key),
        allowed_origins: settings.allowed_origins.clone(),
        login_tabs: LoginTabs {
            list: settings.tabs.clone(),
            default: settings.default_tab.clone().or_else(|| settings.tabs.first().cloned()),
            title: Texts::default(),
        },
        password_tab_config: PasswordTab {
            enabled_login_methods: ["username-password", "email-password", "phone-password"]
                .map(str::to_owned)
                .to_vec(),
        },
        qrcode_tabs_settings: connections.collect(),
        sso_page_component_display: Display::default(),
        register_disabled: true,
        redirect_uris,
        welcome_message: settings.welcome.clone().into(),
        qrcode: settings.extension.advertised(),
    }
}
