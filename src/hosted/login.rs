//! What a login on the hosted page brings, read from what the script tells.

use guard_protocol::Secret;
use guard_protocol::json::Json;

use super::error::{HostedCode, HostedError};

/// A login on the hosted page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostedLogin {
    /// Who logged in.
    pub user: HostedUser,
    /// For a backend, which must verify its signature (`docs/verify.md`).
    pub id_token: Secret,
    /// For the login server's own paths.
    pub access_token: Secret,
    /// With the scope `offline_access`.
    pub refresh_token: Option<Secret>,
    /// How long the access token is valid, in s.
    pub expires_in: i64,
}

/// Claims of the ID token (OpenID Connect Core §5.1); which there are, the scope decides.
///
/// `Debug` shows the id only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct HostedUser {
    /// `sub`: the id of the user.
    pub id: String,
    /// `name`.
    pub name: Option<String>,
    /// `nickname`.
    pub nickname: Option<String>,
    /// `picture`: the URL of one.
    pub picture: Option<String>,
    /// `email`.
    pub email: Option<String>,
    /// `phone_number`.
    pub phone_number: Option<String>,
}

impl std::fmt::Debug for HostedUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HostedUser").field("id", &self.id).finish_non_exhaustive()
    }
}

impl HostedUser {
    /// The name to greet with: nickname, else name, e-mail, phone, id.
    pub fn display_name(&self) -> &str {
        let names = [&self.nickname, &self.name, &self.email, &self.phone_number];
        names.into_iter().flatten().map(String::as_str).find(|name| !name.is_empty()).unwrap_or(&self.id)
    }
}

fn text(tree: &impl Json, key: &str) -> Option<String> {
    tree.get(key).and_then(|value| value.text())
}

fn secret(tree: &impl Json, key: &str) -> Option<Secret> {
    text(tree, key).map(Secret::new)
}

/// The login that the script tells; `None` when there was none to handle.
pub(super) fn read(told: &impl Json) -> Option<HostedLogin> {
    let user = told.get("user")?;
    Some(HostedLogin {
        user: HostedUser {
            id: text(&user, "sub")?,
            name: text(&user, "name"),
            nickname: text(&user, "nickname"),
            picture: text(&user, "picture"),
            email: text(&user, "email"),
            phone_number: text(&user, "phone_number"),
        },
        id_token: secret(told, "idToken")?,
        access_token: secret(told, "accessToken").unwrap_or_default(),
        refresh_token: secret(told, "refreshToken"),
        expires_in: told.get("expiresIn").and_then(|seconds| seconds.number()).unwrap_or_default(),
    })
}

/// The error that the script tells.
pub(super) fn read_error(told: &impl Json) -> HostedError {
    HostedError {
        code: HostedCode::from_name(&text(told, "code").unwrap_or_default()),
        message: text(told, "message").unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_login_is_read_and_shows_no_token() {
        let told = json!({
            "user": { "sub": "u1", "nickname": "林晓", "email": "lin@shop.example" },
            "idToken": "id-secret", "accessToken": "access-secret", "refreshToken": "refresh-secret", "expiresIn": 3600,
        });
        let login = read(&told).unwrap();
        assert_eq!((login.user.display_name(), login.expires_in), ("林晓", 3600));
        assert_eq!(login.id_token.expose(), "id-secret");
        let shown = format!("{login:?}");
        assert!(!shown.contains("secret") && !shown.contains("lin@"), "{shown}");
    }

    #[test]
    fn a_name_is_always_found() {
        let user =
            |name: Option<&str>| HostedUser { id: "u1".into(), name: name.map(Into::into), ..Default::default() };
        assert_eq!(user(None).display_name(), "u1");
        assert_eq!(user(Some("")).display_name(), "u1");
        assert_eq!(user(Some("Lin")).display_name(), "Lin");
    }

    #[test]
    fn nothing_to_handle_is_no_login() {
        for told in [json!(null), json!({}), json!({ "user": {} }), json!({ "user": { "sub": "u1" } })] {
            assert_eq!(read(&told), None, "{told}");
        }
    }

    #[test]
    fn an_error_is_read() {
        let error = read_error(&json!({ "code": "popup_closed", "message": "offer it again" }));
        assert_eq!((error.code.clone(), error.to_string().as_str()), (HostedCode::PopupClosed, "offer it again"));
        assert_eq!(read_error(&json!(null)).code, HostedCode::Other(String::new()));
    }
}
