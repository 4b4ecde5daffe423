//! The calls of WeChat's server that a login needs, and why it refuses them.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// `POST /cgi-bin/stable_token`.
    StableToken,
    /// `POST /wxa/getwxacodeunlimit`.
    CodePicture,
    /// `GET /sns/jscode2session`.
    Identity,
    /// `POST /wxa/business/getuserphonenumber`.
    PhoneNumber,
}

impl Call {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::StableToken, Self::CodePicture, Self::Identity, Self::PhoneNumber];
}

/// A refusal: HTTP 200 with a number and words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal(pub(crate) i64);

impl Refusal {
    /// What WeChat writes beside the number. Tests and clients must go by the number alone.
    pub(crate) fn words(self) -> &'static str {
        match self.0 {
            -1 => "system error",
            40001 => "invalid credential, access_token is invalid or not latest",
            40002 => "invalid grant_type",
            40003 => "invalid openid",
            40013 => "invalid appid",
            40014 => "invalid access_token",
            40029 => "invalid code",
            40097 => "invalid args",
            40125 => "invalid appsecret",
            40129 => "invalid scene",
            40163 => "code been used",
            40164 => "invalid ip, not in whitelist",
            40169 => "invalid length for scene, or the data is not json string",
            40226 => "code blocked",
            41001 => "access_token missing",
            41008 => "missing code",
            41030 => "invalid page",
            42001 => "access_token expired",
            45009 => "reach max api daily quota limit",
            45011 => "api minute-quota reach limit  mustslower  retry next minute",
            47001 => "data format error",
            48001 => "api unauthorized",
            _ => "refused",
        }
    }

    /// The body of the answer.
    pub(crate) fn body(self) -> Value {
        json!({ "errcode": self.0, "errmsg": format!("{} rid: 6745a1b2-1c2d3e4f-00000000", self.words()) })
    }
}
