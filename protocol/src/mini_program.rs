//! The mini program's side of a QR login: `open`, `confirm`, `cancel`, `log-out`. It asks how the login came out as every
//! phone does, at `qrcode/outcome`.
//!
//! WeChat says who it is by codes that count once: that of `wx.login` at `open`, and that of a shared phone number at
//! `confirm`. From `open` on the handshake is the proof.

use serde::{Serialize, Serializer};

use crate::json::wire::{reply, request};
use crate::json::{Decode, Json, Node};
use crate::listed::listed;
use crate::phone::Context;
use crate::qrcode::QrStatus;
use crate::secret::Secret;

request! {
    /// Body of `POST /api/v2/mini-program/open`.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct OpenRequest {
        /// The code of `wx.login`.
        pub code: Secret = field("code"),
        /// What the code on the screen says: its id.
        pub scene: String = field("scene"),
        /// How the mini program was entered: WeChat's scene value.
        pub entry: u32 = field("entry", default),
        /// The handshake of an earlier scan by the same phone.
        pub handshake: Option<Secret> = field("handshake"),
        /// Whether the person has read the warning that the code may have been forwarded.
        pub acknowledged: bool = field("acknowledged", default),
    }
}

listed! {
    /// What the person is to share of their phone number.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum PhoneNumber: text(name) {
        /// Nothing: it is known.
        Have = "have",
        /// It must be shared.
        Required = "required",
        /// It may be shared.
        Optional = "optional",
        /// Nothing: it is not asked for.
        Off = "off",
    }
}

listed! {
    /// What the person must read first.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Warning: text(name) {
        /// The code was not scanned by a camera: somebody may have forwarded its picture.
        Forwarded = "forwarded",
    }
}

/// Makes the reader and the writer of an enum that is a word on the wire; a word that is not known is read as `$unknown`
/// and noted.
macro_rules! word {
    ($name:ident, $unknown:ident, $expected:literal) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        impl Decode for $name {
            fn decode<J: Json>(node: &Node<'_, J>) -> Self {
                let word = node.value().text();
                let known = Self::ALL.iter().copied().find(|one| word.as_deref() == Some(one.name()));
                known.unwrap_or_else(|| {
                    node.expected($expected);
                    Self::$unknown
                })
            }
        }
    };
}

word!(PhoneNumber, Off, "have, required, optional or off");
word!(Warning, Forwarded, "forwarded");

reply! {
    /// Data of the reply to `open`. One with a warning has only made the person read it: nothing is scanned, and the same
    /// request with [`OpenRequest::acknowledged`] and a fresh code scans.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct OpenReply {
        /// Id of the code.
        pub random: String = required("random"),
        /// Its state now.
        pub status: QrStatus = required("status"),
        /// The state in words.
        pub description: String = required("description"),
        /// What must be read first.
        pub warning: Option<Warning> = optional("warning"),
        /// Who asks, for the person to judge.
        pub context: Context = required("context"),
        /// What confirms, cancels and logs out.
        pub handshake: Option<Secret> = optional("handshake"),
        /// Numbers to choose from; empty when none need be matched.
        pub choices: Vec<String> = or_default("choices"),
        /// Lifetime left, in s.
        pub expires_in: Option<u32> = optional("expiresIn"),
        /// The application.
        pub app: Option<Application> = optional("app"),
        /// The person, as they are known here.
        pub account: Option<Account> = optional("account"),
        /// What they are to share of their phone number.
        pub phone_number: Option<PhoneNumber> = optional("phoneNumber"),
    }
}

reply! {
    /// The application that the login is for.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Application {
        /// URL of its logo.
        pub logo: Option<String> = optional("logo"),
        /// What the person agrees to by logging in.
        pub terms: Vec<Terms> = or_default("terms"),
    }
}

reply! {
    /// Something that a person agrees to.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Terms {
        /// Its name.
        pub title: String = required("title"),
        /// Where it stands.
        pub url: String = required("url"),
    }
}

reply! {
    /// A person as they are known here, shown to nobody but them.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Account {
        /// Whether they have an account.
        pub known: bool = required("known"),
        /// Its name.
        pub nickname: Option<String> = optional("nickname"),
        /// URL of its picture.
        pub photo: Option<String> = optional("photo"),
        /// Its phone number, the middle hidden.
        pub phone: Option<String> = optional("phone"),
    }
}

