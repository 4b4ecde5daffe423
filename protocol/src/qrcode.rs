//! The browser's side of a QR login: `gene`, `check`, `userinfo` and, in the extension, `abandon`.
//!
//! All times are relative, in seconds; no timestamp is ever on the wire.

use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::envelope::Refusal;
use crate::json::wire::{reply, request};
use crate::json::{Decode, Json, Node, ObjectWriter, Write};
use crate::listed::listed;
use crate::secret::Secret;
use crate::user::User;

/// Lifetime of a code when the server does not tell (Authing's default), in seconds.
pub const DEFAULT_EXPIRES_IN: u32 = 120;

listed! {
    /// The kind of code to create.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Scene: text(name) {
        /// A mini-program code.
        #[default]
        MiniProgram = "WXAPP_AUTH",
        /// A code for the operator's own app.
        App = "APP_AUTH",
        /// A code for following an official account.
        OfficialAccount = "WECHATMP_AUTH",
    }
}

impl Write for Scene {
    fn write(&self, key: &str, object: &mut ObjectWriter) {
        object.text(key, self.name());
    }
}

impl<'de> Deserialize<'de> for Scene {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let known = Self::ALL.iter().copied().find(|scene| scene.name() == name);
        known.ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&name), &"the name of a scene"))
    }
}

request! {
    /// Body of `POST /api/v2/qrcode/gene`.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct GeneRequest {
        /// The kind of code.
        pub scene: Scene = field("scene", default),
        /// Whether the server lays the logo over the picture; `false`, since that is quicker and the client can.
        pub auto_merge_qr_code: bool = field("autoMergeQrCode", default),
        /// Id of the QR connection.
        pub ext_idp_conn_id: Option<String> = field("extIdpConnId"),
        /// The operator's data for Authing's pipeline, as JSON text. Only written: the reference server has no pipeline.
        pub context: Option<String> = json("context", skip),
        /// Custom fields of the user, as JSON text (`params` on the wire). Only written, as `context`.
        pub custom_data: Option<String> = json("params", skip),
        /// Whether the user comes with its custom fields. Only written, as `context`.
        pub with_custom_data: Option<bool> = field("withCustomData", skip),
        /// Extension: the [`challenge`](crate::challenge) of the verifier.
        pub challenge: Option<String> = field("challenge"),
    }
}

reply! {
    /// Data of the reply to `gene`.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct GeneReply {
        /// Id of the code.
        pub random: String = required("random"),
        /// URL of a picture of the code (PNG).
        pub url: String = or_default("url"),
        /// Lifetime in s.
        pub expires_in: Option<u32> = optional("expiresIn"),
        /// URL of a logo to lay over the picture's centre.
        pub custom_logo: Option<String> = optional("customLogo"),
        /// Extension: what to draw. Wins over `url`.
        pub text: Option<String> = optional("text"),
        /// Extension: opens the login on the phone that shows the code, in WeChat or on a page.
        pub open_url: Option<String> = optional("openUrl"),
        /// Extension: least time between two polls, in s.
        pub interval: Option<u32> = optional("interval"),
        /// Extension: counter of the code's changes.
        pub seq: Option<u64> = optional("seq"),
    }
}

listed! {
    /// State of a code, as `status` of `check` and of the phone's endpoints. A number on the wire, so no macro of
    /// `json::wire` fits.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum QrStatus: number {
        /// No longer valid.
        Expired = -1,
        /// Not scanned yet.
        Waiting = 0,
        /// Scanned, waiting for consent.
        Scanned = 1,
        /// Consent given; there is a ticket, or the user at once.
        Authorized = 2,
        /// Declined on the phone.
        Cancelled = 3,
        /// A second factor is needed; `scannedResult` is the envelope to go on with.
        Mfa = 4,
        /// Failed; `scannedResult` says why.
        Error = 5,
    }
}

impl Serialize for QrStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.number())
    }
}

impl Decode for QrStatus {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        node.value().number().and_then(Self::from_number).unwrap_or_else(|| {
            node.expected("a status: a number from -1 to 5");
            Self::Error
        })
    }
}

request! {
    /// Body of `POST /api/v2/qrcode/check` (extension). Plain v2 asks with `GET` and `?random=` alone.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CheckRequest {
        /// Id of the code.
        pub random: String = field("random"),
        /// Proof of who created it.
        pub verifier: Secret = field("verifier"),
        /// Last `seq` seen; the answer comes when it differs.
        pub seq: u64 = field("seq", default),
        /// How long the server may wait for a change, in s; at most [`CheckRequest::MAX_WAIT`].
        pub wait: u32 = field("wait", default),
    }
}

impl CheckRequest {
    /// The longest wait, in s.
    pub const MAX_WAIT: u32 = 25;
}

reply! {
    /// Data of the reply to `check`.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CheckReply {
        /// Id of the code.
        pub random: String = or_default("random"),
        /// Its state.
        pub status: QrStatus = required("status"),
        /// Authorized: what [`RedeemRequest`] takes.
        pub ticket: Option<Secret> = nullable("ticket"),
        /// Scanned: nickname and picture of the scanner. Authorized: the whole user, when the tenant wants it so.
        pub user_info: User = or_default("userInfo"),
        /// Mfa and Error: what the envelope in `scannedResult` says; `None` when that is no refusal. Not written, since the
        /// reference server has neither state.
        pub scanned_result: Option<Refusal> = refusal("scannedResult"),
        /// Extension: lifetime left, in s.
        pub expires_in: Option<u32> = optional("expiresIn"),
        /// Extension: least time to the next poll, in s.
        pub interval: Option<u32> = optional("interval"),
        /// Extension: counter of the code's changes.
        pub seq: Option<u64> = optional("seq"),
        /// Extension, scanned: the number to show; the phone must choose the same. Two digits.
        pub match_number: Option<String> = optional("matchNumber"),
    }
}

request! {
    /// Body of `POST /api/v2/qrcode/userinfo`. The reply's data is a [`User`] with its token.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RedeemRequest {
        /// The ticket of an authorized code.
        pub ticket: Secret = field("ticket"),
        /// Extension: proof of who created the code.
        pub verifier: Option<Secret> = field("verifier"),
    }
}

request! {
    /// Body of `POST /api/v2/qrcode/abandon` (extension), fit for `sendBeacon`.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AbandonRequest {
        /// Id of the code.
        pub random: String = field("random"),
        /// Proof of who created it.
        pub verifier: Secret = field("verifier"),
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
        for scene in Scene::ALL {
            assert_eq!(serde_json::from_value::<Scene>(scene.name().into()).unwrap(), *scene);
        }
        assert!(serde_json::from_value::<Scene>("LOGIN".into()).is_err());
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
