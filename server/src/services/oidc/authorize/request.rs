//! Reading an authorization request (RFC 6749, section 4.1.1; OpenID Connect Core, section 3.1.2; RFC 7636).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::answer::{Answer, Outcome, ResponseMode};
use super::callback::Brings;
use super::error::ErrorCode;
use super::params::Params;
use crate::config::AppConfig;

/// The longest `state`, `nonce`, `login_hint` and `ui_locales`, in bytes: more than any client sends, and little enough
/// to be kept.
const LONGEST: usize = 2048;
/// The length of a SHA-256 hash as base64url (RFC 7636, section 4.2).
const CHALLENGE_LENGTH: usize = 43;

/// What the person is told on a page of ours, since nothing that came says reliably where to go: a redirect would make
/// this server one that sends people anywhere (RFC 9700, section 4.11.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageError {
    /// `client_id` is missing, repeated, or no application's.
    UnknownApplication,
    /// `redirect_uri` is missing, repeated, or not the application's.
    RedirectNotRegistered,
}

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// On a page.
    Page(PageError),
    /// To the application.
    Application(Box<Answer>),
}

/// What an application asks for, checked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthRequest {
    /// Id of the application.
    pub app_id: String,
    /// Where the answer goes: one of the application's own.
    pub redirect_uri: String,
    /// How it gets there.
    pub mode: ResponseMode,
    /// What it brings.
    #[serde(default)]
    pub brings: Brings,
    /// What the application knows its request by.
    pub state: Option<String>,
    /// What it wants, `openid` among it.
    pub scope: String,
    /// What ties the ID token to the application's own session.
    pub nonce: Option<String>,
    /// SHA-256 of the application's verifier.
    pub challenge: Option<String>,
    /// What the person is to be shown.
    pub prompt: Prompt,
    /// The greatest age of the login, in s.
    pub max_age: Option<u32>,
    /// Who the application thinks will log in.
    pub login_hint: Option<String>,
    /// Language tags, most wanted first.
    pub ui_locales: Option<String>,
    /// The person whom the application wants to hear of, by its `id_token_hint`.
    #[serde(default)]
    pub expected_user: Option<String>,
}

impl fmt::Debug for AuthRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { app_id, mode, scope, prompt, max_age, .. } = self;
        let mut shown = f.debug_struct("AuthRequest");
        shown.field("app_id", app_id).field("mode", mode).field("scope", scope);
        shown.field("prompt", prompt).field("max_age", max_age).finish_non_exhaustive()
    }
}

/// What the person is to be shown (OpenID Connect Core, section 3.1.2.1). `consent` asks for nothing here: the
/// applications are the operator's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Prompt {
    /// What is needed.
    #[default]
    Needed,
    /// Nothing.
    None,
    /// The login, whoever is logged in.
    Login,
    /// The choice of an account.
    SelectAccount,
}

impl Prompt {
    fn read(words: &str) -> Result<Self, &'static str> {
        let mut prompt = Self::Needed;
        let words: Vec<_> = words.split_ascii_whitespace().collect();
        for word in &words {
            match *word {
                "none" if words.len() == 1 => prompt = Self::None,
                "none" => return Err("prompt=none cannot be together with another value"),
                "login" => prompt = Self::Login,
                // Whoever logs in has chosen an account.
                "select_account" if prompt != Self::Login => prompt = Self::SelectAccount,
                "select_account" | "consent" => {}
                _ => return Err("prompt must be none, login, select_account or consent"),
            }
        }
        Ok(prompt)
    }
}

/// Whether the application may have answers at `uri`: it is one of its own, character by character (RFC 9700, section
/// 2.1), and one that can carry an answer.
pub fn is_registered(app: &AppConfig, uri: &str) -> bool {
    let listed = app.callback_url.iter().chain(&app.redirect_uris).any(|own| own == uri);
    listed && !uri.contains('#') && uri.bytes().all(|byte| byte.is_ascii_graphic())
}

impl AuthRequest {
    /// Reads `params`. `app` finds an application by its id; `is_public` tells whether it has no way to prove who it is.
    ///
    /// # Errors
    /// [`Refused`]: on a page while it is not known for sure where an answer may go; after that to the application.
    pub fn read<'a>(
        params: &Params,
        app: impl FnOnce(&str) -> Option<&'a AppConfig>,
        is_public: impl FnOnce(&AppConfig) -> bool,
    ) -> Result<Self, Refused> {
        let app = params.get("client_id").and_then(app).ok_or(Refused::Page(PageError::UnknownApplication))?;
        let registered = params.get("redirect_uri").filter(|uri| is_registered(app, uri));
        let redirect_uri = registered.ok_or(Refused::Page(PageError::RedirectNotRegistered))?;
        let state = params.get("state").filter(|state| state.len() <= LONGEST).map(str::to_owned);
        let (mode, mode_is_known) = mode(params);
        read(params, app, redirect_uri, mode, mode_is_known, is_public(app)).map_err(|(code, why)| {
            let outcome = Outcome::Error(code, why);
            let brings = Brings::Code;
            Refused::Application(Box::new(Answer {
                redirect_uri: redirect_uri.to_owned(),
                mode,
                brings,
                state,
                outcome,
            }))
        })
    }

    /// The answer `outcome` to this request.
    pub fn answer(&self, outcome: Outcome) -> Answer {
        let Self { redirect_uri, mode, brings, state, .. } = self.clone();
        Answer { redirect_uri, mode, brings, state, outcome }
    }
}

