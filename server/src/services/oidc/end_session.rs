//! A logout that an application asks for (OpenID Connect RP-Initiated Logout, section 2).

use guard_protocol::Secret;
use url::form_urlencoded;

use super::authorize::Params;
use super::signer::{HintClaims, Signer};
use crate::apps::Apps;
use crate::config::AppConfig;
use crate::store::Browser;

/// What is asked for, checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndRequest {
    /// The application.
    pub app_id: Option<String>,
    /// Where to go afterwards: one of the application's own addresses.
    pub redirect_uri: Option<String>,
    /// What the application knows its request by.
    pub state: Option<String>,
    /// Language tags, most wanted first.
    pub ui_locales: Option<String>,
    /// The session and the user that a token of ours names.
    named: Option<(String, String)>,
}

/// The address to continue to is not registered for the application, or it is not known which application asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotRegistered;

impl EndRequest {
    /// Reads `params`.
    ///
    /// # Errors
    /// [`NotRegistered`]: then a page says so, and nobody is sent anywhere.
    pub async fn read(params: &Params, apps: &Apps, signer: &Signer) -> Result<Self, NotRegistered> {
        let hint = match params.get("id_token_hint") {
            Some(token) => signer.hint(&Secret::new(token)).await,
            None => None,
        };
        Self::of(params, hint.as_ref(), |id| apps.get(id))
    }

    /// [`read`](Self::read), with what the token says, if it is one of ours.
    fn of<'a>(
        params: &Params,
        hint: Option<&HintClaims>,
        app: impl FnOnce(&str) -> Option<&'a AppConfig>,
    ) -> Result<Self, NotRegistered> {
        if params.repeated().is_some() {
            return Err(NotRegistered);
        }
        let client_id = params.get("client_id");
        let audience = hint.map(|hint| hint.aud.as_str());
        if client_id.zip(audience).is_some_and(|(named, audience)| named != audience) {
            return Err(NotRegistered);
        }
        let app = client_id.or(audience).and_then(app);
        let redirect_uri = match params.get("post_logout_redirect_uri") {
            None => None,
            Some(uri) => {
                let registered = app.is_some_and(|app| app.oidc.post_logout_redirect_uris.iter().any(|own| own == uri));
                Some(Some(uri.to_owned()).filter(|_| registered).ok_or(NotRegistered)?)
            }
        };
        let text = |name: &str| params.get(name).map(str::to_owned);
        let named = hint.and_then(|hint| Some((hint.sid.clone()?, hint.sub.clone())));
        Ok(Self {
            app_id: app.map(|app| app.id.clone()),
            redirect_uri,
            state: text("state"),
            ui_locales: text("ui_locales"),
            named,
        })
    }

    /// Whether the application has proved that it means this session: nobody else can bring its token, so nobody needs
    /// to be asked.
    pub fn is_of(&self, browser: &Browser) -> bool {
        self.named.as_ref().is_some_and(|(sid, user)| *sid == browser.sid && *user == browser.user.id)
    }

    /// Where to go afterwards, with the application's `state`.
    pub fn way_back(&self) -> Option<String> {
        let uri = self.redirect_uri.as_ref()?;
        let Some(state) = &self.state else { return Some(uri.clone()) };
        let pair = form_urlencoded::Serializer::new(String::new()).append_pair("state", state).finish();
        // Before the part that no server sees.
        let (start, fragment) =
            uri.split_once('#').map_or((uri.as_str(), String::new()), |(a, b)| (a, format!("#{b}")));
        let separator = if start.contains('?') { "&" } else { "?" };
        Some(format!("{start}{separator}{pair}{fragment}"))
    }

    /// The request without its token.
    pub fn fields(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("client_id", &self.app_id),
            ("post_logout_redirect_uri", &self.redirect_uri),
            ("state", &self.state),
            ("ui_locales", &self.ui_locales),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo;
    use crate::store::UserRow;

    const BACK: &str = "https://shop.example/bye";

    fn shop() -> AppConfig {
        let mut app = demo::app("https://own.example");
        app.id = "shop".to_owned();
        app.oidc.post_logout_redirect_uris = vec![BACK.to_owned()];
        app
    }

    fn hint(aud: &str, sid: &str) -> HintClaims {
        HintClaims { sub: "lin".to_owned(), aud: aud.to_owned(), sid: Some(sid.to_owned()) }
    }

    fn browser(user: &str) -> Browser {
        let id = user.to_owned();
        let user = UserRow { id, username: None, email: None, phone: None, nickname: None, photo: None };
        Browser { user, sid: "sid".to_owned(), auth_time: 0, method: "password".to_owned(), expires_at: 1 }
    }

    fn of(query: &str, hint: Option<&HintClaims>) -> Result<EndRequest, NotRegistered> {
        let shop = shop();
        EndRequest::of(&Params::parse(query.as_bytes()), hint, |id| (id == shop.id).then_some(&shop))
    }

    #[test]
    fn only_a_token_of_this_very_session_ends_it_without_a_question() {
        let is_of = |query, hint: Option<HintClaims>, user| of(query, hint.as_ref()).unwrap().is_of(&browser(user));
        assert!(is_of("", Some(hint("shop", "sid")), "lin"));
        assert!(!is_of("", Some(hint("shop", "other")), "lin"));
        assert!(!is_of("", Some(hint("shop", "sid")), "chen"));
        assert!(!is_of("", Some(HintClaims { sid: None, ..hint("shop", "sid") }), "lin"));
        assert!(!is_of("client_id=shop", None, "lin"));
    }

    #[test]
    fn the_way_back_is_one_of_the_applications_own_to_the_letter() {
        let shop = hint("shop", "sid");
        let with = |uri: &str| format!("post_logout_redirect_uri={uri}&state=a%26b");
        let back = of(&with(BACK), Some(&shop)).unwrap().way_back();
        assert_eq!(back.as_deref(), Some("https://shop.example/bye?state=a%26b"));
        assert!(of(&format!("{}&client_id=shop", with(BACK)), None).is_ok());
        for uri in ["https://shop.example/bye/", "https://shop.example/bye?", "https://evil.example/", "//evil.example"]
        {
            assert_eq!(of(&with(uri), Some(&shop)), Err(NotRegistered), "{uri}");
        }
        assert_eq!(of(&with(BACK), None), Err(NotRegistered), "nobody knows whose it is");
        assert_eq!(of(&format!("{}&client_id=other", with(BACK)), Some(&shop)), Err(NotRegistered));
        assert_eq!(of(&format!("{0}&{0}", with(BACK)), Some(&shop)), Err(NotRegistered));
        assert_eq!(of(&with(BACK), Some(&hint("other", "sid"))), Err(NotRegistered));
    }
}
