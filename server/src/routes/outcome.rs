//! How a login that a phone agreed to came out: the phone asks by its handshake until the computer has it.

use std::time::Duration;

use axum::extract::State;
use guard_protocol::phone::{OutcomeRequest, PhoneReply};
use guard_protocol::qrcode::QrStatus;

use super::extract::Body;
use super::poll::{seconds, status};
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
    let max_wait = request.wait.min(app.config.qr.max_wait_s);
    let give_up = tokio::time::Instant::now() + Duration::from_secs(max_wait.into());
    let mut closing = app.closing.clone();
    let first = find().await?;
    // Before the look that counts, so that a change between look and wait is not missed.
    let mut news = app.wake.subscribe(&first.id);
    let mut last_look = max_wait == 0;
    loop {
        let code = find().await?;
        let now = app.clock.now();
        let undecided = code.challenge.is_some() && code.state_at(now) == CodeState::Confirmed;
        if last_look || !undecided || *closing.borrow() {
            return Ok(ok(reply(&code, now)));
        }
        let left = Duration::from_millis(code.left_at(now).unsigned_abs() + 5);
        let until = give_up.min(tokio::time::Instant::now() + left);
        tokio::select! {
            () = news.changed() => {}
            () = tokio::time::sleep_until(until) => last_look = true,
            _ = closing.changed() => last_look = true,
        }
    }
}

fn reply(code: &Code, now: Millis) -> PhoneReply {
    // What was fetched once stays fetched, also when its answer can no longer be had.
    let logged_in = code.state == CodeState::Consumed;
    let state = if logged_in { CodeState::Consumed } else { code.state_at(now) };
    PhoneReply {
        random: code.id.clone(),
        status: status(state),
        description: if logged_in { "consumed" } else { describe(status(state)) }.to_owned(),
        handshake: None,
        context: None,
        choices: Vec::new(),
        expires_in: Some(seconds(code.left_at(now))),
        // Without a challenge the ticket may be redeemed where this server does not see it.
        logged_in: code.challenge.is_some().then_some(logged_in),
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
