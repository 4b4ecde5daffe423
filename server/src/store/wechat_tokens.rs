//! WeChat's access tokens as a store keeps them: one for each mini program, shared by all nodes.

use async_trait::async_trait;
use guard_protocol::Secret;

use crate::clock::Millis;
use crate::store::StoreError;

/// An access token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeChatToken {
    /// What WeChat is told.
    pub token: Secret,
    /// When WeChat takes it no more.
    pub expires_at: Millis,
}

/// Keeps WeChat's access tokens.
#[async_trait]
pub trait WeChatTokenStore: Send + Sync {
    /// The token of the mini program `app_id` that is valid at `now`.
    async fn wechat_token(&self, app_id: &str, now: Millis) -> Result<Option<WeChatToken>, StoreError>;
    /// Keeps `token` for the mini program `app_id`, unless one is kept that lives as long: another node was quicker.
    async fn keep_wechat_token(&self, app_id: &str, token: &WeChatToken) -> Result<(), StoreError>;
    /// Forgets the token of the mini program `app_id` if it is still `refused`, which WeChat takes no more.
    async fn drop_wechat_token(&self, app_id: &str, refused: &Secret) -> Result<(), StoreError>;
}
