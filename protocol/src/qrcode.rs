//! The browser's side of a QR login: `gene`, `check`, `userinfo` and, in the extension, `abandon`.
//!
//! All times are relative, in seconds; no timestamp is ever on the wire.

use serde::{Deserialize, Serialize, Serializer};

use crate::envelope::{Envelope, Refusal};
use crate::json::{Decode, Json, Node, ObjectWriter};
use crate::secret::Secret;
use crate::user::User;

/// Lifetime of a code when the server does not tell (Authing's default), in seconds.
pub const DEFAULT_EXPIRES_IN: u32 = 120;

/// What kind of code to create.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
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

impl Scene {
    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MiniProgram => "WXAPP_AUTH",
            Self::App => "APP_AUTH",
            Self::OfficialAccount => "WECHATMP_AUTH",
        }
    }
}

/// Body of `POST /api/v2/qrcode/gene`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GeneRequest {
    /// The kind of code.
    pub scene: Scene,
    /// Whether the server lays the logo over the picture; `false`, since that is quicker and the client can.
    pub auto_merge_qr_code: bool,
    /// Id of the QR connection.
    pub ext_idp_conn_id: Option<String>,
    /// The operator's data for Authing's pipeline, as JSON text. Only written: the reference server has no pipeline.
    #[serde(skip)]
    pub context: Option<String>,
    /// Custom fields of the user, as JSON text (`params` on the wire). Only written, as `context`.
    #[serde(skip)]
    pub custom_data: Option<String>,
    /// Whether the user comes with its custom fields. Only written, as `context`.
    #[serde(skip)]
    pub with_custom_data: Option<bool>,
    /// Extension: base64url (no padding) of the SHA-256 of the verifier's ASCII text.
    pub challenge: Option<String>,
}

impl GeneRequest {
    /// The body as JSON.
    pub fn to_json(&self) -> String {
        let mut body = ObjectWriter::new();
        body.text("scene", self.scene.name());
        body.flag("autoMergeQrCode", self.auto_merge_qr_code);
        body.optional_text("extIdpConnId", self.ext_idp_conn_id.as_deref());
        body.optional_json("context", self.context.as_deref());
        body.optional_json("params", self.custom_data.as_deref());
        if let Some(with) = self.with_custom_data {
            body.flag("withCustomData", with);
        }
        body.optional_text("challenge", self.challenge.as_deref());
        body.finish()
    }
}

/// Data of the reply to `gene`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GeneReply {
    /// Id of the code.
    pub random: String,
    /// URL of a picture of the code (PNG).
    pub url: String,
    /// Lifetime in s.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<u32>,
    /// URL of a logo to lay over the picture's centre.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_logo: Option<String>,
    /// Extension: what to draw. Wins over `url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Extension: least time between two polls, in s.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<u32>,
    /// Extension: counter of the code's changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
}

impl Decode for GeneReply {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        node.expect_object();
        Self {
            random: node.required("random"),
            url: node.or_default("url"),
            expires_in: node.optional("expiresIn"),
            custom_logo: node.optional("customLogo"),
            text: node.optional("text"),
            interval: node.optional("interval"),
            seq: node.optional("seq"),
        }
    }
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

impl Decode for QrStatus {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        match node.value().number() {
            Some(-1) => Self::Expired,
            Some(0) => Self::Waiting,
            Some(1) => Self::Scanned,
            Some(2) => Self::Authorized,
            Some(3) => Self::Cancelled,
            Some(4) => Self::Mfa,
            Some(5) => Self::Error,
            _ => {
                node.expected("a status: a number from -1 to 5");
                Self::Error
            }
        }
    }
}

/// Body of `POST /api/v2/qrcode/check` (extension). Plain v2 asks with `GET` and `?random=` alone.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
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

    /// The body as JSON.
    pub fn to_json(&self) -> String {
        let mut body = ObjectWriter::new();
        body.text("random", &self.random);
        body.text("verifier", self.verifier.expose());
        body.number("seq", self.seq);
        body.number("wait", self.wait.into());
        body.finish()
    }
}

/// Data of the reply to `check`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckReply {
    /// Id of the code.
    pub random: String,
    /// Its state.
    pub status: QrStatus,
    /// Authorized: what [`RedeemRequest`] takes.
    pub ticket: Option<Secret>,
    /// Scanned: nickname and picture of the scanner. Authorized: the whole user, when the tenant wants it so.
    pub user_info: User,
    /// Mfa and Error: what the envelope in `scannedResult` says; `None` when that is no refusal. Not written, since the
    /// reference server has neither state.
    #[serde(skip)]
    pub scanned_result: Option<Refusal>,
    /// Extension: lifetime left, in s.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<u32>,
    /// Extension: least time to the next poll, in s.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<u32>,
    /// Extension: counter of the code's changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// Extension, scanned: the number to show; the phone must choose the same. Two digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_number: Option<String>,
}

