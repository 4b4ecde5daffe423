//! The browser's side of a QR login: `gene`, `check`, `userinfo` and, in the extension, `abandon`.
//!
//! All times are relative, in seconds; no timestamp is ever on the wire.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;

use crate::lenient::null_as_default;
use crate::secret::Secret;
use crate::user::User;

/// Lifetime of a code when the server does not tell (Authing's default), in seconds.
pub const DEFAULT_EXPIRES_IN: u32 = 120;

/// What kind of code to create.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scene {
    /// A mini-program code.
    #[default]
    #[serde(rename = "WXAPP_AUTH")]
    MiniProgram,
    /// A code for the operator's own app.
    #[serde(rename = "APP_AUTH")]
    App,
    /// A code for following an official account.
    #[serde(rename = "WECHATMP_AUTH")]
    OfficialAccount,
}

/// Body of `POST /api/v2/qrcode/gene`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GeneRequest {
    /// The kind of code.
    pub scene: Scene,
    /// Whether the server lays the logo over the picture; `false`, since that is quicker and the client can.
    pub auto_merge_qr_code: bool,
    /// Id of the QR connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ext_idp_conn_id: Option<String>,
    /// Custom data for the user's custom fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub params: Option<Value>,
    /// Context for the server's pipeline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<Value>,
    /// Answer the user's custom data with the user.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub with_custom_data: bool,
    /// Extension: base64url (no padding) of the SHA-256 of the verifier's ASCII text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub challenge: Option<String>,
}

/// Data of the reply to `gene`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GeneReply {
    /// Id of the code.
    pub random: String,
    /// URL of a picture of the code (PNG).
    #[serde(default, deserialize_with = "null_as_default")]
    pub url: String,
    /// Lifetime in s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<u32>,
    /// URL of a logo to lay over the picture's centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_logo: Option<String>,
    /// Extension: what to draw. Wins over `url`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Extension: least time between two polls, in s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<u32>,
    /// Extension: counter of the code's changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
}

/// State of a code, as `status` of `check` and of the phone's endpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QrStatus {
    /// -1: no longer valid.
    Expired,
    /// 0: not scanned yet.
    Waiting,
    /// 1: scanned, waiting for consent.
    Scanned,
    /// 2: consent given; there is a ticket, or the user at once.
    Authorized,
    /// 3: declined on the phone.
    Cancelled,
    /// 4: a second factor is needed; `scannedResult` is the envelope to go on with.
    Mfa,
    /// 5: failed; `scannedResult` says why.
    Error,
}

impl QrStatus {
    /// The number on the wire.
    pub const fn number(self) -> i64 {
        match self {
            Self::Expired => -1,
            Self::Waiting => 0,
            Self::Scanned => 1,
            Self::Authorized => 2,
            Self::Cancelled => 3,
            Self::Mfa => 4,
            Self::Error => 5,
        }
    }
}

impl Serialize for QrStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.number())
    }
}

impl<'de> Deserialize<'de> for QrStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match i64::deserialize(deserializer)? {
            -1 => Ok(Self::Expired),
            0 => Ok(Self::Waiting),
            1 => Ok(Self::Scanned),
            2 => Ok(Self::Authorized),
            3 => Ok(Self::Cancelled),
            4 => Ok(Self::Mfa),
            5 => Ok(Self::Error),
            _ => Err(de::Error::custom("unknown status, expected a number from -1 to 5")),
        }
    }
}

/// Body of `POST /api/v2/qrcode/check` (extension). Plain v2 asks with `GET` and `?random=` alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckRequest {
    /// Id of the code.
    pub random: String,
    /// Proof of who created it.
    pub verifier: Secret,
    /// Last `seq` seen; the answer comes when it differs.
    #[serde(default)]
    pub seq: u64,
    /// How long the server may wait for a change, in s; at most [`CheckRequest::MAX_WAIT`].
    #[serde(default)]
    pub wait: u32,
}

impl CheckRequest {
    /// The longest wait, in s.
    pub const MAX_WAIT: u32 = 25;
}

/// Data of the reply to `check`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckReply {
    /// Id of the code.
    #[serde(default, deserialize_with = "null_as_default")]
    pub random: String,
    /// Its state.
    pub status: QrStatus,
    /// Authorized: what [`RedeemRequest`] takes.
    #[serde(default)]
    pub ticket: Option<Secret>,
    /// Scanned: nickname and picture of the scanner. Authorized: the whole user, when the tenant wants it so.
    #[serde(default, deserialize_with = "null_as_default")]
    pub user_info: User,
    /// Mfa and Error: a whole reply envelope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scanned_result: Option<Value>,
    /// Extension: lifetime left, in s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<u32>,
    /// Extension: least time to the next poll, in s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<u32>,
    /// Extension: counter of the code's changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// Extension, scanned: the number to show; the phone must choose the same. Two digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub match_number: Option<String>,
}

/// Body of `POST /api/v2/qrcode/userinfo`. The reply's data is a [`User`] with its token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedeemRequest {
    /// The ticket of an authorized code.
    pub ticket: Secret,
    /// Extension: proof of who created the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verifier: Option<Secret>,
}

/// Body of `POST /api/v2/qrcode/abandon` (extension), fit for `sendBeacon`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbandonRequest {
    /// Id of the code.
    pub random: String,
    /// Proof of who created it.
    pub verifier: Secret,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_request_has_no_field_of_the_extension() {
        let plain = serde_json::to_value(GeneRequest::default()).unwrap();
        assert_eq!(plain, serde_json::json!({ "scene": "WXAPP_AUTH", "autoMergeQrCode": false }));
    }

    #[test]
    fn a_plain_check_reply_is_read() {
        let reply: CheckReply = serde_json::from_str(
            r#"{"random":"r","status":1,"ticket":null,"scannedUserId":"u","userInfo":{"nickname":"Lin","photo":"https://p"}}"#,
        )
        .unwrap();
        assert_eq!((reply.status, reply.user_info.display_name()), (QrStatus::Scanned, "Lin"));
        let bare: CheckReply = serde_json::from_str(r#"{"status":0,"userInfo":null}"#).unwrap();
        assert_eq!(bare.status, QrStatus::Waiting);
    }

    #[test]
    fn statuses_match_both_ways_and_an_unknown_one_is_an_error() {
        for number in -1..=5 {
            let status: QrStatus = serde_json::from_str(&number.to_string()).unwrap();
            assert_eq!(status.number(), number);
        }
        assert!(serde_json::from_str::<QrStatus>("6").is_err());
    }
}
