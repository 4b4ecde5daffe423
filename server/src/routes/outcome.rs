//! How a login that a phone agreed to came out: the phone asks by its handshake until the computer has it.

use axum::extract::State;
use guard_protocol::phone::{OutcomeRequest, PhoneReply};
use guard_protocol::qrcode::QrStatus;

use super::extract::Body;
use super::phone::brief;
use super::poll::{seconds, status};
use super::wait::Wait;
use super::{ApiResult, ok};
use crate::clock::Millis;
use crate::error::ApiError;
use crate::state::Shared;
use crate::store::{Code, CodeState};
use crate::tokens;

/// Answers when the login is had, when it is over, or when the wait is.
pub(super) async fn outcome(State(app): State<Shared>, Body(request): Body<OutcomeRequest>) -> ApiResult<PhoneReply> {
    let handshake = tokens::hash(&request.handshake);
    let find = || async { app.store.code_of_phone(handshake).await?.ok_or_else(ApiError::taken) };
    let first = find().await?;
    let mut wait = Wait::for_code(&app, &first.id, request.wait);
    loop {
        let code = find().await?;
        let now = app.clock.now();
        let undecided = code.challenge.is_some() && code.state_at(now) == CodeState::Confirmed;
        if wait.is_over() || !undecided {
            return Ok(ok(reply(&code, now)));
        }
        wait.next(code.left_at(now)).await;
    }
}

fn reply(code: &Code, now: Millis) -> PhoneReply {
    // What was fetched once stays fetched, also when its answer can no longer be had.
    let logged_in = code.state == CodeState::Consumed;
    let state = if logged_in { CodeState::Consumed } else { code.state_at(now) };
    let description = if logged_in { "consumed" } else { describe(status(state)) };
    PhoneReply {
        expires_in: Some(seconds(code.left_at(now))),
        // Without a challenge the ticket may be redeemed where this server does not see it.
        logged_in: code.challenge.is_some().then_some(logged_in),
        ..brief(code.id.clone(), status(state), description)
    }
}

fn describe(status: QrStatus) -> &'static str {
    match status {
        QrStatus::Waiting => "created",
        QrStatus::Scanned => "scanned",
        QrStatus::Authorized => "confirmed",
        QrStatus::Cancelled => "cancelled",
        QrStatus::Expired | QrStatus::Mfa | QrStatus::Error => "expired",
    }
}
