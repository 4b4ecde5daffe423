//! What an application is answered, and the ways to it.

use std::fmt;

use guard_protocol::Secret;
use serde::{Deserialize, Serialize};
use url::{Url, form_urlencoded};

use super::callback::Brings;
use super::error::ErrorCode;

/// The message of a login in Authing's old way.
const LOGGED_IN: &str = "logged in";

/// How an answer reaches the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseMode {
    /// In the query of the redirect URI.
    Query,
    /// Behind its `#`, which no server sees.
    Fragment,
    /// As a form that the browser posts (OAuth 2.0 Form Post Response Mode).
    FormPost,
    /// By `postMessage` to the page that opened or holds the window.
    WebMessage,
}

impl ResponseMode {
    /// All modes.
    pub const ALL: [Self; 4] = [Self::Query, Self::Fragment, Self::FormPost, Self::WebMessage];

    /// As it is asked for.
    pub fn name(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Fragment => "fragment",
            Self::FormPost => "form_post",
            Self::WebMessage => "web_message",
        }
    }

    /// The mode of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A code.
    Code(Secret),
    /// Somebody is logged in, and the application may begin.
    LoggedIn,
    /// The user, and the code as the ticket that proves it.
    User {
        /// As JSON.
        data: Secret,
        /// To be exchanged by the application's server.
        ticket: Secret,
    },
    /// An error, and what a developer should know of it.
    Error(ErrorCode, &'static str),
}

/// An answer on its way to an application.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// Where to: one of the application's own, to the letter.
    pub redirect_uri: String,
    /// By which way.
    pub mode: ResponseMode,
    /// What the application expects of it.
    pub brings: Brings,
    /// What the application sent to know its request again.
    pub state: Option<String>,
    /// What came of it.
    pub outcome: Outcome,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Answer");
        shown.field("mode", &self.mode);
        if let Outcome::Error(code, why) = &self.outcome {
            shown.field("error", code).field("why", why);
        }
        shown.finish_non_exhaustive()
    }
}

impl Answer {
    /// The parameters, from the provider `issuer`: its name is in every answer but those in Authing's old way, so that
    /// nobody takes the code of one provider to another (RFC 9207).
    pub fn params(&self, issuer: &str) -> Vec<(&'static str, String)> {
        let mut params = match &self.outcome {
            Outcome::User { data, ticket } => {
                let (data, ticket) = (data.expose().to_owned(), ticket.expose().to_owned());
                return vec![
                    ("code", "200".to_owned()),
                    ("message", LOGGED_IN.to_owned()),
                    ("data", data),
                    ("ticket", ticket),
                ];
            }
            Outcome::Error(_, why) if self.brings == Brings::User => {
                return vec![("code", "403".to_owned()), ("message", (*why).to_owned())];
            }
            Outcome::LoggedIn => Vec::new(),
            Outcome::Code(code) => vec![("code", code.expose().to_owned())],
            Outcome::Error(code, why) => {
                vec![("error", code.name().to_owned()), ("error_description", (*why).to_owned())]
            }
        };
        params.extend(self.state.clone().map(|state| ("state", state)));
        params.push(("iss", issuer.to_owned()));
        params
    }

    /// The redirect URI with the answer in its query or, for [`ResponseMode::Fragment`], behind its `#`. What the
    /// application's URI says is kept, character by character.
    pub fn url(&self, issuer: &str) -> String {
        let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(self.params(issuer)).finish();
        // Not every reader takes `+` for a space; the plus itself is `%2B`.
        let encoded = encoded.replace('+', "%20");
        let separator = match self.mode {
            ResponseMode::Fragment => "#",
            _ if self.redirect_uri.ends_with(['?', '&']) => "",
            _ if self.redirect_uri.contains('?') => "&",
            _ => "?",
        };
        format!("{}{separator}{encoded}", self.redirect_uri)
    }

    /// The origin of the redirect URI, as browsers write it: the one page that may hear the answer by a message.
    pub fn origin(&self) -> Option<String> {
        let origin = Url::parse(&self.redirect_uri).ok()?.origin();
        origin.is_tuple().then(|| origin.ascii_serialization())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(redirect_uri: &str, mode: ResponseMode) -> Answer {
        Answer {
            redirect_uri: redirect_uri.to_owned(),
            mode,
            brings: Brings::Code,
            state: Some("a b&c".to_owned()),
            outcome: Outcome::Code(Secret::new("s3cret")),
        }
    }

    #[test]
    fn what_the_uri_says_is_kept() {
        let url = |uri, mode| answer(uri, mode).url("https://own.example/oidc");
        let tail = "code=s3cret&state=a%20b%26c&iss=https%3A%2F%2Fown.example%2Foidc";
        for (uri, begins) in [
            ("https://shop.example", "https://shop.example?"),
            ("https://shop.example/cb", "https://shop.example/cb?"),
            ("https://shop.example/cb?a=%2f", "https://shop.example/cb?a=%2f&"),
            ("https://shop.example/cb?", "https://shop.example/cb?"),
            ("https://shop.example/cb?a=1&", "https://shop.example/cb?a=1&"),
        ] {
            assert_eq!(url(uri, ResponseMode::Query), format!("{begins}{tail}"));
        }
        assert_eq!(
            url("https://shop.example/cb?a=1", ResponseMode::Fragment),
            format!("https://shop.example/cb?a=1#{tail}")
        );
    }

    #[test]
    fn every_answer_names_its_provider() {
        let error = Outcome::Error(ErrorCode::LoginRequired, "nobody is logged in");
        for outcome in [Outcome::Code(Secret::new("s3cret")), error] {
            for state in [None, Some("s".to_owned())] {
                let answer =
                    Answer { outcome: outcome.clone(), state, ..answer("https://shop.example/", ResponseMode::Query) };
                let params = answer.params("https://own.example/oidc");
                assert_eq!(
                    params.iter().filter(|(name, value)| *name == "iss" && value == "https://own.example/oidc").count(),
                    1
                );
                assert_eq!(params.iter().any(|(name, _)| *name == "state"), answer.state.is_some());
            }
        }
    }

    #[test]
    fn the_origin_is_written_as_browsers_do() {
        let origin = |uri| answer(uri, ResponseMode::WebMessage).origin();
        assert_eq!(origin("https://Shop.Example:443/cb?x#y").as_deref(), Some("https://shop.example"));
        assert_eq!(origin("http://127.0.0.1:3000/cb").as_deref(), Some("http://127.0.0.1:3000"));
        assert_eq!(origin("app:/cb"), None);
        assert_eq!(origin("nonsense"), None);
    }

    #[test]
    fn debug_shows_no_code_and_no_state() {
        let shown = format!("{:?}", answer("https://shop.example/", ResponseMode::Query));
        assert!(!shown.contains("s3cret") && !shown.contains("a b"), "{shown}");
    }

    #[test]
    fn each_mode_is_found_by_its_name() {
        for mode in ResponseMode::ALL {
            assert_eq!(ResponseMode::from_name(mode.name()), Some(mode));
            assert_eq!(serde_json::to_value(mode).unwrap(), mode.name());
        }
    }
}
