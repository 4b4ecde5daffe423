//! What WeChat's replies say. WeChat answers errors with HTTP 200 and a number, and pictures as bytes.

use bytes::Bytes;
use guard_protocol::Secret;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Identity, PhoneNumber, Picture};

/// Why a reply holds no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// WeChat refuses, by this number.
    Refused(i64),
    /// There was no reply, or none of WeChat's.
    Away,
}

/// Every reply may have a number instead of what was asked for; 0 is none.
#[derive(Deserialize)]
struct Refusal {
    #[serde(default)]
    errcode: i64,
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    let refusal: Refusal = serde_json::from_slice(body).map_err(|_| Failure::Away)?;
    if refusal.errcode != 0 {
        return Err(Failure::Refused(refusal.errcode));
    }
    serde_json::from_slice(body).map_err(|_| Failure::Away)
}

/// An access token, and how many seconds it lives.
#[derive(Debug, Deserialize)]
pub(super) struct Token {
    /// What further calls are made with.
    pub(super) access_token: Secret,
    /// Seconds.
    pub(super) expires_in: u32,
}

/// The reply to `stable_token`.
pub(super) fn token(body: &Bytes) -> Result<Token, Failure> {
    let token: Token = read(body)?;
    if token.access_token.is_empty() { Err(Failure::Away) } else { Ok(token) }
}

#[derive(Deserialize)]
struct Session {
    openid: String,
    unionid: Option<String>,
}

/// The reply to `jscode2session`. The session key in it is passed over.
pub(super) fn identity(body: &Bytes) -> Result<Identity, Failure> {
    let Session { openid, unionid } = read(body)?;
    if openid.is_empty() {
        return Err(Failure::Away);
    }
    Ok(Identity { openid, unionid: unionid.filter(|unionid| !unionid.is_empty()) })
}

#[derive(Deserialize)]
struct NumberReply {
    phone_info: PhoneInfo,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PhoneInfo {
    pure_phone_number: String,
    country_code: CountryCode,
    watermark: Option<Watermark>,
}

/// Text by WeChat's table, a number in its example.
#[derive(Deserialize)]
#[serde(untagged)]
enum CountryCode {
    Number(u32),
    Text(String),
}

#[derive(Deserialize)]
struct Watermark {
    appid: String,
}

/// The reply to `getuserphonenumber`, for the mini program `app_id`.
pub(super) fn phone_number(body: &Bytes, app_id: &str) -> Result<PhoneNumber, Failure> {
    let NumberReply { phone_info } = read(body)?;
    if phone_info.watermark.is_some_and(|watermark| watermark.appid != app_id) {
        return Err(Failure::Away);
    }
    let country = match phone_info.country_code {
        CountryCode::Number(number) => number.to_string(),
        CountryCode::Text(text) => text.trim_start_matches('+').to_owned(),
    };
    let number = phone_info.pure_phone_number;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number(&country) && is_number(&number) { Ok(PhoneNumber { country, number }) } else { Err(Failure::Away) }
}

/// The first bytes of pictures, by kind.
const KINDS: [(&[u8], &str); 2] = [(b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg")];

/// The reply to `getwxacodeunlimit`.
pub(super) fn picture(body: &Bytes) -> Result<Picture, Failure> {
    if body.starts_with(b"{") {
        let refusal: Refusal = serde_json::from_slice(body).map_err(|_| Failure::Away)?;
        return Err(if refusal.errcode == 0 { Failure::Away } else { Failure::Refused(refusal.errcode) });
    }
    let kind = KINDS.iter().find(|(first, _)| body.starts_with(first)).ok_or(Failure::Away)?;
    Ok(Picture { media_type: kind.1, bytes: body.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Bytes {
        Bytes::copy_from_slice(text.as_bytes())
    }

    fn number(text: &str) -> Result<String, Failure> {
        phone_number(&bytes(text), "wx1").map(|number| number.e164())
    }

    #[test]
    fn a_number_is_a_refusal_in_every_reply() {
        let refused = bytes(r#"{"errcode":40029,"errmsg":"invalid code, rid: 6"}"#);
        let failure = Failure::Refused(40029);
        assert_eq!(token(&refused).unwrap_err(), failure);
        assert_eq!(identity(&refused).unwrap_err(), failure);
        assert_eq!(phone_number(&refused, "wx1").unwrap_err(), failure);
        assert_eq!(picture(&refused).unwrap_err(), failure);
    }

    #[test]
    fn what_is_no_reply_of_wechat_s_is_an_outage() {
        for text in
            ["", "{", "{}", "<html>502</html>", "null", r#"{"errcode":0}"#, r#"{"openid":"","access_token":""}"#]
        {
            let body = bytes(text);
            assert_eq!(token(&body).unwrap_err(), Failure::Away, "{text}");
            assert_eq!(identity(&body).unwrap_err(), Failure::Away, "{text}");
            assert_eq!(phone_number(&body, "wx1").unwrap_err(), Failure::Away, "{text}");
            assert_eq!(picture(&body).unwrap_err(), Failure::Away, "{text}");
        }
    }

    #[test]
    fn answers_are_read() {
        let token = token(&bytes(r#"{"access_token":"t","expires_in":7200}"#)).unwrap();
        assert_eq!((token.access_token.expose(), token.expires_in), ("t", 7200));
        let plain = identity(&bytes(r#"{"openid":"o","session_key":"s3cret"}"#)).unwrap();
        assert_eq!(plain, Identity { openid: "o".into(), unionid: None });
        let both = identity(&bytes(r#"{"openid":"o","unionid":"u","session_key":"k","errcode":0}"#)).unwrap();
        assert_eq!(both.unionid.as_deref(), Some("u"));
        for (start, kind) in [(&b"\x89PNG\r\n\x1a\nrest"[..], "image/png"), (b"\xff\xd8\xff\xe0rest", "image/jpeg")] {
            let picture = picture(&Bytes::from_static(start)).unwrap();
            assert_eq!((picture.media_type, &picture.bytes[..]), (kind, start));
        }
    }

    #[test]
    fn a_phone_number_has_its_country_as_text_or_number_and_is_of_this_mini_program() {
        let info = |country: &str, pure: &str, appid: &str| {
            format!(
                r#"{{"errcode":0,"errmsg":"ok","phone_info":{{"phoneNumber":"x","purePhoneNumber":"{pure}",
                "countryCode":{country},"watermark":{{"timestamp":1,"appid":"{appid}"}}}}}}"#
            )
        };
        for country in ["86", r#""86""#, r#""+86""#] {
            assert_eq!(number(&info(country, "13800138000", "wx1")).as_deref(), Ok("+8613800138000"), "{country}");
        }
        assert_eq!(number(&info("86", "13800138000", "wx2")), Err(Failure::Away));
        assert_eq!(number(&info("86", "138 0013", "wx1")), Err(Failure::Away));
        assert_eq!(number(&info(r#""""#, "13800138000", "wx1")), Err(Failure::Away));
    }
}
