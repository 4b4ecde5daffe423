//! The envelope of every v2 reply, and what can be wrong with one.
//!
//! Business failures come with HTTP 200 or 201 and a `code` that is not 200, so [`Envelope::into_data`] and not the
//! HTTP status decides. The client reads with [`Envelope::decode`], the server writes with [`Reply`].

use std::fmt;

use serde::Serialize;
use thiserror::Error;

use crate::codes::Code;
use crate::json::{self, Decode, DecodeError, Json, Node};
use crate::lenient::LenientCode;
use crate::secret::Secret;

/// The field of a refusal's `data` that tells how many attempts are left after a wrong password.
pub const REMAINING_ATTEMPTS: &str = "remainCount";

/// A reply as it came, its `data` not yet read. Read and written by hand, not by a macro of `json::wire`: what it is
/// read as and what [`Reply`] writes are two things, and only one of them is strict.
pub struct Envelope<J> {
    code: Option<i64>,
    api_code: Option<i64>,
    status_code: Option<i64>,
    message: String,
    data: J,
    flow_handle: Option<String>,
}

impl<J> fmt::Debug for Envelope<J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope").field("code", &self.code()).finish_non_exhaustive()
    }
}

impl<J> Envelope<J> {
    /// The code that counts: the first present of `code`, `apiCode`, `statusCode`.
    pub fn code(&self) -> Option<i64> {
        self.code.or(self.api_code).or(self.status_code)
    }

    /// Whether the reply says that it worked: `code` or `statusCode` is 200.
    pub fn is_ok(&self) -> bool {
        let ok = Some(Code::Ok.number());
        self.code == ok || (self.status_code == ok && self.api_code.is_none_or(|code| code == Code::Ok.number()))
    }
}

impl<J: Json> Envelope<J> {
    /// Reads the envelope of a reply's body.
    ///
    /// # Errors
    /// [`DecodeError`] when the body is not JSON, longer or deeper than [`bounds`](json::bounds), or not an object of an
    /// envelope's shape.
    pub fn decode(body: &str) -> Result<Self, DecodeError> {
        match J::parse(if json::bounds::fits(body) { body } else { "" }) {
            Some(tree) => Self::of(tree),
            None => Err(DecodeError { path: "the reply".to_owned(), reason: "expected JSON".to_owned() }),
        }
    }

    /// Reads an envelope that is parsed already.
    ///
    /// # Errors
    /// [`DecodeError`] when it is not an object of an envelope's shape.
    pub fn of(tree: J) -> Result<Self, DecodeError> {
        json::read("", tree, |node| {
            node.expect_object();
            let code = |key| node.optional::<LenientCode>(key).and_then(|code| code.0);
            Self {
                code: code("code"),
                api_code: code("apiCode"),
                status_code: code("statusCode"),
                message: node.or_default("message"),
                data: node.raw("data"),
                flow_handle: node.optional("flowHandle"),
            }
        })
    }

    /// The `data` of a reply that worked, as it is.
    ///
    /// # Errors
    /// [`Refusal`] when the code says that it did not work.
    pub fn into_tree(self) -> Result<J, Refusal> {
        if self.is_ok() { Ok(self.data) } else { Err(self.into_refusal()) }
    }

    /// The `data` of a reply that worked.
    ///
    /// # Errors
    /// [`ReplyError::Refused`] when the code says that it did not work, [`ReplyError::Malformed`] when `data` is
    /// not of the expected shape; the path starts with `data`.
    pub fn into_data<T: Decode>(self) -> Result<T, ReplyError> {
        let tree = self.into_tree().map_err(ReplyError::Refused)?;
        Ok(json::decode("data", tree)?)
    }

    fn into_refusal(self) -> Refusal {
        Refusal {
            code: self.code().unwrap_or(-1),
            message: self.message,
            remaining_attempts: self.data.get(REMAINING_ATTEMPTS).and_then(|count| count.number()?.try_into().ok()),
            data: (!self.data.is_null()).then(|| self.data.to_json().into()),
            flow_handle: self.flow_handle,
        }
    }
}

impl<J: Json> Node<'_, J> {
    /// The refusal of the envelope in the field `key`; `None` when there is no envelope that says no.
    pub(crate) fn refusal(&self, key: &'static str) -> Option<Refusal> {
        Envelope::of(self.raw(key)).ok()?.into_tree().err()
    }
}

/// A reply in which the server says no. `Debug` hides its data, which may hold a token (MFA).
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The code that counts; -1 when the reply had none.
    pub code: i64,
    /// The server's words, in the language that was asked for. Plain text: never to be shown as HTML.
    pub message: String,
    /// How many attempts are left after a wrong password ([`Code::BadCredentials`]), if the server tells.
    pub remaining_attempts: Option<u32>,
    /// `data` as JSON text, for a host that goes on by itself (MFA).
    pub data: Option<Secret>,
    /// Handle of a flow that goes on (MFA); it is echoed in the next step.
    pub flow_handle: Option<String>,
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal").field("code", &self.code).field("message", &self.message).finish_non_exhaustive()
    }
}

