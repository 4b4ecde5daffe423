//! The browser's side of a QR login but for the polls: `gene`, the picture, `userinfo`, `abandon`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use guard_protocol::qrcode::{AbandonRequest, GeneReply, GeneRequest, RedeemRequest};
use guard_protocol::{Code, Reply, User};
use serde_json::{Value, json};

use super::cookie::LoginProof;
use super::error::ApiError;
use super::extract::{AnyBody, Body, application};
use super::messages::Text;
use super::session::logged_in;
use super::{ApiResult, ok};
use crate::config::AppConfig;
use crate::services::qr_logins::{BrowserError, CodeRequest, Created, NotCreated, Shown, Visitor};
use crate::state::{App, Shared};

/// Where the pictures of codes are.
pub(super) const IMAGE_PATH: &str = "/api/v2/qrcode/image/";

pub(super) async fn gene(
    State(app): State<Shared>,
    visitor: Visitor,
    headers: HeaderMap,
    Body(request): Body<GeneRequest>,
) -> ApiResult<GeneReply> {
    let settings = application(&app, &headers)?;
    let created = app.qr.create(settings, CodeRequest { visitor, challenge: request.challenge }).await?;
    Ok(ok(reply(&app, settings, created)))
}

fn reply(app: &App, settings: &AppConfig, created: Created) -> GeneReply {
    let Created { id, shown, open_link, hardened, expires_in_s, interval_s } = created;
    let advertised = settings.extension.advertised();
    let logo = || settings.logo.as_deref().map(|logo| app.apps().absolute(logo));
    let (text, custom_logo) = match shown {
        // Laid over by clients that draw the text. Over the picture they would lay it as large as the round place of
        // a mini-program code, and nobody could read this one.
        Shown::Text(text) => (advertised.map(|_| text), advertised.and_then(|_| logo())),
        Shown::MiniProgram => (None, logo()),
    };
    GeneReply {
        url: format!("{}{IMAGE_PATH}{id}.png", app.apps().public_url()),
        expires_in: Some(expires_in_s),
        custom_logo,
        text,
        open_url: open_link.filter(|_| advertised.is_some()),
        interval: hardened.then_some(interval_s),
        seq: hardened.then_some(0),
        random: id,
    }
}

pub(super) async fn image(State(app): State<Shared>, Path(file): Path<String>) -> Result<Response, ApiError> {
    let not_found = || ApiError::status(StatusCode::NOT_FOUND, Code::NoSuchQrCode, Text::NoSuchQrCode);
    let id = file.strip_suffix(".png").ok_or_else(not_found)?;
    match app.qr.picture(id).await {
        Ok(picture) => Ok(([(header::CONTENT_TYPE, picture.media_type)], picture.bytes).into_response()),
        Err(BrowserError::Unknown) => Err(not_found()),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn userinfo(
    State(app): State<Shared>,
    proof: LoginProof,
    Body(request): Body<RedeemRequest>,
) -> Result<(CookieJar, Json<Reply<User>>), ApiError> {
    let authentication = app.qr.redeem(&request.ticket, request.verifier.as_ref()).await?;
    Ok((proof.of(&app, &authentication), ok(logged_in(&app, authentication).await?)))
}

pub(super) async fn abandon(State(app): State<Shared>, AnyBody(request): AnyBody<AbandonRequest>) -> ApiResult<Value> {
    app.qr.abandon(&request.random, &request.verifier).await?;
    Ok(ok(json!(null)))
}

impl From<NotCreated> for ApiError {
    fn from(error: NotCreated) -> Self {
        match error {
            NotCreated::Origin => Self::status(StatusCode::FORBIDDEN, Code::NotPermitted, Text::OriginNotAllowed),
            NotCreated::NoChallenge => {
                Self::status(StatusCode::FORBIDDEN, Code::ChallengeMissing, Text::ChallengeMissing)
            }
            NotCreated::Challenge => {
                Self::malformed("challenge", "expected 43 base64url characters, the SHA-256 of the verifier")
            }
            NotCreated::NothingToShow(nothing) => Self::busy(nothing.retry_after),
            NotCreated::Store(error) => error.into(),
        }
    }
}

impl From<BrowserError> for ApiError {
    fn from(error: BrowserError) -> Self {
        match error {
            BrowserError::Unknown => Self::no_such_code(),
            BrowserError::WrongVerifier => Self::verifier_wrong(),
            BrowserError::Gone => Self::gone(),
            BrowserError::NothingToShow(nothing) => Self::busy(nothing.retry_after),
            BrowserError::Picture(error) => error.into(),
            BrowserError::Pool(error) => error.into(),
            BrowserError::Store(error) => error.into(),
        }
    }
}
