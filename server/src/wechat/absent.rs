//! WeChat for a server without mini programs.

use async_trait::async_trait;
use guard_protocol::Secret;

use super::{Identity, PhoneNumber, Picture, WeChat, WeChatApp, WeChatError};

/// Answers nothing. A server whose applications have no mini program asks for nothing.
#[derive(Clone, Copy, Debug)]
pub struct Absent;

#[async_trait]
impl WeChat for Absent {
    async fn identity(&self, _app: &WeChatApp, _code: &Secret) -> Result<Identity, WeChatError> {
        Err(WeChatError::Away)
    }

    async fn phone_number(&self, _app: &WeChatApp, _code: &Secret, _openid: &str) -> Result<PhoneNumber, WeChatError> {
        Err(WeChatError::Away)
    }

    async fn code_picture(&self, _app: &WeChatApp, _scene: &str) -> Result<Picture, WeChatError> {
        Err(WeChatError::Away)
    }
}
