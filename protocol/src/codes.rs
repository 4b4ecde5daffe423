//! The numbers that `code` and `apiCode` of a reply take, as far as a login UI or its server acts on them.

use crate::listed::listed;

listed! {
    /// A known code of a reply. The numbers are Authing's; those from 4100 are of the hardened extension.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Code: number {
        /// It worked.
        Ok = 200,
        /// The server is busy; try again.
        Busy = 1000,
        /// The caller may not do this.
        NotPermitted = 1001,
        /// Too many requests.
        TooFrequent = 1002,
        /// The account behaves unusually: a captcha is needed.
        CaptchaNeeded = 2000,
        /// The captcha or verification code is wrong.
        CaptchaWrong = 2001,
        /// No such user.
        NoSuchUser = 2004,
        /// The account is locked.
        AccountLocked = 2005,
        /// The password is wrong.
        WrongPassword = 2006,
        /// The application does not exist.
        NoSuchApp = 2011,
        /// The server could not decrypt the password.
        PasswordNotDecrypted = 2016,
        /// The caller is not logged in.
        NotLoggedIn = 2020,
        /// Locked after too many wrong passwords.
        LockedByErrors = 2057,
        /// The application id is missing.
        AppIdMissing = 2101,
        /// The login has ended.
        LoginExpired = 2206,
        /// A parameter is missing or malformed.
        BadParameters = 2231,
        /// The QR code does not exist (any more).
        NoSuchQrCode = 2241,
        /// Account or password wrong; `data.remainCount` tells how many attempts are left.
        BadCredentials = 2333,
        /// The user must enter a one-time password.
        OtpNeeded = 1635,
        /// The user must pass a second factor.
        MfaNeeded = 1636,
        /// The flow has ended well; the user is in `data.user`.
        FlowEnd = 1600,
        /// The user may not log in to this application.
        AppNotPermitted = 2_130_010,
        /// Extension: the verifier is missing or does not match the challenge.
        VerifierWrong = 4103,
        /// Extension: the code must be asked for with a challenge; this application takes no plain clients.
        ChallengeMissing = 4104,
        /// Extension: the code was already used, or another phone has scanned it.
        QrCodeTaken = 4109,
        /// Extension: the code has expired or was given up.
        QrCodeGone = 4110,
        /// Extension: the number chosen on the phone is not the one on the screen.
        NumberWrong = 4111,
        /// Extension: somebody forwarded the picture of the code, and this application takes no such codes.
        Forwarded = 4112,
        /// Extension: WeChat does not know the login code; ask again once with a new one of `wx.login`.
        WechatCodeRefused = 4113,
        /// Extension: WeChat has blocked the person.
        RiskyUser = 4114,
        /// Extension: a phone number must be shared.
        PhoneRequired = 4115,
        /// Extension: WeChat does not know the phone code; the person must share the number again.
        PhoneCodeRefused = 4116,
        /// Extension: the phone number belongs to another person's account.
        AccountConflict = 4117,
        /// Extension: the person has no account, and none are made.
        LoginOnly = 4118,
        /// Extension: the person did not agree to the terms.
        NotAgreed = 4119,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_codes_match_both_ways() {
        for code in Code::ALL {
            assert_eq!(Code::from_number(code.number()), Some(*code));
        }
        assert_eq!(Code::from_number(-99), None);
    }
}
