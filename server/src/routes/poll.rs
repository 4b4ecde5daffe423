//! `qrcode/check`: the plain poll of v2 and the long poll of the extension.

use axum::extract::{Query, State};
use guard_protocol::qrcode::{CheckReply, CheckRequest, QrStatus};
use guard_protocol::{User, challenge};
use serde::Deserialize;

use super::extract::Body;
use super::session::user_of;
use super::wait::Wait;
use super::{ApiResult, ok};
use crate::clock::Millis;
use crate::error::ApiError;
use crate::state::{App, Shared};
use crate::store::{Code, CodeState};

#[derive(Deserialize)]
pub(super) struct PlainCheck {
    #[serde(default)]
    random: String,
}

/// The plain poll. It asks for no proof, so for a code that has a challenge it tells the status alone.
pub(super) async fn plain(State(app): State<Shared>, Query(check): Query<PlainCheck>) -> ApiResult<CheckReply> {
    if check.random.is_empty() {
        return Err(ApiError::malformed("random", "it is missing from the query"));
    }
    let code = app.store.code(&check.random).await?.ok_or_else(ApiError::no_such_code)?;
    let state = code.state_at(app.clock.now());
    let mut reply = bare(&code, state);
    if code.challenge.is_none() {
        match state {
            CodeState::Scanned => reply.user_info = scanner(&app, &code, false).await?,
            CodeState::Confirmed | CodeState::Consumed => reply.ticket = ticket(&app, &code),
            CodeState::Created | CodeState::Cancelled | CodeState::Expired => {}
        }
    }
    Ok(ok(reply))
}

/// The long poll. It answers when the code's `seq` is not the one that the caller knows, or when the wait is over.
pub(super) async fn long(State(app): State<Shared>, Body(check): Body<CheckRequest>) -> ApiResult<CheckReply> {
    let challenge = challenge::of(&check.verifier);
    let mut wait = Wait::for_code(&app, &check.random, check.wait);
    loop {
        let code = app.store.code(&check.random).await?.ok_or_else(ApiError::no_such_code)?;
        if code.challenge.as_ref() != Some(&challenge) {
            return Err(ApiError::verifier_wrong());
        }
        let now = app.clock.now();
        let ended = matches!(code.state_at(now), CodeState::Expired | CodeState::Cancelled);
        let may_wait = app.apps.get(&code.app_id).is_some_and(|settings| settings.extension.long_poll);
        if wait.is_over() || ended || code.seq != check.seq || !may_wait {
            return Ok(ok(proven(&app, &code, now).await?));
        }
        wait.next(code.left_at(now)).await;
    }
}

/// All that the browser which holds the verifier may know.
async fn proven(app: &App, code: &Code, now: Millis) -> Result<CheckReply, ApiError> {
    let state = code.state_at(now);
    let mut reply = bare(code, state);
    reply.seq = Some(code.seq);
    reply.expires_in = Some(seconds(code.left_at(now)));
    reply.interval = Some(app.config.qr.interval_s);
    match state {
        CodeState::Scanned => {
            reply.user_info = scanner(app, code, true).await?;
            reply.match_number.clone_from(&code.match_number);
        }
        CodeState::Confirmed | CodeState::Consumed => reply.ticket = ticket(app, code),
        CodeState::Created | CodeState::Cancelled | CodeState::Expired => {}
    }
    Ok(reply)
}

fn bare(code: &Code, state: CodeState) -> CheckReply {
    CheckReply {
        random: code.id.clone(),
        status: status(state),
        ticket: None,
        user_info: User::default(),
        scanned_result: None,
        expires_in: None,
        interval: None,
        seq: None,
        match_number: None,
    }
}

/// A state as a number of the wire.
pub(super) fn status(state: CodeState) -> QrStatus {
    match state {
        CodeState::Created => QrStatus::Waiting,
        CodeState::Scanned => QrStatus::Scanned,
        CodeState::Confirmed | CodeState::Consumed => QrStatus::Authorized,
        CodeState::Cancelled => QrStatus::Cancelled,
        CodeState::Expired => QrStatus::Expired,
    }
}

/// `ms` in whole seconds, the begun one included.
pub(super) fn seconds(ms: Millis) -> u32 {
    u32::try_from(ms.max(0).unsigned_abs().div_ceil(1000)).unwrap_or(u32::MAX)
}

fn ticket(app: &App, code: &Code) -> Option<guard_protocol::Secret> {
    code.ticket_nonce.as_deref().map(|nonce| app.key.ticket(nonce))
}

/// Nickname and picture of who scanned, and nothing else.
async fn scanner(app: &App, code: &Code, mask: bool) -> Result<User, ApiError> {
    let Some(id) = &code.user_id else { return Ok(User::default()) };
    let Some(user) = app.store.user(id).await? else { return Ok(User::default()) };
    let user = user_of(app, user, None);
    let name = user.display_name();
    let nickname = if mask { masked(name) } else { name.to_owned() };
    Ok(User { nickname: Some(nickname), photo: user.photo, ..User::default() })
}

/// A name as a hint to its owner: the first and the last character; of two characters, only the first.
fn masked(name: &str) -> String {
    let mut characters = name.chars();
    match (characters.next(), characters.next_back(), characters.next()) {
        (None, ..) => String::new(),
        (Some(first), Some(last), Some(_)) => format!("{first}*{last}"),
        (Some(first), ..) => format!("{first}*"),
    }
}

#[cfg(test)]
mod tests {
    use super::{masked, seconds};

    #[test]
    fn names_are_masked() {
        for (name, shown) in [("", ""), ("林", "林*"), ("林晓", "林*"), ("林小晓", "林*晓"), ("Alex Chen", "A*n")]
        {
            assert_eq!(masked(name), shown);
        }
    }

    #[test]
    fn a_begun_second_counts() {
        assert_eq!([seconds(-5), seconds(0), seconds(1), seconds(1000), seconds(1001)], [0, 0, 1, 1, 2]);
    }
}
