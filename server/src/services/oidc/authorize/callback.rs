//! Logins that no request of an application began: somebody has opened the login page itself. They continue to the
//! application's callback URL, which Authing's console calls 登录后回调链接.

use guard_protocol::Secret;
use serde::{Deserialize, Serialize};

use super::answer::ResponseMode;
use super::request::{AuthRequest, Prompt, is_registered};
use crate::config::{AppConfig, CallbackMode};
use crate::services::oidc::Scope;
use crate::store::UserRow;

/// What an answer brings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Brings {
    /// A code, as the application has asked for.
    #[default]
    Code,
    /// The issuer, so that the application begins its own code flow. A code that it has not asked for is one that anybody
    /// can have sent (RFC 9700, section 4.7).
    Issuer,
    /// The user in the address, and a code as the ticket.
    User,
}

impl Brings {
    /// Whether `app` may be answered so: its operator may have changed that since the login began.
    pub fn is_allowed(self, app: &AppConfig) -> bool {
        self != Self::User || app.callback_mode == CallbackMode::UserInUrl
    }
}

/// What the query of the login page says.
#[derive(Clone, Debug, Default)]
pub struct Visited {
    /// Where to go on to.
    pub redirect_uri: Option<String>,
    /// The language of the page.
    pub lang: Option<String>,
    /// Who will log in.
    pub login_hint: Option<String>,
}

/// The request that a visit of the login page of `app` stands for; `None` when the application has no callback for it.
pub fn of_visit(app: &AppConfig, visited: Visited) -> Option<AuthRequest> {
    let wanted = visited.redirect_uri.as_deref();
    let (uri, brings) = match (app.callback_mode, wanted) {
        (CallbackMode::UserInUrl, Some(uri)) => (uri, Brings::User),
        (CallbackMode::UserInUrl, None) => (app.callback_url.as_deref()?, Brings::User),
        (CallbackMode::CodeFlow, None) => (app.callback_url.as_deref()?, Brings::Issuer),
        // The page of the widget goes on there, and brings nothing.
        (CallbackMode::CodeFlow, Some(_)) => return None,
    };
    is_registered(app, uri).then(|| AuthRequest {
        app_id: app.id.clone(),
        redirect_uri: uri.to_owned(),
        mode: ResponseMode::Query,
        brings,
        state: None,
        scope: Scope::USER.to_string(),
        nonce: None,
        challenge: None,
        prompt: Prompt::Needed,
        max_age: None,
        login_hint: visited.login_hint,
        ui_locales: visited.lang,
        expected_user: None,
    })
}

/// What Authing's old callbacks get as `data`, pictures of this server by `absolute`. The token is not among it, and
/// neither is the phone number: both are for whoever exchanges the ticket.
pub fn data(user: &UserRow, absolute: impl FnOnce(&str) -> String) -> Secret {
    let UserRow { id, username, nickname, photo, email, .. } = user;
    // A picture inside its address is longer than an address may be.
    let photo = photo.as_deref().filter(|photo| !photo.starts_with("data:")).map(absolute);
    let data = serde_json::json!({
        "id": id, "username": username, "nickname": nickname, "photo": photo, "email": email,
    });
    Secret::new(data.to_string())
}

#[cfg(test)]
#[path = "callback_tests.rs"]
mod tests;
