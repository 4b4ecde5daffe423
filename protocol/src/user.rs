//! The user that a login answers. Used in the replies of `login/account`, `qrcode/userinfo` and `users/me`.

use std::fmt;

use serde::Serialize;

use crate::json::{Decode, Json, Node, ObjectWriter};
use crate::secret::Secret;

/// Who logged in. What the widget itself does not use stays in [`User::json`], so that the host gets all of it.
///
/// `Debug` shows the id only: a reply of Authing also holds tokens of other providers.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// Id of the user; left out of a hint at who scanned.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Login name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Name to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// URL of a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo: Option<String>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The login credential: a bearer token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Secret>,
    /// When the token ends, as the server wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_expired_at: Option<String>,
    /// The whole object that the server sent, with the fields above and all others, as JSON text; `None` for a user
    /// that did not come from a server.
    #[serde(skip)]
    pub json: Option<Secret>,
}

impl Decode for User {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        node.expect_object();
        Self {
            id: node.or_default("id"),
            username: node.optional("username"),
            nickname: node.optional("nickname"),
            photo: node.optional("photo"),
            email: node.optional("email"),
            phone: node.optional("phone"),
            token: node.optional("token"),
            // A stock server may send a number, which is not worth failing a login for.
            token_expired_at: node.raw("tokenExpiredAt").text(),
            json: Some(node.value().to_json().into()),
        }
    }
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User").field("id", &self.id).finish_non_exhaustive()
    }
}

impl User {
    /// The user as JSON text: as the server sent it, or what is known of one that did not come from a server.
    pub fn to_json(&self) -> Secret {
        if let Some(json) = &self.json {
            return json.clone();
        }
        let mut object = ObjectWriter::new();
        object.optional_text("id", Some(self.id.as_str()).filter(|id| !id.is_empty()));
        object.optional_text("username", self.username.as_deref());
        object.optional_text("nickname", self.nickname.as_deref());
        object.optional_text("photo", self.photo.as_deref());
        object.optional_text("email", self.email.as_deref());
        object.optional_text("phone", self.phone.as_deref());
        object.optional_text("token", self.token.as_ref().map(Secret::expose));
        object.optional_text("tokenExpiredAt", self.token_expired_at.as_deref());
        object.finish().into()
    }

    /// The name to greet with: nickname, else username, e-mail, phone, id.
    pub fn display_name(&self) -> &str {
        [&self.nickname, &self.username, &self.email, &self.phone]
            .into_iter()
            .find_map(|name| name.as_deref().filter(|name| !name.is_empty()))
            .unwrap_or(&self.id)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_user_that_came_from_no_server_is_written_from_its_fields() {
        let user = User { nickname: Some("Lin".into()), token: Some(Secret::new("t")), ..User::default() };
        let written: Value = serde_json::from_str(user.to_json().expose()).unwrap();
        assert_eq!(written, json!({ "nickname": "Lin", "token": "t" }));
        let sent = User { json: Some(Secret::new("{}")), ..user };
        assert_eq!(sent.to_json().expose(), "{}");
    }

    #[test]
    fn unknown_fields_are_kept_and_the_token_is_hidden() {
        let reply = json!({ "id": "u1", "token": "t0p", "oauth": "t1p", "loginsCount": 4, "nickname": null });
        let user: User = crate::json::decode("data", reply).unwrap();
        let more: Value = serde_json::from_str(user.json.as_ref().unwrap().expose()).unwrap();
        assert_eq!(more["loginsCount"], 4);
        assert_eq!(user.display_name(), "u1");
        let debug = format!("{user:?}");
        assert!(!debug.contains("t0p") && !debug.contains("t1p"), "{debug}");
    }
}
