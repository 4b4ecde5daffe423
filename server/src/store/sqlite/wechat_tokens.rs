//! WeChat's access tokens in SQLite.

use async_trait::async_trait;
use guard_protocol::Secret;
use rusqlite::{Connection, OptionalExtension as _, Result, params};

use super::Sqlite;
use crate::clock::Millis;
use crate::store::{SLICE, StoreError, WeChatToken, WeChatTokenStore};

const VALID: &str = "SELECT token, expires_at FROM wechat_tokens WHERE app_id = ?1 AND expires_at > ?2";
const KEEP: &str = "INSERT INTO wechat_tokens AS kept (app_id, token, expires_at) VALUES (?1, ?2, ?3) \
    ON CONFLICT (app_id) DO UPDATE SET token = excluded.token, expires_at = excluded.expires_at \
    WHERE kept.expires_at < excluded.expires_at";
const DROP: &str = "DELETE FROM wechat_tokens WHERE app_id = ?1 AND token = ?2";
const SWEEP: &str = "DELETE FROM wechat_tokens WHERE app_id IN \
    (SELECT app_id FROM wechat_tokens WHERE expires_at <= ?1 LIMIT ?2)";

#[async_trait]
impl WeChatTokenStore for Sqlite {
    async fn wechat_token(&self, app_id: &str, now: Millis) -> Result<Option<WeChatToken>, StoreError> {
        let app_id = app_id.to_owned();
        self.run(move |c| {
            c.prepare_cached(VALID)?
                .query_row(params![app_id, now], |row| {
                    Ok(WeChatToken { token: Secret::new(row.get::<_, String>(0)?), expires_at: row.get(1)? })
                })
                .optional()
        })
        .await
    }

    async fn keep_wechat_token(&self, app_id: &str, token: &WeChatToken) -> Result<(), StoreError> {
        let (app_id, token) = (app_id.to_owned(), token.clone());
        self.run(move |c| {
            c.prepare_cached(KEEP)?.execute(params![app_id, token.token.expose(), token.expires_at]).map(drop)
        })
        .await
    }

    async fn drop_wechat_token(&self, app_id: &str, refused: &Secret) -> Result<(), StoreError> {
        let (app_id, refused) = (app_id.to_owned(), refused.clone());
        self.run(move |c| c.prepare_cached(DROP)?.execute(params![app_id, refused.expose()]).map(drop)).await
    }
}

/// One slice of the tokens that are over.
pub(super) fn sweep(c: &Connection, now: Millis) -> Result<usize> {
    c.prepare_cached(SWEEP)?.execute(params![now, SLICE])
}
