//! What becomes of a request: a function of it, the browser's session, what the person has done on the page, and the
//! time.

use super::error::ErrorCode;
use super::request::{AuthRequest, Prompt};
use crate::clock::Millis;

/// The session of the browser, as far as it counts here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrowserNow {
    /// Its public id.
    pub sid: String,
    /// Whose it is.
    pub user_id: String,
    /// When the person last proved who they are.
    pub auth_time: Millis,
}

/// What has happened on the page since the request came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// When it came.
    pub since: Millis,
    /// The session that the person chose to continue with.
    pub chosen: Option<String>,
}

/// Why the person is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// To log in.
    Login,
    /// To say whether to continue with the account that is logged in.
    Choice,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is answered with a code.
    Answer,
    /// The person is needed.
    Ask(Need),
    /// It is answered with an error.
    Error(ErrorCode, &'static str),
}

/// What becomes of `request` at `now`.
pub fn decide(request: &AuthRequest, browser: Option<&BrowserNow>, visit: Option<&Visit>, now: Millis) -> Decision {
    match (needed(request, browser, visit, now), request.prompt) {
        (None, _) => Decision::Answer,
        (Some(Need::Login), Prompt::None) => {
            Decision::Error(ErrorCode::LoginRequired, "nobody is logged in who may be, and prompt is none")
        }
        (Some(Need::Choice), Prompt::None) => {
            Decision::Error(ErrorCode::AccountSelectionRequired, "an account must be chosen, and prompt is none")
        }
        (Some(need), _) => Decision::Ask(need),
    }
}

fn needed(request: &AuthRequest, browser: Option<&BrowserNow>, visit: Option<&Visit>, now: Millis) -> Option<Need> {
    let Some(browser) = browser else { return Some(Need::Login) };
    if request.expected_user.as_ref().is_some_and(|user| *user != browser.user_id) {
        return Some(Need::Login);
    }
    // Who has logged in for this request has done all that may be asked of them: a page that takes long must not ask
    // for ever.
    if visit.is_some_and(|visit| browser.auth_time >= visit.since) {
        return None;
    }
    let age = now.saturating_sub(browser.auth_time);
    let is_too_old = request.max_age.is_some_and(|most| age > Millis::from(most) * 1000 || most == 0);
    if is_too_old || request.prompt == Prompt::Login {
        return Some(Need::Login);
    }
    let has_chosen = visit.is_some_and(|visit| visit.chosen.as_ref() == Some(&browser.sid));
    (request.prompt == Prompt::SelectAccount && !has_chosen).then_some(Need::Choice)
}

#[cfg(test)]
#[path = "decide_tests.rs"]
mod tests;
