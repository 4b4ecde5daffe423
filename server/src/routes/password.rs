//! `POST /api/v2/login/account`: account and password.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum_extra::extract::CookieJar;
use guard_protocol::envelope::REMAINING_ATTEMPTS;
use guard_protocol::login::AccountLogin;
use guard_protocol::{Code, Reply, User};
use serde_json::json;

use super::cookie::{KnownDevice, LoginProof};
use super::error::ApiError;
use super::extract::{Body, application, text_of};
use super::messages::Text;
use super::ok;
use super::session::logged_in;
use crate::limits::Network;
use crate::services::{Attempt, LoginError, Password};
use crate::state::Shared;

pub(super) async fn account(
    State(app): State<Shared>,
    headers: HeaderMap,
    network: Network,
    device: KnownDevice,
    proof: LoginProof,
    Body(login): Body<AccountLogin>,
) -> Result<(CookieJar, Json<Reply<User>>), ApiError> {
    let settings = application(&app, &headers)?;
    // A program that is no browser names none; a page cannot leave it out.
    let origin = text_of(&headers, header::ORIGIN.as_str());
    if headers.contains_key(header::ORIGIN) && !app.apps().allows_origin(settings, origin) {
        return Err(ApiError::status(StatusCode::FORBIDDEN, Code::NotPermitted, Text::OriginNotAllowed));
    }
    let AccountLogin { account, password, .. } = login;
    let attempt = Attempt { account, password: Password::Encrypted(password), network, device: device.0 };
    let login = app.logins.log_in(&settings.id, attempt).await?;
    Ok((proof.of_device(&app, &login), ok(logged_in(&app, login.authentication).await?)))
}

impl From<LoginError> for ApiError {
    fn from(error: LoginError) -> Self {
        match error {
            LoginError::Wrong { remaining } => Self::business(Code::BadCredentials, Text::BadCredentials)
                .with_data(json!({ REMAINING_ATTEMPTS: remaining })),
            LoginError::Locked { seconds } => Self::business(Code::LockedByErrors, Text::Locked { seconds }),
            LoginError::TooFrequent(error) => error.into(),
            LoginError::Password(error) => error.into(),
            LoginError::Store(error) => error.into(),
        }
    }
}
