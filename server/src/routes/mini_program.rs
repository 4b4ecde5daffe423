//! The mini program's side of a QR login: `open`, `confirm`, `cancel`, `log-out`. WeChat sends no `Origin` and no cookie.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use guard_protocol::Code;
use guard_protocol::mini_program::{
    Account, Application, ConfirmRequest, HandshakeRequest, OpenReply, OpenRequest, Terms, Warning,
};
use guard_protocol::phone::PhoneReply;
use guard_protocol::qrcode::QrStatus;
use serde_json::{Value, json};
use tracing::error;

use super::check::seconds;
use super::error::ApiError;
use super::extract::Body;
use super::messages::Text;
use super::phone::{brief, context};
use super::{ApiResult, ok};
use crate::services::mini_program::{Arrival, Consent, MiniProgramError, Opened, Opening, Warned};
use crate::services::qr_logins::{PhoneError, Scanned, Visitor};
use crate::state::{App, Shared};
use crate::wechat::WeChatError;

/// How long a phone should wait when WeChat can't be asked.
const WECHAT_PAUSE: Duration = Duration::from_secs(5);
/// How long a phone should wait when its own question of before has no answer yet.
const ANSWER_PAUSE: Duration = Duration::from_secs(1);

pub(super) async fn open(
    State(app): State<Shared>,
    visitor: Visitor,
    Body(request): Body<OpenRequest>,
) -> ApiResult<OpenReply> {
    let OpenRequest { code, scene, entry, handshake, acknowledged } = request;
    let opening =
        Opening { login_code: code, id: scene, entry, earlier: handshake, acknowledged, address: visitor.address };
    Ok(ok(match app.mini_programs.open(opening).await? {
        Opened::Warned(warned) => warning(*warned),
        Opened::Scanned(arrival) => scanned(&app, *arrival),
    }))
}

fn warning(Warned { code, app_name, age }: Warned) -> OpenReply {
    OpenReply {
        random: code.id.clone(),
        status: QrStatus::Waiting,
        description: "created".to_owned(),
        warning: Some(Warning::Forwarded),
        context: context(code, app_name, age),
        handshake: None,
        choices: Vec::new(),
        expires_in: None,
        app: None,
        account: None,
        phone_number: None,
    }
}

fn scanned(app: &App, Arrival { scanned, status, phone_number }: Arrival) -> OpenReply {
    let Scanned { code, handshake, app_name, age, left } = scanned;
    let absolute = |url: String| app.apps().absolute(&url);
    let settings = app.apps().get(&code.app_id);
    let terms = settings.and_then(|settings| settings.wechat.as_ref()).map(|wechat| wechat.terms.iter());
    let terms = terms.into_iter().flatten().map(|terms| Terms { title: terms.title.clone(), url: terms.url.clone() });
    OpenReply {
        random: code.id.clone(),
        status: QrStatus::Scanned,
        description: "scanned".to_owned(),
        warning: None,
        handshake: Some(handshake),
        choices: code.choices.clone(),
        expires_in: Some(seconds(left)),
        app: Some(Application {
            logo: settings.and_then(|settings| settings.logo.clone()).map(absolute),
            terms: terms.collect(),
        }),
        account: Some(Account {
            known: status.known,
            nickname: status.nickname,
            photo: status.photo.map(absolute),
            phone: status.phone,
        }),
        phone_number: Some(phone_number),
        context: context(code, app_name, age),
    }
}

pub(super) async fn confirm(State(app): State<Shared>, Body(request): Body<ConfirmRequest>) -> ApiResult<PhoneReply> {
    let ConfirmRequest { handshake, number, phone_code, agreed, nickname } = request;
    let id = app.mini_programs.confirm(Consent { handshake, number, phone_code, agreed, nickname }).await?;
    Ok(ok(brief(id, QrStatus::Authorized, "confirmed")))
}

pub(super) async fn cancel(State(app): State<Shared>, Body(request): Body<HandshakeRequest>) -> ApiResult<PhoneReply> {
    let id = app.mini_programs.cancel(request.handshake).await?;
    Ok(ok(brief(id, QrStatus::Cancelled, "cancelled")))
}

pub(super) async fn log_out(State(app): State<Shared>, Body(request): Body<HandshakeRequest>) -> ApiResult<Value> {
    app.mini_programs.log_out(&request.handshake).await?;
    Ok(ok(json!({})))
}

impl From<MiniProgramError> for ApiError {
    fn from(error: MiniProgramError) -> Self {
        let forbidden = |code, text| Self::status(StatusCode::FORBIDDEN, code, text);
        match error {
            MiniProgramError::Phone(PhoneError::Unknown) => {
                Self::status(StatusCode::NOT_FOUND, Code::NoSuchQrCode, Text::NoSuchQrCode)
            }
            MiniProgramError::Phone(error) => error.into(),
            MiniProgramError::WeChat(error) => error.into(),
            MiniProgramError::Forwarded => forbidden(Code::Forwarded, Text::Forwarded),
            MiniProgramError::PhoneRequired => forbidden(Code::PhoneRequired, Text::PhoneRequired),
            MiniProgramError::NotAgreed => forbidden(Code::NotAgreed, Text::NotAgreed),
            MiniProgramError::Conflict => {
                Self::status(StatusCode::CONFLICT, Code::AccountConflict, Text::AccountConflict)
            }
            MiniProgramError::Disabled => forbidden(Code::AccountLocked, Text::AccountDisabled),
            MiniProgramError::LoginOnly => forbidden(Code::LoginOnly, Text::LoginOnly),
            MiniProgramError::NotLoggedIn => Self::not_logged_in(),
            MiniProgramError::Asking => Self::busy(ANSWER_PAUSE),
            MiniProgramError::Store(error) => error.into(),
        }
    }
}

impl From<WeChatError> for ApiError {
    fn from(error: WeChatError) -> Self {
        let unauthorized = |code, text| Self::status(StatusCode::UNAUTHORIZED, code, text);
        match error {
            WeChatError::CodeRefused => unauthorized(Code::WechatCodeRefused, Text::WechatCodeRefused),
            WeChatError::PhoneCodeRefused => unauthorized(Code::PhoneCodeRefused, Text::PhoneCodeRefused),
            WeChatError::RiskyUser => Self::status(StatusCode::FORBIDDEN, Code::RiskyUser, Text::RiskyUser),
            WeChatError::Busy { retry_after } => Self::busy(retry_after),
            WeChatError::Limit | WeChatError::Away => Self::busy(WECHAT_PAUSE),
            WeChatError::Misconfigured(fault) => {
                // For the operator alone: a visitor can do nothing about it.
                error!(error = %fault, "WeChat refuses what is configured");
                Self::busy(WECHAT_PAUSE)
            }
        }
    }
}