/// The way of the answer, and whether it is one that was asked for. Without one, an answer goes where the response type
/// would have it (OAuth 2.0 Multiple Response Type Encoding Practices, section 2.1): a client that asks for tokens looks
/// for our error behind the `#`.
fn mode(params: &Params) -> (ResponseMode, bool) {
    let asks_for_tokens = params
        .get("response_type")
        .is_some_and(|kind| kind.split(' ').any(|word| word == "token" || word == "id_token"));
    let default = if asks_for_tokens { ResponseMode::Fragment } else { ResponseMode::Query };
    match params.one("response_mode") {
        Ok(None) => (default, true),
        Ok(Some(name)) => ResponseMode::from_name(name).map_or((default, false), |mode| (mode, true)),
        Err(_) => (default, false),
    }
}

type Wrong = (ErrorCode, &'static str);

fn read(
    params: &Params,
    app: &AppConfig,
    redirect_uri: &str,
    mode: ResponseMode,
    mode_is_known: bool,
    is_public: bool,
) -> Result<AuthRequest, Wrong> {
    let malformed = |why| (ErrorCode::InvalidRequest, why);
    if params.repeated().is_some() {
        return Err(malformed("a parameter came more than once"));
    }
    if !mode_is_known {
        return Err(malformed("response_mode must be query, fragment, form_post or web_message"));
    }
    for (name, code, why) in [
        ("request", ErrorCode::RequestNotSupported, "send the parameters themselves: request is not taken"),
        ("request_uri", ErrorCode::RequestUriNotSupported, "send the parameters themselves: request_uri is not taken"),
        ("registration", ErrorCode::RegistrationNotSupported, "applications are registered by the operator"),
    ] {
        if params.get(name).is_some() {
            return Err((code, why));
        }
    }
    match params.get("response_type") {
        Some("code") => {}
        None => return Err(malformed("response_type is missing")),
        Some(_) => return Err((ErrorCode::UnsupportedResponseType, "response_type must be code")),
    }
    let texts = ["state", "nonce", "login_hint", "ui_locales"];
    if texts.iter().any(|name| params.get(name).is_some_and(|text| text.len() > LONGEST)) {
        return Err(malformed("state, nonce, login_hint and ui_locales may have 2048 bytes each"));
    }
    let text = |name: &str| params.get(name).map(str::to_owned);
    let prompt = Prompt::read(params.get("prompt").unwrap_or_default()).map_err(malformed)?;
    let max_age = params.get("max_age").map(str::parse).transpose();
    Ok(AuthRequest {
        app_id: app.id.clone(),
        redirect_uri: redirect_uri.to_owned(),
        mode,
        brings: Brings::Code,
        state: text("state"),
        scope: scope(params)?,
        nonce: text("nonce"),
        challenge: challenge(params, is_public).map_err(malformed)?,
        prompt,
        max_age: max_age.map_err(|_| malformed("max_age must be a number of seconds"))?,
        login_hint: text("login_hint"),
        ui_locales: text("ui_locales"),
        expected_user: None,
    })
}

/// The scope, if it is well-formed (RFC 6749, section 3.3) and has `openid`.
fn scope(params: &Params) -> Result<String, Wrong> {
    let scope = params.get("scope").unwrap_or_default();
    let fits = |byte: u8| matches!(byte, 0x20 | 0x21 | 0x23..=0x5B | 0x5D..=0x7E);
    if !scope.bytes().all(fits) || scope.len() > LONGEST {
        return Err((ErrorCode::InvalidScope, "scope must be words with spaces between"));
    }
    if !scope.split(' ').any(|word| word == "openid") {
        return Err((ErrorCode::InvalidScope, "scope must have openid"));
    }
    Ok(scope.to_owned())
}

/// The challenge. The method `plain`, which is meant when none is named, shows the verifier to whoever sees the request
/// (RFC 9700, section 2.1.1).
fn challenge(params: &Params, is_public: bool) -> Result<Option<String>, &'static str> {
    let method = params.get("code_challenge_method");
    let Some(challenge) = params.get("code_challenge") else {
        return match method {
            Some(_) => Err("code_challenge_method came without code_challenge"),
            None if is_public => Err("code_challenge is missing: an application without a secret must send one"),
            None => Ok(None),
        };
    };
    if method != Some("S256") {
        return Err("code_challenge_method must be S256");
    }
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if challenge.len() != CHALLENGE_LENGTH || !challenge.bytes().all(fits) {
        return Err("code_challenge must be the SHA-256 hash of the verifier as base64url, 43 characters");
    }
    Ok(Some(challenge.to_owned()))
}

#[cfg(test)]
#[path = "request_tests.rs"]
mod tests;
