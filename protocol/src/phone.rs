//! The phone's side of a QR login: `scanned`, `confirm`, `cancel`, with the header `Authorization: <user token>`.
//!
//! Plain v2 sends `{ random }` to all three. In the extension `scanned` answers a handshake, and only the handshake
//! (not the id in the code, which anybody may have seen) can confirm or cancel.

use serde::{Deserialize, Serialize};

use crate::qrcode::QrStatus;
use crate::secret::Secret;

/// Body of `POST /api/v2/qrcode/scanned`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ScannedRequest {
    /// Id of the code.
    pub random: String,
    /// Extension: the handshake of an earlier scan by the same phone, for changing the account before confirming.
    #[serde(default)]
    pub handshake: Option<Secret>,
}

/// Data of the reply to `scanned`. `confirm` and `cancel` answer the first three fields alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneReply {
    /// Id of the code.
    pub random: String,
    /// Its state now.
    pub status: QrStatus,
    /// The state in words.
    pub description: String,
    /// Extension: what confirms or cancels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handshake: Option<Secret>,
    /// Extension: who asks, for the person to judge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<Context>,
    /// Extension: numbers to choose from; empty when none need be matched.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// Extension: lifetime left, in s.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<u32>,
}

/// Who asks for the login: what the phone shows before the person decides. All of it is what the server saw, none of
/// it what the page said of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Context {
    /// Name of the application.
    pub app_name: String,
    /// Origin of the page that shows the code, as the browser sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Browser, as in `Chrome 141`.
    pub browser: String,
    /// Operating system, as in `Windows`.
    pub os: String,
    /// The network, as an address with its last part hidden.
    pub network: String,
    /// Age of the code, in s.
    pub age: u32,
}

/// Body of `POST /api/v2/qrcode/confirm`. Plain v2 fills `random`, the extension `handshake` and `number`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ConfirmRequest {
    /// Id of the code (plain v2).
    pub random: Option<String>,
    /// The handshake that `scanned` gave.
    pub handshake: Option<Secret>,
    /// The number that the person chose.
    pub number: Option<String>,
}

/// Body of `POST /api/v2/qrcode/cancel`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CancelRequest {
    /// Id of the code (plain v2).
    pub random: Option<String>,
    /// The handshake that `scanned` gave.
    pub handshake: Option<Secret>,
}
