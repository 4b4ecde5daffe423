//! Logins in Postgres.

use async_trait::async_trait;

use super::users::{user, user_row};
use super::{Postgres, column};
use crate::clock::Millis;
use crate::store::{EndedSession, NewSession, Session, SessionStore, StoreError};
use crate::tokens::Hash;

const ADD: &str = "INSERT INTO sessions (token_hash, user_id, app_id, method, created_at, expires_at) \
    VALUES ($1, $2, $3, $4, $5, $6)";
const BY_TOKEN: &str = concat!(
    "SELECT ",
    user!(),
    ", app_id, expires_at, sessions.created_at, grant_id, scope FROM sessions JOIN users ON users.id = sessions.user_id \
     WHERE token_hash = $1 AND expires_at > $2 AND disabled_at IS NULL"
);
const ENDS_AT: &str = "SELECT expires_at FROM sessions WHERE token_hash = $1";
const END: &str = "WITH own AS (DELETE FROM grants WHERE id IN (SELECT grant_id FROM sessions WHERE token_hash = $1)) \
    DELETE FROM sessions WHERE token_hash = $1";
const END_PHONE_LOGIN: &str = "WITH found AS (SELECT token_hash, browser, user_id, app_id FROM sessions \
    JOIN phone_logins ON session_hash = token_hash WHERE handshake_hash = $1 AND ends_at > $2), \
    own AS (DELETE FROM browsers WHERE cookie_hash IN (SELECT browser FROM found) RETURNING sid), \
    ended AS (DELETE FROM sessions WHERE token_hash IN (SELECT token_hash FROM found) RETURNING user_id, app_id) \
    SELECT user_id, app_id, (SELECT sid FROM own) FROM ended";
// A row that another node is busy with is not waited for.
pub(super) const SWEEP_PHONES: &str = "DELETE FROM phone_logins WHERE handshake_hash IN \
    (SELECT handshake_hash FROM phone_logins WHERE ends_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)";
// A row that another node is busy with is not waited for.
pub(super) const SWEEP: &str = "DELETE FROM sessions WHERE token_hash IN \
    (SELECT token_hash FROM sessions WHERE expires_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)";

/// When the session whose token has this hash ends, if it is still there.
pub(super) async fn ends_at(store: &Postgres, token_hash: Hash) -> Result<Option<Millis>, StoreError> {
    store.find(ENDS_AT, &[&token_hash.as_slice()]).await?.map(|row| column(&row, 0)).transpose()
}

#[async_trait]
impl SessionStore for Postgres {
    async fn add_session(&self, user_id: &str, session: NewSession) -> Result<(), StoreError> {
        let NewSession { token_hash, app_id, method, now, expires_at } = session;
        self.execute(ADD, &[&token_hash.as_slice(), &user_id, &app_id, &method, &now, &expires_at]).await.map(drop)
    }

    async fn session(&self, token_hash: Hash, now: Millis) -> Result<Option<Session>, StoreError> {
        let row = self.find(BY_TOKEN, &[&token_hash.as_slice(), &now]).await?;
        row.map(|row| {
            Ok(Session {
                user: user_row(&row)?,
                app_id: column(&row, 6)?,
                expires_at: column(&row, 7)?,
                created_at: column(&row, 8)?,
                grant_id: column(&row, 9)?,
                scope: column(&row, 10)?,
            })
        })
        .transpose()
    }

    async fn end_session(&self, token_hash: Hash) -> Result<bool, StoreError> {
        Ok(self.execute(END, &[&token_hash.as_slice()]).await? > 0)
    }

    async fn end_phone_login(&self, handshake_hash: Hash, now: Millis) -> Result<Option<EndedSession>, StoreError> {
        let row = self.find(END_PHONE_LOGIN, &[&handshake_hash.as_slice(), &now]).await?;
        row.map(|row| Ok(EndedSession { user_id: column(&row, 0)?, app_id: column(&row, 1)?, sid: column(&row, 2)? }))
            .transpose()
    }
}
