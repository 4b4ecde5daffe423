//! Browsers' sessions in Postgres.

use async_trait::async_trait;

use super::Postgres;
use super::users::{user, user_row};
use crate::clock::Millis;
use crate::store::{BrowserStore, NewBrowser, StoreError, UserRow};
use crate::tokens::Hash;

/// Keeps the session and makes the login its child, in one statement; the foreign key is checked at its end.
const OPEN: &str = "WITH opened AS (INSERT INTO browsers (cookie_hash, user_id, created_at, expires_at) \
    SELECT $1, user_id, $2, $3 FROM sessions WHERE token_hash = $4 AND expires_at > $2 RETURNING cookie_hash) \
    UPDATE sessions SET browser = opened.cookie_hash FROM opened WHERE token_hash = $4";
const BY_COOKIE: &str = concat!(
    "SELECT ",
    user!(),
    " FROM browsers JOIN users ON users.id = browsers.user_id \
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
        let NewBrowser { cookie_hash, now, expires_at } = browser;
        Ok(self.execute(OPEN, &[&cookie_hash.as_slice(), &now, &expires_at, &child.as_slice()]).await? > 0)
    }

    async fn browser_user(&self, cookie_hash: Hash, now: Millis) -> Result<Option<UserRow>, StoreError> {
        self.find(BY_COOKIE, &[&cookie_hash.as_slice(), &now]).await?.map(|row| user_row(&row)).transpose()
    }

    async fn end_browser(&self, cookie_hash: Hash) -> Result<bool, StoreError> {
        Ok(self.execute(END, &[&cookie_hash.as_slice()]).await? > 0)
    }
}
