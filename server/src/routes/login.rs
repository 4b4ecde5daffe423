//! `POST /api/v2/login/account`: account and password.

use axum::extract::State;
use axum::http::HeaderMap;
use guard_protocol::envelope::REMAINING_ATTEMPTS;
use guard_protocol::login::AccountLogin;
use guard_protocol::{Code, Secret, User};
use serde_json::json;
use tracing::info;

use super::extract::{Body, application};
use super::session::{open_session, user_of};
use super::{ApiResult, ok};
use crate::clock::Millis;
use crate::error::ApiError;
use crate::messages::Text;
use crate::state::{App, Shared};
use crate::store::UserRow;
use crate::tokens;

pub(super) async fn account(
    State(app): State<Shared>,
    headers: HeaderMap,
    Body(login): Body<AccountLogin>,
) -> ApiResult<User> {
    let settings = application(&app, &headers)?;
    let password = app.passwords.ciphertext(&login.password).await?;
    let account = login.account.trim();
    let known = app.store.credentials(account).await?;
    // Failures of a known user are counted together, however it was named; those of a name nobody has are counted
    // too, so that a lock does not tell which accounts exist.
    let counted = match &known {
        Some(known) => format!("user:{}", known.user.id),
        None => format!("name:{}", account.to_lowercase()),
    };
    let counted = tokens::hash(&Secret::new(counted));
    let limits = app.config.password;
    let since = app.clock.now() - Millis::from(limits.lock_s) * 1000;

    let check_lock = async || {
        if app.store.failures(counted, since).await? >= limits.attempts {
            info!("a login was refused: locked");
            return Err(locked(limits.lock_s));
        }
        Ok(())
    };
    check_lock().await?;
    // Kept until the guess is counted.
    let mut turn = app.passwords.turn().await?;
    check_lock().await?;
    let (user, hash) = match known {
        Some(known) => (Some(known.user), known.password_hash),
        None => (None, None),
    };
    let right = turn.verify(password, hash).await?;
    match user {
        Some(user) if right => {
            app.store.clear_failures(counted).await?;
            Ok(ok(log_in(&app, user, &settings.id, "password").await?))
        }
        _ => {
            let failures = app.store.add_failure(counted, since, app.clock.now()).await?;
            let data = json!({ REMAINING_ATTEMPTS: limits.attempts.saturating_sub(failures) });
            Err(ApiError::business(Code::BadCredentials, Text::BadCredentials).with_data(data))
        }
    }
}

fn locked(lock_s: u32) -> ApiError {
    ApiError::business(Code::LockedByErrors, Text::Locked { minutes: lock_s.div_ceil(60) })
}

/// Opens a session with a fresh token.
pub(super) async fn log_in(app: &App, user: UserRow, app_id: &str, method: &'static str) -> Result<User, ApiError> {
    let token = Secret::new(tokens::random_text::<32>());
    let session = open_session(app, &token, app_id, method);
    let ends = session.expires_at;
    app.store.add_session(&user.id, session).await?;
    info!(method, "logged in");
    Ok(user_of(app, user, Some((token, ends))))
}
