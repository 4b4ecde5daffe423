//! The words of refusals, in the languages that the server speaks. Used by `error`; clients show them as plain text.

use std::time::Duration;

use axum::http::{HeaderMap, header};
use guard_protocol::{Lang, headers};

use crate::limits::TooFrequent;

/// The language asked for by `x-authing-lang`, else by `Accept-Language`, whose order counts and not its weights: that is
/// how browsers write it.
pub(super) fn lang_of(headers: &HeaderMap) -> Lang {
    let tags = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().split(',');
    let all = tags(headers::LANG).chain(tags(header::ACCEPT_LANGUAGE.as_str()));
    Lang::choose(all.map(|tag| tag.split(';').next().unwrap_or_default().trim()))
}

/// The texts of refusals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// No such application.
    NoSuchApp,
    /// The application id is missing.
    AppIdMissing,
    /// This origin may not embed the widget.
    OriginNotAllowed,
    /// The application takes no code without a challenge.
    ChallengeMissing,
    /// A body or parameter is malformed.
    Malformed {
        /// The field, or where it is.
        field: String,
        /// The expected value (English; for developers).
        reason: String,
    },
    /// The password could not be decrypted.
    NotDecrypted,
    /// Account or password wrong.
    BadCredentials,
    /// Too many wrong passwords.
    Locked {
        /// How long the lock lasts, in s.
        seconds: u32,
    },
    /// Something was done too often.
    TooFrequent {
        /// How long to wait, in s.
        seconds: u64,
    },
    /// Not logged in.
    NotLoggedIn,
    /// The login is not this browser's own.
    NotItsOwnLogin,
    /// No such QR code.
    NoSuchQrCode,
    /// Verifier missing or wrong.
    VerifierWrong,
    /// Another phone was quicker, or it was already used.
    QrCodeTaken,
    /// The code is over.
    QrCodeGone,
    /// The wrong number was chosen.
    NumberWrong,
    /// The picture of the code was forwarded.
    Forwarded,
    /// WeChat does not know the login code.
    WechatCodeRefused,
    /// WeChat has blocked the person.
    RiskyUser,
    /// A phone number must be shared.
    PhoneRequired,
    /// WeChat does not know the phone code.
    PhoneCodeRefused,
    /// The phone number is another person's.
    AccountConflict,
    /// The account is shut out.
    AccountDisabled,
    /// No account, and none are made.
    LoginOnly,
    /// The terms were not agreed to.
    NotAgreed,
    /// There is nothing at this path.
    NoSuchPath,
    /// The server failed.
    Busy,
}

/// The begun second counts: who comes again after it is not too early.
pub(super) fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

impl From<&TooFrequent> for Text {
    fn from(TooFrequent { retry_after }: &TooFrequent) -> Self {
        Self::TooFrequent { seconds: whole_seconds(*retry_after) }
    }
}

