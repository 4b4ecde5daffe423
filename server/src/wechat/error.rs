//! What can go wrong with WeChat, by what is to be done about it.

use std::time::Duration;

use thiserror::Error;

/// Why WeChat gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WeChatError {
    /// The login code is none, was used, or is over: the phone asks for a new one with `wx.login`.
    #[error("WeChat does not know the login code; the phone must ask for a new one")]
    CodeRefused,
    /// The phone code is none, was used, is over, or is another person's: the person presses the button again.
    #[error("WeChat does not know the phone code; the person must share the number again")]
    PhoneCodeRefused,
    /// WeChat has blocked the person for what they did.
    #[error("WeChat holds this person for a risk and lets nobody log them in")]
    RiskyUser,
    /// WeChat is busy, and was when asked again.
    #[error("WeChat is busy; try again in {} s", retry_after.as_secs())]
    Busy {
        /// How long to wait.
        retry_after: Duration,
    },
    /// WeChat answers no more such calls for now: a quota is used up.
    #[error("WeChat's quota for this call is used up")]
    Limit,
    /// WeChat can't be reached, or is left alone for a while because it could not be.
    #[error("WeChat can't be reached")]
    Away,
    /// WeChat refuses what the operator has set.
    #[error("{0}")]
    Misconfigured(OperatorFault),
}

impl WeChatError {
    /// A word for it, as figures have it.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::CodeRefused | Self::PhoneCodeRefused => "code_refused",
            Self::RiskyUser => "risky_user",
            Self::Busy { .. } => "busy",
            Self::Limit => "limit",
            Self::Away => "away",
            Self::Misconfigured(_) => "misconfigured",
        }
    }
}

/// What the operator has to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum OperatorFault {
    /// 40013: no mini program has this AppID.
    #[error(
        "WeChat knows no mini program with this AppID (errcode 40013). Set app.wechat.app_id to the AppID in WeChat's \
         console under Development > Development settings"
    )]
    AppId,
    /// 40125: the AppSecret is wrong.
    #[error(
        "WeChat refuses the AppSecret (errcode 40125). Set app.wechat.app_secret (GUARD_APP_WECHAT_APP_SECRET) to the \
         one of this AppID; if it is lost, reset it in WeChat's console under Development > Development settings"
    )]
    AppSecret,
    /// 40164: the server's address is not on the list.
    #[error(
        "WeChat takes no calls from this server's address (errcode 40164). Add the address that it has on the internet \
         to the IP allow list in WeChat's console under Development > Development settings"
    )]
    Address,
    /// 41030: the page is not in the published mini program.
    #[error(
        "The mini program has no such page, or is not published with it (errcode 41030). Publish it, or until then set \
         app.wechat.env_version to \"trial\"; app.wechat.page must be as in app.json, without a slash in front"
    )]
    Page,
    /// 48001: the mini program may not make this call.
    #[error(
        "The mini program may not make this call (errcode 48001). Phone numbers are for verified accounts of \
         organisations: verify it, or set app.wechat.phone_number to \"off\""
    )]
    NotEntitled,
    /// Any other refusal that asking again does not mend.
    #[error("WeChat refuses the call (errcode {errcode}). Look the number up in WeChat's documentation")]
    Refused {
        /// WeChat's number.
        errcode: i64,
    },
}
