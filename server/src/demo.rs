//! The demo: one app, two users. Used when `demo = true`.

use std::collections::BTreeMap;

use crate::clock::Millis;
pub use crate::config::DEMO_APP_ID as APP_ID;
use crate::config::{AppConfig, AppOidc, AppPage, CallbackMode, Extension, all_tabs};
use crate::passwords::{PasswordError, Passwords};
use crate::store::{Store, UserRow};

/// Password of every demo user.
pub const PASSWORD: &str = "shanlan-tea-2026";
/// Usernames of the demo users, in the order that the phone page shows.
pub const ACCOUNTS: [&str; 2] = ["lin", "chen"];

/// The demo app of a server at `public_url`.
pub fn app(public_url: &str) -> AppConfig {
    AppConfig {
        id: APP_ID.to_owned(),
        name: "Shanlan".to_owned(),
        user_pool_id: "shanlan".to_owned(),
        logo: Some("/demo/logo.svg".to_owned()),
        callback_url: None,
        callback_mode: CallbackMode::CodeFlow,
        tabs: all_tabs(),
        default_tab: None,
        welcome: BTreeMap::from([
            ("zh-CN".to_owned(), "欢迎回来".to_owned()),
            ("en-US".to_owned(), "Welcome back".to_owned()),
        ]),
        // Whoever tries it types one name of this machine as well as another, and has pages of their own on it.
        // `null` is a page in a sandboxed frame; the demo has nothing to protect from one.
        allowed_origins: [public_url, "http://localhost:*", "http://127.0.0.1:*", "null"].map(str::to_owned).to_vec(),
        redirect_uris: vec![format!("{public_url}/"), format!("{public_url}/account")],
        page: AppPage::default(),
        extension: Extension::default(),
        oidc: AppOidc::default(),
        wechat: None,
    }
}

/// Adds the demo users unless they are there.
///
/// # Errors
/// [`PasswordError`] when the store or the hashing fails.
pub async fn seed(store: &dyn Store, passwords: &Passwords, now: Millis) -> Result<(), PasswordError> {
    for (username, nickname, email, phone) in
        [("lin", "林晓", "lin@shanlan.cn", "13800000001"), ("chen", "Alex Chen", "alex@shanlan.cn", "13800000002")]
    {
        let id = format!("demo-{username}");
        if store.user(&id).await?.is_some() {
            continue;
        }
        let user = UserRow {
            id,
            username: Some(username.to_owned()),
            email: Some(email.to_owned()),
            phone: Some(phone.to_owned()),
            nickname: Some(nickname.to_owned()),
            photo: Some(format!("/demo/avatar-{username}.svg")),
        };
        store.add_user(user, Some(passwords.hash(PASSWORD).await?), now).await?;
    }
    Ok(())
}
