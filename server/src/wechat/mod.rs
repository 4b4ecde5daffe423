//! WeChat, as far as a login needs it: who sent a login code, which phone number a phone code stands for, and the picture
//! of a mini-program code. It stands behind the trait [`WeChat`], so that a fake can take its place.
//!
//! [`Client`] asks WeChat's server. What a reply means (`reply`), what to do about a failure (`plan`) and when to leave
//! WeChat alone (`breaker`) are decided without I/O; `gates`, `tokens` and `http` are the edge.

mod absent;
mod app;
mod breaker;
mod call;
mod client;
mod error;
mod gates;
mod http;
mod person;
mod plan;
mod reply;
mod tokens;

use std::fmt::Debug;

use async_trait::async_trait;
use guard_protocol::Secret;

pub use absent::Absent;
pub use app::{EnvVersion, Picture, WeChatApp};
pub use client::Client;
pub use error::{OperatorFault, WeChatError};
pub use http::HttpError;
pub use person::{Identity, PhoneNumber};

/// WeChat's server.
#[async_trait]
pub trait WeChat: Send + Sync + Debug {
    /// Who sent this login code (`code2Session`).
    async fn identity(&self, app: &WeChatApp, code: &Secret) -> Result<Identity, WeChatError>;

    /// The phone number that a phone code stands for, of this person (`getuserphonenumber` with openid).
    async fn phone_number(&self, app: &WeChatApp, code: &Secret, openid: &str) -> Result<PhoneNumber, WeChatError>;

    /// A picture of the mini-program code of this scene (`getwxacodeunlimit`).
    async fn code_picture(&self, app: &WeChatApp, scene: &str) -> Result<Picture, WeChatError>;
}