impl Decode for CheckReply {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        node.expect_object();
        let result = Envelope::of(node.raw("scannedResult")).ok();
        Self {
            random: node.or_default("random"),
            status: node.required("status"),
            ticket: node.optional("ticket"),
            user_info: node.or_default("userInfo"),
            scanned_result: result.and_then(|envelope| envelope.into_tree().err()),
            expires_in: node.optional("expiresIn"),
            interval: node.optional("interval"),
            seq: node.optional("seq"),
            match_number: node.optional("matchNumber"),
        }
    }
}

/// Body of `POST /api/v2/qrcode/userinfo`. The reply's data is a [`User`] with its token.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RedeemRequest {
    /// The ticket of an authorized code.
    pub ticket: Secret,
    /// Extension: proof of who created the code.
    #[serde(default)]
    pub verifier: Option<Secret>,
}

impl RedeemRequest {
    /// The body as JSON.
    pub fn to_json(&self) -> String {
        let mut body = ObjectWriter::new();
        body.text("ticket", self.ticket.expose());
        body.optional_text("verifier", self.verifier.as_ref().map(Secret::expose));
        body.finish()
    }
}

/// Body of `POST /api/v2/qrcode/abandon` (extension), fit for `sendBeacon`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AbandonRequest {
    /// Id of the code.
    pub random: String,
    /// Proof of who created it.
    pub verifier: Secret,
}

impl AbandonRequest {
    /// The body as JSON.
    pub fn to_json(&self) -> String {
        let mut body = ObjectWriter::new();
        body.text("random", &self.random);
        body.text("verifier", self.verifier.expose());
        body.finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::json;

    fn read<T: Decode>(text: &str) -> Result<T, json::DecodeError> {
        json::decode("data", <Value as Json>::parse(text).unwrap())
    }

    #[test]
    fn a_plain_request_has_no_field_of_the_extension() {
        let plain: Value = serde_json::from_str(&GeneRequest::default().to_json()).unwrap();
        assert_eq!(plain, serde_json::json!({ "scene": "WXAPP_AUTH", "autoMergeQrCode": false }));
        let plain = RedeemRequest { ticket: Secret::new("t"), verifier: None };
        assert_eq!(plain.to_json(), r#"{"ticket":"t"}"#);
    }

    #[test]
    fn the_operators_data_goes_along_as_it_is() {
        let gene = GeneRequest {
            context: Some(r#"{"from":"shop"}"#.into()),
            custom_data: Some(r#"{"school":"x"}"#.into()),
            with_custom_data: Some(true),
            ..GeneRequest::default()
        };
        let written: Value = serde_json::from_str(&gene.to_json()).unwrap();
        assert_eq!(written["context"]["from"], "shop");
        assert_eq!(written["params"]["school"], "x");
        assert_eq!(written["withCustomData"], true);
    }

    #[test]
    fn requests_written_can_be_read() {
        let gene = GeneRequest {
            scene: Scene::App,
            auto_merge_qr_code: true,
            ext_idp_conn_id: Some("i".into()),
            challenge: Some("c".into()),
            ..GeneRequest::default()
        };
        assert_eq!(serde_json::from_str::<GeneRequest>(&gene.to_json()).unwrap(), gene);
        let check = CheckRequest { random: "r".into(), verifier: Secret::new("v"), seq: 7, wait: 25 };
        assert_eq!(serde_json::from_str::<CheckRequest>(&check.to_json()).unwrap(), check);
        let redeem = RedeemRequest { ticket: Secret::new("t"), verifier: Some(Secret::new("v")) };
        assert_eq!(serde_json::from_str::<RedeemRequest>(&redeem.to_json()).unwrap(), redeem);
        let abandon = AbandonRequest { random: "r".into(), verifier: Secret::new("v") };
        assert_eq!(serde_json::from_str::<AbandonRequest>(&abandon.to_json()).unwrap(), abandon);
    }

    #[test]
    fn scenes_have_the_names_that_are_read() {
        for scene in [Scene::MiniProgram, Scene::App, Scene::OfficialAccount] {
            assert_eq!(serde_json::from_value::<Scene>(scene.name().into()).unwrap(), scene);
        }
    }

    #[test]
    fn a_plain_check_reply_is_read() {
        let reply: CheckReply = read(
            r#"{"random":"r","status":1,"ticket":null,"scannedUserId":"u","userInfo":{"nickname":"Lin","photo":"https://p"}}"#,
        )
        .unwrap();
        assert_eq!((reply.status, reply.user_info.display_name()), (QrStatus::Scanned, "Lin"));
        let bare: CheckReply = read(r#"{"status":0,"userInfo":null}"#).unwrap();
        assert_eq!(bare.status, QrStatus::Waiting);
    }

    #[test]
    fn statuses_match_both_ways_and_an_unknown_one_is_an_error() {
        for number in -1..=5 {
            let status: QrStatus = read(&number.to_string()).unwrap();
            assert_eq!(status.number(), number);
        }
        assert!(read::<QrStatus>("6").is_err());
    }
}
