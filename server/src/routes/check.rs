//! `qrcode/check`: the plain poll of v2 and the long poll of the extension.

use axum::extract::{Query, State};
use guard_protocol::User;
use guard_protocol::qrcode::{CheckReply, CheckRequest, QrStatus};
use serde::Deserialize;

use super::error::ApiError;
use super::extract::Body;
use super::{ApiResult, ok};
use crate::clock::Millis;
use crate::services::qr_logins::{Look, Proof};
use crate::state::{App, Shared};
use crate::store::CodeState;

#[derive(Deserialize)]
pub(super) struct PlainCheck {
    #[serde(default)]
    random: String,
}

pub(super) async fn plain(State(app): State<Shared>, Query(check): Query<PlainCheck>) -> ApiResult<CheckReply> {
    if check.random.is_empty() {
        return Err(ApiError::malformed("random", "it is missing from the query"));
    }
    Ok(ok(reply(&app, app.qr.look(&check.random).await?)))
}

pub(super) async fn long(State(app): State<Shared>, Body(check): Body<CheckRequest>) -> ApiResult<CheckReply> {
    let CheckRequest { random, verifier, seq, wait } = check;
    Ok(ok(reply(&app, app.qr.watch(&random, &Proof { verifier, seq, wait_s: wait }).await?)))
}

fn reply(app: &App, look: Look) -> CheckReply {
    let Look { id, state, scanner, ticket, proven } = look;
    let user_info = scanner.map(|scanner| User {
        nickname: scanner.nickname,
        photo: scanner.photo.map(|photo| app.apps().absolute(&photo)),
        ..User::default()
    });
    CheckReply {
        random: id,
        status: status(state),
        ticket,
        user_info: user_info.unwrap_or_default(),
        scanned_result: None,
        expires_in: proven.as_ref().map(|proven| seconds(proven.left)),
        interval: proven.as_ref().map(|proven| proven.interval_s),
        seq: proven.as_ref().map(|proven| proven.seq),
        match_number: proven.and_then(|proven| proven.match_number),
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

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn a_begun_second_counts() {
        assert_eq!([seconds(-5), seconds(0), seconds(1), seconds(1000), seconds(1001)], [0, 0, 1, 1, 2]);
    }
}
