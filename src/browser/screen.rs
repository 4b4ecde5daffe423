//! The screen that the box is on, as far as it decides how a QR code on it can be read.

use gloo_utils::window;

/// A finger, and less room than the smallest tablet has on its lesser side.
const PHONE: &str = "(pointer: coarse) and (max-device-width: 599px), (pointer: coarse) and (max-device-height: 599px)";

/// Where a code is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Before a phone's camera.
    Apart,
    /// On the phone itself, whose camera cannot see it.
    Phone,
    /// On the phone, in WeChat's own browser, which reads a picture that is pressed long.
    InWeChat,
}

impl Screen {
    /// The screen that this is.
    #[inline(never)]
    pub fn now() -> Self {
        let is_phone = window().match_media(PHONE).ok().flatten().is_some_and(|query| query.matches());
        match is_phone {
            false => Self::Apart,
            true if is_wechat(&window().navigator().user_agent().unwrap_or_default()) => Self::InWeChat,
            true => Self::Phone,
        }
    }
}

fn is_wechat(user_agent: &str) -> bool {
    const MARK: &[u8] = b"MicroMessenger/";
    user_agent.as_bytes().windows(MARK.len()).any(|part| part == MARK)
}
