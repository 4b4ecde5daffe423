//! WeChat's access tokens in Postgres.

use async_trait::async_trait;
use guard_protocol::Secret;

use super::{Postgres, column};
use crate::clock::Millis;
use crate::store::{StoreError, WeChatToken, WeChatTokenStore};

const VALID: &str = "SELECT token, expires_at FROM wechat_tokens WHERE app_id = $1 AND expires_at > $2";
const KEEP: &str = "INSERT INTO wechat_tokens AS kept (app_id, token, expires_at) VALUES ($1, $2, $3) \
    ON CONFLICT (app_id) DO UPDATE SET token = excluded.token, expires_at = excluded.expires_at \
    WHERE kept.expires_at < excluded.expires_at";
const DROP: &str = "DELETE FROM wechat_tokens WHERE app_id = $1 AND token = $2";
// A row that another node is busy with is not waited for.
pub(super) const SWEEP: &str = "DELETE FROM wechat_tokens WHERE app_id IN \
    (SELECT app_id FROM wechat_tokens WHERE expires_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)";

#[async_trait]
impl WeChatTokenStore for Postgres {
    async fn wechat_token(&self, app_id: &str, now: Millis) -> Result<Option<WeChatToken>, StoreError> {
        let Some(row) = self.find(VALID, &[&app_id, &now]).await? else { return Ok(None) };
        let token: String = column(&row, 0)?;
        Ok(Some(WeChatToken { token: Secret::new(token), expires_at: column(&row, 1)? }))
    }

    async fn keep_wechat_token(&self, app_id: &str, token: &WeChatToken) -> Result<(), StoreError> {
        self.execute(KEEP, &[&app_id, &token.token.expose(), &token.expires_at]).await.map(drop)
    }

    async fn drop_wechat_token(&self, app_id: &str, refused: &Secret) -> Result<(), StoreError> {
        self.execute(DROP, &[&app_id, &refused.expose()]).await.map(drop)
    }
}
