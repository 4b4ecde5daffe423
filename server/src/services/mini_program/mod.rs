//! The phone's side of a login when the phone is a mini program of WeChat: it opens a code in the name of a person whom
//! WeChat knows, and the person agrees and shares the phone number that WeChat has verified.
//!
//! Opening makes no account: the person stands with the code until they agree. What an account is then found by, and
//! when one is made, is decided in [`store::decide`](crate::store::decide).

mod confirm;
mod entry;
mod log_out;
mod number;
mod open;
mod person;

use thiserror::Error;

pub use confirm::Consent;
pub use entry::{Place, place};
pub use open::{Arrival, Opened, Opening, Warned};
pub use person::{Status, masked, needed};

use crate::config::{AppConfig, WeChatConfig};
use crate::services::oidc::Logouts;
use crate::services::qr_logins::PhoneError;
use crate::services::{Context, QrLogins};
use crate::store::{Code, NoAccount, StoreError};
use crate::wechat::WeChatError;

/// Why a mini program may not do something with a code.
#[derive(Debug, Error)]
pub enum MiniProgramError {
    /// As for every phone.
    #[error(transparent)]
    Phone(#[from] PhoneError),
    /// WeChat did not say who it is, or which number.
    #[error(transparent)]
    WeChat(#[from] WeChatError),
    /// The picture of the code was forwarded.
    #[error("the picture of the code was forwarded; set app.wechat.forwarded to \"warn\" to take such codes")]
    Forwarded,
    /// A phone number must be shared.
    #[error("no phone number was shared, and app.wechat.phone_number is \"required\"")]
    PhoneRequired,
    /// The person did not agree.
    #[error("the person did not agree to the terms")]
    NotAgreed,
    /// The phone number is another person's.
    #[error("the phone number belongs to another person's account")]
    Conflict,
    /// The account is shut out.
    #[error("the account is disabled; `guard-server user enable` lets it in again")]
    Disabled,
    /// The person has no account.
    #[error("the person has no account, and app.wechat.login_only is set")]
    LoginOnly,
    /// There is no login to end yet.
    #[error("the computer does not have the login yet")]
    NotLoggedIn,
    /// The same question is on its way.
    #[error("WeChat is being asked for the number already")]
    Asking,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<NoAccount> for MiniProgramError {
    fn from(why: NoAccount) -> Self {
        match why {
            NoAccount::Conflict => Self::Conflict,
            NoAccount::Disabled => Self::Disabled,
            NoAccount::LoginOnly => Self::LoginOnly,
        }
    }
}

/// What mini programs do with codes.
#[derive(Clone, Debug)]
pub struct MiniPrograms {
    context: Context,
    qr: QrLogins,
    logouts: Logouts,
}

impl MiniPrograms {
    /// Mini programs that open the codes of `qr`; a logout of theirs is told by `logouts`.
    pub fn new(context: Context, qr: QrLogins, logouts: Logouts) -> Self {
        Self { context, qr, logouts }
    }

    /// The application of a code, and its mini program. A code of one without is unknown to every mini program.
    fn mini_program_of(&self, code: &Code) -> Result<(&AppConfig, &WeChatConfig), PhoneError> {
        let app = self.context.apps.get(&code.app_id).ok_or(PhoneError::Unknown)?;
        Ok((app, app.wechat.as_ref().ok_or(PhoneError::Unknown)?))
    }
}