impl Text {
    /// The words in `lang`.
    pub fn say(&self, lang: Lang) -> String {
        let (english, chinese) = match self {
            Self::NoSuchApp => ("This application does not exist.", "应用不存在。"),
            Self::AppIdMissing => {
                let header = headers::APP_ID;
                return match lang {
                    Lang::EnUs => format!("The application id is missing: send the header {header}."),
                    Lang::ZhCn => format!("缺少应用 ID（请求头 {header}）。"),
                };
            }
            Self::OriginNotAllowed => ("This site may not use this application.", "此网站未被允许使用该应用。"),
            Self::ChallengeMissing => (
                "This application needs a newer login script: QR codes without a challenge are refused.",
                "该应用需要更新登录脚本：不接受未携带校验信息的二维码请求。",
            ),
            Self::Malformed { field, reason } => {
                return match lang {
                    Lang::EnUs => format!("The request is malformed at `{field}`: {reason}."),
                    Lang::ZhCn => format!("请求参数 `{field}` 有误：{reason}。"),
                };
            }
            Self::NotDecrypted => (
                "The password could not be decrypted. Reload the page and try again.",
                "密码解密失败，请刷新页面后重试。",
            ),
            Self::BadCredentials => ("The account or password is wrong.", "账号或密码错误。"),
            Self::Locked { seconds } => {
                let wait = wait((*seconds).into(), lang);
                return match lang {
                    Lang::EnUs => format!("Too many wrong passwords. Try again in {wait}, or log in another way."),
                    Lang::ZhCn => format!("密码错误次数过多，请 {wait}后再试，或使用其他方式登录。"),
                };
            }
            Self::TooFrequent { seconds } => {
                let wait = wait(*seconds, lang);
                return match lang {
                    Lang::EnUs => format!("That was too often. Try again in {wait}."),
                    Lang::ZhCn => format!("操作过于频繁，请 {wait}后再试。"),
                };
            }
            Self::NotItsOwnLogin => {
                ("This is not a login of this browser. Log in once more.", "这不是当前浏览器的登录，请重新登录。")
            }
            Self::NotLoggedIn => ("You are not logged in.", "尚未登录。"),
            Self::NoSuchQrCode => ("This QR code does not exist.", "二维码不存在。"),
            Self::VerifierWrong => ("This QR code belongs to another browser.", "该二维码属于其他浏览器。"),
            Self::QrCodeTaken => ("This QR code was already scanned or used.", "该二维码已被扫描或使用。"),
            Self::QrCodeGone => {
                ("This QR code is no longer valid. Get a new one on the computer.", "二维码已失效，请在电脑上刷新。")
            }
            Self::NumberWrong => (
                "That was not the number on the computer, so the login was stopped.",
                "所选数字与电脑上显示的不一致，登录已终止。",
            ),
            Self::Forwarded => (
                "This code was not scanned from a screen. Scan it with the camera where you want to log in.",
                "此码并非从屏幕扫描。请在要登录的设备屏幕上用相机扫码。",
            ),
            Self::WechatCodeRefused => {
                ("WeChat did not confirm who you are. Try again.", "微信未能确认您的身份，请重试。")
            }
            Self::RiskyUser => {
                ("WeChat does not let this account log in at the moment.", "该微信账号存在风险，微信暂不允许其登录。")
            }
            Self::PhoneRequired => ("Share your phone number to log in.", "请授权手机号后登录。"),
            Self::PhoneCodeRefused => {
                ("WeChat did not give the phone number. Share it again.", "微信未能提供手机号，请重新授权。")
            }
            Self::AccountConflict => (
                "This phone number belongs to the account of another WeChat user. Share another number, or ask whoever \
                 runs this site.",
                "该手机号已绑定其他微信用户的账号。请使用其他手机号，或联系网站管理员。",
            ),
            Self::AccountDisabled => {
                ("This account is disabled. Ask whoever runs this site.", "该账号已被停用，请联系网站管理员。")
            }
            Self::LoginOnly => (
                "You have no account here, and new ones are not made this way.",
                "您在此尚无账号，且此处不支持注册新账号。",
            ),
            Self::NotAgreed => ("Agree to the terms to log in.", "请先同意相关协议后再登录。"),
            Self::NoSuchPath => ("There is nothing at this address.", "此地址不存在。"),
            Self::Busy => ("The server can't do this right now. Try again.", "服务器繁忙，请稍后再试。"),
        };
        match lang {
            Lang::EnUs => english,
            Lang::ZhCn => chinese,
        }
        .to_owned()
    }
}

/// A time to wait: up to a minute and a half in seconds, then in minutes, the begun one included.
fn wait(seconds: u64, lang: Lang) -> String {
    match (lang, seconds) {
        (Lang::EnUs, 1) => "1 second".to_owned(),
        (Lang::EnUs, ..=90) => format!("{seconds} seconds"),
        (Lang::EnUs, _) => format!("{} minutes", seconds.div_ceil(60)),
        (Lang::ZhCn, ..=90) => format!("{seconds} 秒"),
        (Lang::ZhCn, _) => format!("{} 分钟", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_seconds_or_minutes() {
        let english = [1, 30, 90, 91, 900].map(|seconds| wait(seconds, Lang::EnUs));
        assert_eq!(english, ["1 second", "30 seconds", "90 seconds", "2 minutes", "15 minutes"]);
        assert_eq!([30, 900].map(|seconds| wait(seconds, Lang::ZhCn)), ["30 秒", "15 分钟"]);
    }

    #[test]
    fn the_language_comes_from_the_headers() {
        let of = |pairs: &[(&'static str, &str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, value.parse().unwrap());
            }
            lang_of(&headers)
        };
        assert_eq!(of(&[("x-authing-lang", "zh-CN")]), Lang::ZhCn);
        assert_eq!(of(&[("x-authing-lang", "en-US"), ("accept-language", "zh-CN")]), Lang::EnUs);
        assert_eq!(of(&[("accept-language", "zh-CN,zh;q=0.9,en;q=0.8")]), Lang::ZhCn);
        assert_eq!(of(&[("accept-language", "fr")]), Lang::EnUs);
        assert_eq!(of(&[("accept-language", "fr, zh-TW;q=0.9, en;q=0.8")]), Lang::ZhCn);
        assert_eq!(of(&[]), Lang::EnUs);
    }
}