impl From<Code> for Refusal {
    /// A refusal with nothing but its code.
    fn from(code: Code) -> Self {
        Self { code: code.number(), message: String::new(), remaining_attempts: None, data: None, flow_handle: None }
    }
}

impl Refusal {
    /// The code, if it is a known one.
    pub fn known(&self) -> Option<Code> {
        Code::from_number(self.code)
    }

    /// `data` as JSON text.
    pub fn data_json(&self) -> Option<&str> {
        self.data.as_ref().map(Secret::expose)
    }
}

/// Why a reply has no data.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ReplyError {
    /// The server says no.
    #[error("the server refused: {} (code {})", .0.message, .0.code)]
    Refused(Refusal),
    /// The reply is not what the protocol says.
    #[error(transparent)]
    Malformed(#[from] DecodeError),
}

/// An envelope to write. The server's side of [`Envelope`].
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reply<T> {
    code: i64,
    status_code: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_code: Option<i64>,
    message: String,
    data: Option<T>,
}

impl<T> Reply<T> {
    /// It worked, and this is what came of it.
    pub fn ok(data: T) -> Self {
        Self { code: Code::Ok.number(), status_code: 200, api_code: None, message: String::new(), data: Some(data) }
    }

    /// It did not work. `status_code` is the HTTP-like status inside the envelope (Authing uses 499 for most).
    pub fn refused(code: Code, status_code: u16, message: impl Into<String>, data: Option<T>) -> Self {
        Self { code: code.number(), status_code, api_code: Some(code.number()), message: message.into(), data }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qrcode::GeneReply;

    type Envelope = super::Envelope<serde_json::Value>;

    fn data<T: Decode>(body: &str) -> Result<T, ReplyError> {
        Envelope::decode(body)?.into_data()
    }

    #[test]
    fn a_malformed_reply_names_the_path() {
        let error = data::<GeneReply>(r#"{"code":200,"data":{"random":5}}"#).unwrap_err();
        assert!(matches!(&error, ReplyError::Malformed(e) if e.path == "data.random"), "{error}");
        let error = data::<GeneReply>("<html>").unwrap_err();
        assert!(matches!(&error, ReplyError::Malformed(e) if e.path == "the reply"), "{error}");
        let error = data::<GeneReply>(r#"{"code":200}"#).unwrap_err();
        assert!(matches!(&error, ReplyError::Malformed(e) if e.path == "data"), "{error}");
    }

    #[test]
    fn a_reply_that_is_too_deep_or_too_long_is_malformed() {
        for inner in ["[".repeat(20_000) + &"]".repeat(20_000), format!("\"{}\"", "x".repeat(1 << 20))] {
            let body = format!(r#"{{"code":200,"data":{{"id":"u","token":"t","x":{inner}}}}}"#);
            assert!(matches!(data::<crate::User>(&body), Err(ReplyError::Malformed(_))));
        }
    }

    #[test]
    fn errors_never_quote_the_reply() {
        let error =
            data::<crate::User>(r#"{"code":200,"data":{"id":"u","nickname":{"a":1},"token":["s3cret"]}}"#).unwrap_err();
        assert!(!format!("{error:?} {error}").contains("s3cret"), "{error}");
        let error = data::<GeneReply>(r#"{"code":200,"data":{"random":"r","expiresIn":"s3cret"}}"#).unwrap_err();
        assert!(!format!("{error:?} {error}").contains("s3cret"), "{error}");
    }

    #[test]
    fn codes_come_as_numbers_or_strings() {
        let envelope =
            Envelope::decode(r#"{"statusCode":499,"apiCode":"2011","message":"no app","data":null}"#).unwrap();
        assert_eq!(envelope.code(), Some(2011));
        assert!(!envelope.is_ok());
    }

    #[test]
    fn code_beats_api_code_beats_status_code() {
        let envelope = Envelope::decode(r#"{"statusCode":301,"apiCode":1635,"code":1636}"#).unwrap();
        assert_eq!(envelope.code(), Some(1636));
        assert!(!envelope.is_ok());
        assert!(Envelope::decode(r#"{"statusCode":200}"#).unwrap().is_ok());
    }

    #[test]
    fn a_refusal_tells_the_attempts_left() {
        let refused = data::<GeneReply>(r#"{"code":2333,"message":"wrong","data":{"remainCount":3}}"#).unwrap_err();
        let ReplyError::Refused(refusal) = refused else { panic!("refused") };
        assert_eq!(refusal.known(), Some(Code::BadCredentials));
        assert_eq!(refusal.remaining_attempts, Some(3));
    }

    #[test]
    fn replies_written_can_be_read() {
        let body = serde_json::to_string(&Reply::<()>::refused(Code::NoSuchQrCode, 499, "gone", None)).unwrap();
        let ReplyError::Refused(refusal) = data::<GeneReply>(&body).unwrap_err() else { panic!("refused") };
        assert_eq!((refusal.code, refusal.message.as_str()), (2241, "gone"));
    }
}
