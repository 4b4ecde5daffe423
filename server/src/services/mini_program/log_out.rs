//! "Log out this computer": the phone ends the login that it agreed to, and what applications have got by it.

use guard_protocol::Secret;

use super::{MiniProgramError, MiniPrograms};
use crate::services::audit::{AuditEvent, Event};
use crate::services::qr_logins::METHOD;
use crate::store::CodeState;
use crate::tokens;

impl MiniPrograms {
    /// Ends the login that came of a scan, for a day at most. One that has ended is ended.
    ///
    /// # Errors
    /// [`MiniProgramError::NotLoggedIn`] while the computer does not have the login, and [`MiniProgramError::Store`].
    pub async fn log_out(&self, handshake: &Secret) -> Result<(), MiniProgramError> {
        let (hash, now) = (tokens::hash(handshake), self.context.now());
        if let Some(ended) = self.context.store.end_phone_login(hash, now).await? {
            AuditEvent::new(Event::Logout).user(&ended.user_id).app(&ended.app_id).method(METHOD).record();
            if let Some(sid) = &ended.sid {
                // There is no page on the phone that could show others in frames.
                self.logouts.ended(sid).await?;
            }
            return Ok(());
        }
        match self.context.store.code_of_phone(hash).await? {
            Some(code) if matches!(code.state_at(now), CodeState::Scanned | CodeState::Confirmed) => {
                Err(MiniProgramError::NotLoggedIn)
            }
            _ => Ok(()),
        }
    }
}
