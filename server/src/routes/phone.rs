//! The phone's side of a QR login: `scanned`, `confirm`, `cancel`.

use axum::extract::State;
use axum::http::StatusCode;
use guard_protocol::phone::{CancelRequest, ConfirmRequest, Context, PhoneReply, ScannedRequest};
use guard_protocol::qrcode::QrStatus;
use guard_protocol::{Code as ReplyCode, Secret};
use rand::seq::SliceRandom as _;
use tracing::{info, warn};

use super::extract::{Body, Caller};
use super::poll::seconds;
use super::{ApiResult, ok};
use crate::clock::Millis;
use crate::error::ApiError;
use crate::messages::Text;
use crate::state::Shared;
use crate::store::{Cancel, Cancelled, Code, Confirm, Confirmed, Scan, Scanned, Selector};
use crate::tokens;

/// How many numbers the phone shows.
const CHOICES: usize = 3;

pub(super) async fn scanned(
    State(app): State<Shared>,
    caller: Caller,
    Body(request): Body<ScannedRequest>,
) -> ApiResult<PhoneReply> {
    let code = app.store.code(&request.random).await?.ok_or_else(ApiError::no_such_code)?;
    let settings = app.apps.get(&code.app_id).ok_or_else(ApiError::no_such_code)?;
    let matching = code.challenge.is_some() && settings.extension.number_match;
    let handshake = Secret::new(tokens::random_text::<32>());
    let now = app.clock.now();
    let scan = Scan {
        id: code.id,
        phone_ref: app.key.phone_ref(&caller.user.id),
        earlier: request.handshake.as_ref().map(tokens::hash),
        handshake_hash: tokens::hash(&handshake),
        user_id: caller.user.id,
        numbers: if matching { numbers() } else { Vec::new() },
        place: rand::random_range(0..CHOICES),
        now,
        extension: Millis::from(app.config.qr.scan_extension_s) * 1000,
    };
    match app.store.scan(scan).await? {
        Scanned::Won(code) => {
            app.wake.publish(&code.id);
            Ok(ok(PhoneReply {
                random: code.id.clone(),
                status: QrStatus::Scanned,
                description: "scanned".to_owned(),
                handshake: Some(handshake),
                context: Some(context(&settings.name, &code, now)),
                choices: code.choices.clone(),
                expires_in: Some(seconds(code.left_at(now))),
                logged_in: None,
            }))
        }
        Scanned::Taken { killed } => {
            warn!(killed, "a second phone tried a scanned code");
            if killed {
                app.wake.publish(&request.random);
            }
            Err(ApiError::taken())
        }
        Scanned::Gone => Err(ApiError::gone()),
        Scanned::Unknown => Err(ApiError::no_such_code()),
    }
}

/// Different numbers of two digits, the right one first.
fn numbers() -> Vec<String> {
    let mut all: Vec<u8> = (10..=99).collect();
    let (chosen, _) = all.partial_shuffle(&mut rand::rng(), CHOICES);
    chosen.iter().map(u8::to_string).collect()
}

fn context(app_name: &str, code: &Code, now: Millis) -> Context {
    Context {
        app_name: app_name.to_owned(),
        origin: code.origin.clone(),
        browser: code.browser.clone(),
        os: code.os.clone(),
        network: code.network.clone(),
        age: u32::try_from((now - code.created_at).max(0) / 1000).unwrap_or(u32::MAX),
    }
}

pub(super) async fn confirm(
    State(app): State<Shared>,
    caller: Result<Caller, ApiError>,
    Body(request): Body<ConfirmRequest>,
) -> ApiResult<PhoneReply> {
    let code = selector(request.handshake.as_ref(), request.random, caller)?;
    let ticket_nonce = tokens::random_bytes::<32>().to_vec();
    let now = app.clock.now();
    let confirm = Confirm {
        code,
        number: request.number,
        ticket_hash: tokens::hash(&app.key.ticket(&ticket_nonce)),
        ticket_nonce,
        now,
        redeem_until: now + Millis::from(app.config.qr.redeem_s) * 1000,
    };
    match app.store.confirm(confirm).await? {
        Confirmed::Done { id, changed } => {
            if changed {
                app.wake.publish(&id);
                info!("a QR login was confirmed");
            }
            Ok(ok(brief(id, QrStatus::Authorized, "confirmed")))
        }
        Confirmed::WrongNumber { id } => {
            app.wake.publish(&id);
            warn!("a QR login was stopped: wrong number");
            Err(ApiError::status(StatusCode::FORBIDDEN, ReplyCode::NumberWrong, Text::NumberWrong))
        }
        Confirmed::NumberMissing => Err(ApiError::malformed("number", "expected the number shown on the computer")),
        Confirmed::Taken => Err(ApiError::taken()),
        Confirmed::Gone => Err(ApiError::gone()),
    }
}

pub(super) async fn cancel(
    State(app): State<Shared>,
    caller: Result<Caller, ApiError>,
    Body(request): Body<CancelRequest>,
) -> ApiResult<PhoneReply> {
    let code = selector(request.handshake.as_ref(), request.random, caller)?;
    match app.store.cancel(Cancel { code, now: app.clock.now() }).await? {
        Cancelled::Done { id } => {
            app.wake.publish(&id);
            Ok(ok(brief(id, QrStatus::Cancelled, "cancelled")))
        }
        Cancelled::Taken => Err(ApiError::taken()),
        Cancelled::Gone => Err(ApiError::gone()),
    }
}

/// The handshake is proof enough; an id is not, so it needs the token of whoever scanned.
fn selector(
    handshake: Option<&Secret>,
    random: Option<String>,
    caller: Result<Caller, ApiError>,
) -> Result<Selector, ApiError> {
    match (handshake, random) {
        (Some(handshake), _) => Ok(Selector::Handshake(tokens::hash(handshake))),
        (None, Some(id)) => Ok(Selector::Plain { id, user_id: caller?.user.id }),
        (None, None) => Err(ApiError::malformed("handshake", "it is missing, and so is `random`")),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_three_different_ones_of_two_digits() {
        for _ in 0..200 {
            let mut numbers = numbers();
            assert!(numbers.iter().all(|number| number.len() == 2));
            numbers.sort();
            numbers.dedup();
            assert_eq!(numbers.len(), CHOICES);
        }
    }
}
