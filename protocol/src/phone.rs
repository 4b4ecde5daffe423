//! The phone's side of a QR login: `scanned`, `confirm`, `cancel`, `outcome`, with the header `Authorization: <user token>`.
//!
//! Plain v2 sends `{ random }` to all three. In the extension `scanned` answers a handshake, and only the handshake
//! (not the id in the code, which anybody may have seen) can confirm or cancel.

use crate::json::wire::{reply, request};
use crate::qrcode::QrStatus;
use crate::secret::Secret;

request! {
    /// Body of `POST /api/v2/qrcode/scanned`.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ScannedRequest {
        /// Id of the code.
        pub random: String = field("random"),
        /// Extension: the handshake of an earlier scan by the same phone, for changing the account before confirming.
        pub handshake: Option<Secret> = field("handshake"),
    }
}

reply! {
    /// Data of the reply to `scanned`. `confirm` and `cancel` answer the first three fields alone.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PhoneReply {
        /// Id of the code.
        pub random: String = required("random"),
        /// Its state now.
        pub status: QrStatus = required("status"),
        /// The state in words.
        pub description: String = required("description"),
        /// Extension: what confirms or cancels.
        pub handshake: Option<Secret> = optional("handshake"),
        /// Extension: who asks, for the person to judge.
        pub context: Option<Context> = optional("context"),
        /// Extension: numbers to choose from; empty when none need be matched.
        pub choices: Vec<String> = unless_empty("choices"),
        /// Extension: lifetime left, in s.
        pub expires_in: Option<u32> = optional("expiresIn"),
        /// Extension, `outcome`: whether the computer has the login. Absent where the server cannot know.
        pub logged_in: Option<bool> = optional("loggedIn"),
    }
}

reply! {
    /// Who asks for the login: what the phone shows before the person decides. All of it is what the server saw, none of
    /// it what the page said of itself.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Context {
        /// Name of the application.
        pub app_name: String = required("appName"),
        /// Origin of the page that shows the code, as the browser sent it.
        pub origin: Option<String> = optional("origin"),
        /// Browser, as in `Chrome 141`.
        pub browser: String = required("browser"),
        /// Operating system, as in `Windows`.
        pub os: String = required("os"),
        /// The network, as an address with its last part hidden.
        pub network: String = required("network"),
        /// Age of the code, in s.
        pub age: u32 = required("age"),
        /// Whether the code is a plain one: nothing proves which computer it belongs to, and no number is compared.
        pub plain: bool = required("plain"),
    }
}

request! {
    /// Body of `POST /api/v2/qrcode/confirm`. Plain v2 fills `random`, the extension `handshake` and `number`.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ConfirmRequest {
        /// Id of the code (plain v2).
        pub random: Option<String> = field("random"),
        /// The handshake that `scanned` gave.
        pub handshake: Option<Secret> = field("handshake"),
        /// The number that the person chose.
        pub number: Option<String> = field("number"),
    }
}

request! {
    /// Body of `POST /api/v2/qrcode/cancel`.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct CancelRequest {
        /// Id of the code (plain v2).
        pub random: Option<String> = field("random"),
        /// The handshake that `scanned` gave.
        pub handshake: Option<Secret> = field("handshake"),
    }
}

request! {
    /// Body of `POST /api/v2/qrcode/outcome` (extension): after `confirm` the phone asks until [`PhoneReply::logged_in`] is
    /// there, or the code is over.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct OutcomeRequest {
        /// The handshake that `scanned` gave.
        pub handshake: Secret = field("handshake"),
        /// How long the server may wait for the end, in s; at most 25.
        pub wait: u32 = field("wait", default),
    }
}