request! {
    /// Body of `POST /api/v2/mini-program/confirm`.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ConfirmRequest {
        /// The handshake that `open` gave.
        pub handshake: Secret = field("handshake"),
        /// The number that the person chose.
        pub number: Option<String> = field("number"),
        /// The code of the phone number that they shared.
        pub phone_code: Option<Secret> = field("phoneCode"),
        /// Whether they agreed to the terms.
        pub agreed: bool = field("agreed", default),
        /// What they want to be called.
        pub nickname: Option<String> = field("nickname"),
    }
}

request! {
    /// Body of `POST /api/v2/mini-program/cancel` and of `POST /api/v2/mini-program/log-out`.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct HandshakeRequest {
        /// The handshake that `open` gave.
        pub handshake: Secret = field("handshake"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;
    use crate::json::decode;

    #[test]
    fn what_a_request_leaves_out_gives_nothing() {
        let open: OpenRequest = serde_json::from_value(json!({ "code": "c", "scene": "s" })).unwrap();
        assert_eq!((open.entry, open.acknowledged, open.handshake), (0, false, None));
        let confirm: ConfirmRequest = serde_json::from_value(json!({ "handshake": "h" })).unwrap();
        assert_eq!(confirm, ConfirmRequest { handshake: Secret::new("h"), ..ConfirmRequest::default() });
        assert!(!confirm.agreed);
        for body in [json!({ "code": "c" }), json!({ "scene": "s" })] {
            assert!(serde_json::from_value::<OpenRequest>(body).is_err());
        }
    }

    #[test]
    fn requests_are_read_as_they_are_written() {
        let open = OpenRequest {
            code: Secret::new("c"),
            scene: "s".to_owned(),
            entry: 1047,
            handshake: Some(Secret::new("h")),
            acknowledged: true,
        };
        assert_eq!(serde_json::from_str::<OpenRequest>(&open.to_json()).unwrap(), open);
        let confirm = ConfirmRequest {
            handshake: Secret::new("h"),
            number: Some("42".to_owned()),
            phone_code: Some(Secret::new("p")),
            agreed: true,
            nickname: Some("林".to_owned()),
        };
        assert_eq!(serde_json::from_str::<ConfirmRequest>(&confirm.to_json()).unwrap(), confirm);
    }

    #[test]
    fn secrets_do_not_show() {
        let confirm = ConfirmRequest {
            handshake: Secret::new("h4ndsh4ke"),
            phone_code: Some(Secret::new("ph0ne")),
            ..ConfirmRequest::default()
        };
        let open = OpenRequest { code: Secret::new("l0gin"), ..OpenRequest::default() };
        let shown = format!("{confirm:?}{open:?}");
        assert!(!shown.contains("h4ndsh4ke") && !shown.contains("ph0ne") && !shown.contains("l0gin"), "{shown}");
    }

    #[test]
    fn a_scan_and_a_warning_are_read_as_they_are_written() {
        let context = json!({
            "appName": "Shop", "origin": "https://shop.example", "browser": "Chrome 141", "os": "Windows",
            "network": "192.0.2.*", "age": 3, "plain": false
        });
        let scanned = json!({
            "random": "r", "status": 1, "description": "scanned", "context": context, "handshake": "h",
            "choices": ["42", "17", "88"], "expiresIn": 90,
            "app": { "logo": "https://shop.example/l.svg", "terms": [{ "title": "Terms", "url": "https://shop.example/t" }] },
            "account": { "known": true, "nickname": "Lin", "phone": "138****8000" }, "phoneNumber": "have"
        });
        let warned = json!({
            "random": "r", "status": 0, "description": "created", "warning": "forwarded", "context": context, "choices": []
        });
        for reply in [scanned, warned] {
            let read: OpenReply = decode("data", reply.clone()).unwrap();
            assert_eq!(to_value(read).unwrap(), reply);
        }
    }

    #[test]
    fn an_unknown_word_is_told_by_its_path() {
        let context = json!({
            "appName": "", "browser": "", "os": "", "network": "", "age": 0, "plain": false
        });
        let reply = json!({
            "random": "r", "status": 1, "description": "", "context": context, "phoneNumber": "perhaps"
        });
        assert_eq!(decode::<OpenReply>("data", reply).unwrap_err().path, "data.phoneNumber");
    }
}
