//! Browsers' sessions in Postgres.

use async_trait::async_trait;

use super::users::{user, user_row};
use super::{Postgres, column};
use crate::clock::Millis;
use crate::store::{Browser, BrowserStore, NewBrowser, StoreError};
use crate::tokens::Hash;

/// Keeps the session and makes the login its child, in one statement; the foreign key is checked at its end.
const OPEN: &str = "WITH opened AS (INSERT INTO browsers \
    (cookie_hash, user_id, created_at, expires_at, sid, auth_time, method) \
    SELECT $1, user_id, $2, $3, $5, created_at, method FROM sessions WHERE token_hash = $4 AND expires_at > $2 RETURNING cookie_hash) \
    UPDATE sessions SET browser = opened.cookie_hash FROM opened WHERE token_hash = $4";
const ADD: &str = "INSERT INTO browsers (cookie_hash, user_id, created_at, expires_at, sid, auth_time, method) \
    SELECT $1, id, $2, $3, $4, $2, $5 FROM users WHERE id = $6 AND disabled_at IS NULL";
const BY_COOKIE: &str = concat!(
    "SELECT ",
    user!(),
    ", sid, auth_time, method, expires_at FROM browsers JOIN users ON users.id = browsers.user_id \
     WHERE cookie_hash = $1 AND expires_at > $2 AND disabled_at IS NULL"
);
/// Its children go with it: see the schema.
const END: &str = "DELETE FROM browsers WHERE cookie_hash = $1";
// A row that another node is busy with is not waited for.
pub(super) const SWEEP: &str = "DELETE FROM browsers WHERE cookie_hash IN \
    (SELECT cookie_hash FROM browsers WHERE expires_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)";

#[async_trait]
impl BrowserStore for Postgres {
    async fn open_browser(&self, child: Hash, browser: NewBrowser) -> Result<bool, StoreError> {
        let NewBrowser { cookie_hash, sid, now, expires_at } = browser;
        Ok(self.execute(OPEN, &[&cookie_hash.as_slice(), &now, &expires_at, &child.as_slice(), &sid]).await? > 0)
    }

    async fn add_browser(&self, user_id: &str, method: &'static str, browser: NewBrowser) -> Result<bool, StoreError> {
        let NewBrowser { cookie_hash, sid, now, expires_at } = browser;
        let cookie_hash = cookie_hash.as_slice();
        Ok(self.execute(ADD, &[&cookie_hash, &now, &expires_at, &sid, &method, &user_id]).await? > 0)
    }

    async fn browser(&self, cookie_hash: Hash, now: Millis) -> Result<Option<Browser>, StoreError> {
        let Some(row) = self.find(BY_COOKIE, &[&cookie_hash.as_slice(), &now]).await? else { return Ok(None) };
        Ok(Some(Browser {
            user: user_row(&row)?,
            sid: column(&row, 6)?,
            auth_time: column(&row, 7)?,
            method: column(&row, 8)?,
            expires_at: column(&row, 9)?,
        }))
    }

    async fn end_browser(&self, cookie_hash: Hash) -> Result<bool, StoreError> {
        Ok(self.execute(END, &[&cookie_hash.as_slice()]).await? > 0)
    }
}
