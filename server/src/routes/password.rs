//! `POST /api/v2/login/account`: account and password.

use axum::extract::State;
use axum::http::HeaderMap;
use guard_protocol::envelope::REMAINING_ATTEMPTS;
use guard_protocol::login::AccountLogin;
use guard_protocol::{Code, User};
use serde_json::json;

use super::error::ApiError;
use super::extract::{Body, application};
use super::messages::Text;
use super::session::logged_in;
use super::{ApiResult, ok};
use crate::services::LoginError;
use crate::state::Shared;

pub(super) async fn account(
    State(app): State<Shared>,
    headers: HeaderMap,
    Body(login): Body<AccountLogin>,
) -> ApiResult<User> {
    let settings = application(&app, &headers)?;
    let authentication = app.logins.log_in(&settings.id, &login.account, &login.password).await?;
    Ok(ok(logged_in(&app, authentication)))
}

impl From<LoginError> for ApiError {
    fn from(error: LoginError) -> Self {
        match error {
            LoginError::Wrong { remaining } => Self::business(Code::BadCredentials, Text::BadCredentials)
                .with_data(json!({ REMAINING_ATTEMPTS: remaining })),
            LoginError::Locked { seconds } => {
                Self::business(Code::LockedByErrors, Text::Locked { minutes: seconds.div_ceil(60) })
            }
            LoginError::Password(error) => error.into(),
            LoginError::Store(error) => error.into(),
        }
    }
}
