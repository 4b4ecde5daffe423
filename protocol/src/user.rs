//! The user that a login answers. Used in the replies of `login/account`, `qrcode/userinfo` and `users/me`.

use std::fmt;

use crate::json::wire::reply;
use crate::secret::Secret;

reply! {
    /// Who logged in. What the widget itself does not use stays in [`User::json`], so that the host gets all of it.
    ///
    /// `Debug` shows the id only: a reply of Authing also holds tokens of other providers.
    #[derive(Clone, Default, PartialEq, Eq)]
    pub struct User {
        and fn fields_to_json;

        /// Id of the user; left out of a hint at who scanned.
        pub id: String = unless_empty("id"),
        /// Login name.
        pub username: Option<String> = optional("username"),
        /// Name to show.
        pub nickname: Option<String> = optional("nickname"),
        /// URL of a picture.
        pub photo: Option<String> = optional("photo"),
        /// E-mail address.
        pub email: Option<String> = optional("email"),
        /// Phone number.
        pub phone: Option<String> = optional("phone"),
        /// The country of a verified phone number, as in `+86`. For the host, in [`User::json`].
        pub phone_country_code: Option<String> = told("phoneCountryCode"),
        /// Whether the phone number was verified. For the host, in [`User::json`].
        pub phone_verified: Option<bool> = told("phoneVerified"),
        /// The login credential: a bearer token.
        pub token: Option<Secret> = optional("token"),
        /// Who logged in, as an ID token (OpenID Connect Core §2) for the application: what a backend verifies by
        /// itself. Servers of plain v2 send none.
        pub id_token: Option<Secret> = optional("idToken"),
        /// When the token ends, as the server wrote it.
        pub token_expired_at: Option<String> = if_text("tokenExpiredAt"),
        /// The whole object that the server sent, with the fields above and all others, as JSON text; `None` for a user
        /// that did not come from a server.
        pub json: Option<Secret> = whole(),
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
        self.fields_to_json().into()
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
    fn unknown_fields_are_kept_and_the_tokens_are_hidden() {
        let reply = json!({
            "id": "u1", "token": "t0p", "idToken": "t2p", "oauth": "t1p", "loginsCount": 4, "nickname": null
        });
        let user: User = crate::json::decode("data", reply).unwrap();
        let more: Value = serde_json::from_str(user.json.as_ref().unwrap().expose()).unwrap();
        assert_eq!(more["loginsCount"], 4);
        assert_eq!(user.display_name(), "u1");
        assert_eq!(user.id_token.as_ref().map(Secret::expose), Some("t2p"));
        let debug = format!("{user:#?}");
        for token in ["t0p", "t1p", "t2p"] {
            assert!(!debug.contains(token), "{debug}");
        }
    }

    #[test]
    fn a_server_without_id_tokens_sends_and_is_read_as_having_none() {
        for reply in [json!({ "id": "u1", "token": "t" }), json!({ "id": "u1", "token": "t", "idToken": null })] {
            let user: User = crate::json::decode("data", reply).unwrap();
            assert_eq!(user.id_token, None);
        }
        let written = serde_json::to_value(User { id: "u1".into(), ..User::default() }).unwrap();
        assert_eq!(written.get("idToken"), None);
        let written = serde_json::to_value(User { id_token: Some(Secret::new("t")), ..User::default() }).unwrap();
        assert_eq!(written["idToken"], "t");
    }
}
