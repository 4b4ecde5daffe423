//! The browser's side of a QR login but for the polls: `gene`, the picture, `userinfo`, `abandon`.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use guard_protocol::qrcode::{AbandonRequest, GeneReply, GeneRequest, RedeemRequest};
use guard_protocol::{Code, User, challenge};
use serde_json::{Value, json};
use tracing::info;

use super::extract::{AnyBody, Body, application, text_of};
use super::session::{open_session, user_of};
use super::{ApiResult, ok};
use crate::clock::Millis;
use crate::error::ApiError;
use crate::messages::Text;
use crate::state::{App, Shared};
use crate::store::{CodeState, NewCode, Redeem, Redeemed};
use crate::{network, qr_image, tokens, user_agent};

/// Where the pictures of codes are.
pub(super) const IMAGE_PATH: &str = "/api/v2/qrcode/image/";
/// Where the QR code leads: the phone page.
pub(super) const PHONE_PATH: &str = "/m/";

/// The longest text of a header that is kept, in characters.
const MAX_HEADER: usize = 200;

pub(super) async fn gene(
    State(app): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Body(request): Body<GeneRequest>,
) -> ApiResult<GeneReply> {
    let settings = application(&app, &headers)?;
    let origin = text_of(&headers, header::ORIGIN.as_str());
    if !app.allows_origin(settings, origin) {
        return Err(ApiError::status(StatusCode::FORBIDDEN, Code::NotPermitted, Text::OriginNotAllowed));
    }
    if let Some(challenge) = &request.challenge
        && !challenge::is_valid(challenge)
    {
        return Err(ApiError::malformed("challenge", "expected 43 base64url characters, the SHA-256 of the verifier"));
    }
    // A stock server passes over fields that it does not know; so does an app whose extension is off.
    let challenge = request.challenge.filter(|_| settings.extension.verifier);
    let hardened = challenge.is_some();
    let (browser, os) = user_agent::parse(text_of(&headers, header::USER_AGENT.as_str()).unwrap_or_default());
    let visitor = network::visitor(peer, &headers, app.config.trust_proxy);
    let id = tokens::random_text::<16>();
    let now = app.clock.now();
    let times = app.config.qr;
    app.store
        .create_code(NewCode {
            id: id.clone(),
            app_id: settings.id.clone(),
            challenge,
            origin: origin.map(|origin| origin.chars().take(MAX_HEADER).collect()),
            browser,
            os,
            network: network::masked(visitor),
            now,
            expires_at: now + Millis::from(times.ttl_s) * 1000,
        })
        .await?;
    let advertised = settings.extension.advertised();
    Ok(ok(GeneReply {
        url: format!("{}{IMAGE_PATH}{id}.png", app.public_url),
        expires_in: Some(times.ttl_s),
        // Laid over by clients that draw the text. Over the picture they would lay it as large as the round place of
        // a mini-program code, and nobody could read this one.
        custom_logo: advertised.and(settings.logo.as_deref()).map(|logo| app.absolute(logo)),
        text: advertised.map(|_| phone_url(&app, &id)),
        interval: hardened.then_some(times.interval_s),
        seq: hardened.then_some(0),
        random: id,
    }))
}

fn phone_url(app: &App, id: &str) -> String {
    format!("{}{PHONE_PATH}{id}", app.public_url)
}

/// The picture, only while it may be scanned: a used code must not be shown again.
pub(super) async fn image(State(app): State<Shared>, Path(file): Path<String>) -> Result<Response, ApiError> {
    let not_found = || ApiError::status(StatusCode::NOT_FOUND, Code::NoSuchQrCode, Text::NoSuchQrCode);
    let id = file.strip_suffix(".png").ok_or_else(not_found)?;
    let code = app.store.code(id).await?.ok_or_else(not_found)?;
    if code.state_at(app.clock.now()) != CodeState::Created {
        return Err(not_found());
    }
    let png = qr_image::png(&phone_url(&app, id))?;
    Ok(([(header::CONTENT_TYPE, "image/png")], png).into_response())
}

pub(super) async fn userinfo(State(app): State<Shared>, Body(request): Body<RedeemRequest>) -> ApiResult<User> {
    let token = app.key.token(&request.ticket, request.verifier.as_ref());
    let redeem = Redeem {
        ticket_hash: tokens::hash(&request.ticket),
        challenge: request.verifier.as_ref().map(challenge::of),
        session: open_session(&app, &token, "", "qr"),
    };
    match app.store.redeem(redeem).await? {
        Redeemed::Done { user_id, session_ends, changed } => {
            if let Some(id) = changed {
                app.wake.publish(&id);
                info!(method = "qr", "logged in");
            }
            let user = app.store.user(&user_id).await?.ok_or_else(ApiError::gone)?;
            Ok(ok(user_of(&app, user, Some((token, session_ends)))))
        }
        Redeemed::WrongVerifier => Err(ApiError::verifier_wrong()),
        Redeemed::Gone => Err(ApiError::gone()),
    }
}

pub(super) async fn abandon(State(app): State<Shared>, AnyBody(request): AnyBody<AbandonRequest>) -> ApiResult<Value> {
    let challenge = challenge::of(&request.verifier);
    let code = app.store.code(&request.random).await?.ok_or_else(ApiError::no_such_code)?;
    if code.challenge.as_ref() != Some(&challenge) {
        return Err(ApiError::verifier_wrong());
    }
    if app.store.abandon(&code.id, &challenge).await? {
        app.wake.publish(&code.id);
    }
    Ok(ok(json!(null)))
}
