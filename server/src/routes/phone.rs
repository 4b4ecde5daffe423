//! The phone's side of a QR login: `scanned`, `confirm`, `cancel`, `outcome`.

use axum::extract::State;
use axum::http::StatusCode;
use guard_protocol::phone::{CancelRequest, ConfirmRequest, Context, OutcomeRequest, PhoneReply, ScannedRequest};
use guard_protocol::qrcode::QrStatus;
use guard_protocol::{Code, Secret};

use super::check::{seconds, status};
use super::error::ApiError;
use super::extract::{Body, Caller};
use super::messages::Text;
use super::{ApiResult, ok};
use crate::clock::Millis;
use crate::services::qr_logins::{Confirmation, Outcome, PhoneError, PhoneLogin, Scan, Scanned};
use crate::state::Shared;
use crate::store;

pub(super) async fn scanned(
    State(app): State<Shared>,
    caller: Caller,
    Body(request): Body<ScannedRequest>,
) -> ApiResult<PhoneReply> {
    let scan = Scan { id: request.random, login: login_of(caller.logged_in()?), earlier: request.handshake };
    let Scanned { code, handshake, app_name, age, left } = app.qr.scan(scan).await?;
    let mut reply = PhoneReply {
        handshake: Some(handshake),
        choices: code.choices.clone(),
        expires_in: Some(seconds(left)),
        ..brief(code.id.clone(), QrStatus::Scanned, "scanned")
    };
    reply.context = Some(context(code, app_name, age));
    Ok(ok(reply))
}

/// Who asks for the login, for the person to judge.
pub(super) fn context(code: store::Code, app_name: String, age: Millis) -> Context {
    Context {
        app_name,
        origin: code.origin,
        browser: code.browser,
        os: code.os,
        network: code.network,
        // Whole seconds that have passed: a begun one does not count.
        age: u32::try_from(age / 1000).unwrap_or(u32::MAX),
        plain: code.challenge.is_none(),
    }
}

pub(super) async fn confirm(
    State(app): State<Shared>,
    caller: Result<Caller, ApiError>,
    Body(request): Body<ConfirmRequest>,
) -> ApiResult<PhoneReply> {
    let code = named(request.handshake, request.random, caller)?;
    let id = app.qr.confirm(code, request.number).await?;
    Ok(ok(brief(id, QrStatus::Authorized, "confirmed")))
}

pub(super) async fn cancel(
    State(app): State<Shared>,
    caller: Result<Caller, ApiError>,
    Body(request): Body<CancelRequest>,
) -> ApiResult<PhoneReply> {
    let id = app.qr.cancel(named(request.handshake, request.random, caller)?).await?;
    Ok(ok(brief(id, QrStatus::Cancelled, "cancelled")))
}

pub(super) async fn outcome(State(app): State<Shared>, Body(request): Body<OutcomeRequest>) -> ApiResult<PhoneReply> {
    let Outcome { id, state, logged_in, left } = app.qr.outcome(&request.handshake, request.wait).await?;
    let status = status(state);
    let description = match (logged_in, status) {
        (Some(true), _) => "consumed",
        (_, QrStatus::Waiting) => "created",
        (_, QrStatus::Scanned) => "scanned",
        (_, QrStatus::Authorized) => "confirmed",
        (_, QrStatus::Cancelled) => "cancelled",
        (_, QrStatus::Expired | QrStatus::Mfa | QrStatus::Error) => "expired",
    };
    Ok(ok(PhoneReply { expires_in: Some(seconds(left)), logged_in, ..brief(id, status, description) }))
}

/// The handshake is proof enough; an id is not, so it needs the token of whoever scanned.
fn named(
    handshake: Option<Secret>,
    random: Option<String>,
    caller: Result<Caller, ApiError>,
) -> Result<Confirmation, ApiError> {
    match (handshake, random) {
        (Some(handshake), _) => Ok(Confirmation::Handshake(handshake)),
        (None, Some(id)) => Ok(Confirmation::Plain { id, login: login_of(caller?.logged_in()?) }),
        (None, None) => Err(ApiError::malformed("handshake", "it is missing, and so is `random`")),
    }
}

fn login_of(caller: Caller) -> PhoneLogin {
    PhoneLogin { user_id: caller.user.id, app_id: caller.app_id }
}

/// A reply with nothing but the status of the code.
pub(super) fn brief(random: String, status: QrStatus, description: &str) -> PhoneReply {
    PhoneReply {
        random,
        status,
        description: description.to_owned(),
        handshake: None,
        context: None,
        choices: Vec::new(),
        expires_in: None,
        logged_in: None,
    }
}

impl From<PhoneError> for ApiError {
    fn from(error: PhoneError) -> Self {
        match error {
            PhoneError::Unknown => Self::no_such_code(),
            PhoneError::OtherApplication => Self::not_logged_in(),
            PhoneError::Taken => Self::taken(),
            PhoneError::Gone => Self::gone(),
            PhoneError::WrongNumber => Self::status(StatusCode::FORBIDDEN, Code::NumberWrong, Text::NumberWrong),
            PhoneError::NumberMissing => Self::malformed("number", "expected the number shown on the computer"),
            PhoneError::TooFrequent(error) => error.into(),
            PhoneError::Store(error) => error.into(),
        }
    }
}
